package pages

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
)

// What the templates say and link to. Texts stand in the templates in both
// languages, beside each other.

// T is a text of the templates in the reader's language.
func (s *page) T(id, en string) string { return value.Words{ID: id, EN: en}.In(s.Lang) }

// Tf is T with its verbs filled.
func (s *page) Tf(id, en string, args ...any) string {
	return value.Words{ID: id, EN: en}.With(args...).In(s.Lang)
}

// In is words in the reader's language.
func (s *page) In(w interface{ In(value.Lang) string }) string { return w.In(s.Lang) }

// Label is what people call a value of a list.
func (s *page) Label(v interface{ Label(value.Lang) string }) string { return v.Label(s.Lang) }

// Tell tells a value that may be unknown, in one text.
func (s *page) Tell(v formatted) string { return v.Format(s.Lang, s.name) }

type formatted interface {
	Format(value.Lang, value.Names) string
}

// Capital is the text as it begins a sentence.
func (s *page) Capital(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[n:]
}

func (s *page) name(ref value.Ref, l value.Lang) string { return s.Head.Name(ref, l) }

// Number writes a number with its thousands apart.
func (s *page) Number(n any) string {
	switch n := n.(type) {
	case int:
		return value.Number(int64(n), s.Lang)
	case uint64:
		return value.Number(int64(n), s.Lang)
	}
	return ""
}

// link is a name and where its page is.
type link struct{ Text, Href string }

// Ref is the link to an aggregate.
func (s *page) Ref(r interface{ Ref() value.Ref }) link { return s.to(r.Ref()) }

func (s *page) to(r value.Ref) link {
	path, ok := pathOfKind[r.Kind]
	if !ok {
		return link{Text: s.name(r, s.Lang)}
	}
	return link{s.name(r, s.Lang), s.Href(path + "/" + r.ID)}
}

// To is the link to what a record is about.
func (s *page) To(r value.Ref) link { return s.to(r) }

// toldLinks is a value that may be unknown, with links where it names aggregates.
type toldLinks struct {
	Links []link // one: known; more: one of these
	Words string // otherwise
}

// Told takes apart a value that names an aggregate.
func (s *page) Told(v any) toldLinks {
	switch v := v.(type) {
	case value.Stated[value.PartyID]:
		return toldOf(s, v)
	case value.Stated[value.OfficeID]:
		return toldOf(s, v)
	case value.Stated[value.AgencyID]:
		return toldOf(s, v)
	case value.Stated[value.InstrumentID]:
		return toldOf(s, v)
	case value.Stated[value.EngagementID]:
		return toldOf(s, v)
	case value.Stated[value.MandateID]:
		return toldOf(s, v)
	}
	return toldLinks{Words: v.(formatted).Format(s.Lang, s.name)}
}

func toldOf[T interface {
	comparable
	Ref() value.Ref
}](s *page, v value.Stated[T]) (t toldLinks) {
	for _, c := range v.Candidates() {
		t.Links = append(t.Links, s.to(c.Ref()))
	}
	if len(t.Links) == 0 {
		t.Words = v.Format(s.Lang, s.name)
	}
	return t
}

// Href is a path of ours with the time asked kept.
func (s *page) Href(path string) string { return withQuery(path, s.timeQuery()) }

func (s *page) timeQuery() url.Values {
	q := url.Values{}
	for _, name := range timesAsked {
		if v := s.query.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	return q
}

// HrefWith is Href with one parameter more.
func (s *page) HrefWith(path, name, value string) string {
	q := s.timeQuery()
	q.Set(name, value)
	return withQuery(path, q)
}

// Record is where a record's page is.
func (s *page) Record(seq uint64) string {
	return s.Href("/catatan/" + strconv.FormatUint(seq, 10))
}

// RecordOf is where the page of the record of that id is.
func (s *page) RecordOf(id value.RecordID) string { return s.Href("/catatan/" + string(id)) }

// Nth is what a link to a record reads, never broken in two.
func (s *page) Nth(seq uint64) string { return s.Tf("Catatan\u00a0%d", "Record\u00a0%d", seq) }

// Changed is this page with parameters changed; an empty value takes one away.
func (s *page) Changed(pairs ...string) string {
	q := maps.Clone(s.query)
	if q == nil {
		q = url.Values{}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		}
	}
	return withQuery(s.Here, q)
}

// Next is the page after this one, "" where there is none.
func (s *page) Next(h engine.Head) string {
	if h.Next == "" {
		return ""
	}
	return s.Changed("cursor", h.Next)
}

// First leads to the first page, from a later one.
func (s *page) First() string {
	if s.query.Get("cursor") == "" {
		return ""
	}
	return s.Changed("cursor", "")
}

// Param is a parameter as it was asked.
func (s *page) Param(name string) string { return s.query.Get(name) }

// timesAsked are the parameters that say of which time a page tells.
var timesAsked = []string{"as_of", "as_published", "known_at"}

// hidden is a parameter that a form keeps.
type hidden struct{ Name, Value string }

// Kept are the parameters that the form of times keeps, by name, but for the
// page's mark, which another time makes void.
func (s *page) Kept() (out []hidden) {
	for _, name := range slices.Sorted(maps.Keys(s.query)) {
		if name != "cursor" && !slices.Contains(timesAsked, name) {
			out = append(out, hidden{name, s.query.Get(name)})
		}
	}
	return out
}

// KeptTimes are the times asked, for the forms that filter.
func (s *page) KeptTimes() (out []hidden) {
	for _, name := range timesAsked {
		if v := s.query.Get(name); v != "" {
			out = append(out, hidden{name, v})
		}
	}
	return out
}

// Ledger is the beginning of the ledger's id.
func (s *page) Ledger() string { return s.Head.Ledger[:min(8, len(s.Head.Ledger))] }

// part is what a template within a page is given: the page and one thing.
type part struct {
	*page
	It any
}

// With hands a thing to a template within the page.
func (s *page) With(v any) part { return part{s, v} }

// Amount is how many rows there are, as far as counted.
func (s *page) Amount(h engine.Head, rows int) string {
	switch {
	case h.Total >= 0 && s.query.Get("cursor") == "" && (h.Next == "" || h.Total > rows):
		return s.Number(h.Total)
	case h.Next != "":
		return s.Tf("lebih dari %s", "more than %s", s.Number(rows))
	}
	return s.Number(rows)
}

// Bundle is how many documents a file of several holds.
func (s *page) Bundle(count value.Stated[int]) string {
	if count.IsZero() {
		return s.T("beberapa naskah dalam satu berkas, banyaknya tidak disebut", "several documents in one bundle, how many is not stated")
	}
	return s.Tf("%s naskah dalam satu berkas", "%s documents in one bundle", s.Tell(count))
}

// Because names what keeps an answer from being told.
func (s *page) Because(reasons []value.Reason) string {
	return strings.TrimSpace(value.Because(reasons, s.Lang))
}

// Answered is an answer with what keeps it from being told.
func (s *page) Answered(a value.Answer) string { return a.In(s.Lang) }

// TermFrom and TermUntil are the ends of a term and how they are known.
func (s *page) TermFrom(t domain.Term) string  { return t.From.In(s.Lang) }
func (s *page) TermUntil(t domain.Term) string { return t.UntilIn(s.Lang) }

// Counted is a number of working days, where it can be told.
func (s *page) Counted(w *value.Working) string { return projections.Counted(w, s.Lang) }

// SaidBy is on whose word it stands, or that this is not stated.
func (s *page) SaidBy(by value.AssertedBy) string { return by.Format(s.Lang, s.name) }

// Basis is on what an account rests: on whose word, how near to the act, about
// which time.
func (s *page) Basis(x projections.AccountRow) string {
	text := s.Label(x.Grade)
	if by := s.SaidBy(x.SaidBy); by != "" {
		text = by + ", " + text
	}
	if !x.Occurred.IsZero() {
		text += s.T("; tentang ", "; about ") + s.When(x.Occurred)
	}
	if x.Own {
		text = s.T("Catatan peristiwanya sendiri. ", "The record of the event itself. ") + s.Capital(text)
	}
	return s.Capital(text) + "."
}

// Names gives names to what tells itself.
func (s *page) Names() value.Names { return s.name }

// Menu is what the head of every page leads to.
func (s *page) Menu() []link {
	menu := []link{{s.T("Beranda", "Start"), "/"}}
	for _, k := range []value.Kind{value.KindInstrument, value.KindEngagement, value.KindParty, value.KindOffice, value.KindAgency, value.KindMandate, value.KindSubscription} {
		menu = append(menu, link{s.Capital(k.Plural().In(s.Lang)), pathOfKind[k]})
	}
	return append(menu, link{s.T("Pertanyaan", "Questions"), questionsPath})
}
