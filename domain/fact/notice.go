package fact

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// A notice is what subscribers are told of a record. For what reason, to whom
// and in which words stands beside the event: a topic declares a noticeRule, and
// the rows of its events name it with [Tells].

// Rule says for what reason somebody is told. The names are part of the keys of
// notices, and so of the storage format.
type Rule string

// IsName reports whether a rule may be called so: whether there is one is for
// the table to say.
func (r Rule) IsName() bool {
	return r != "" && !strings.ContainsFunc(string(r), func(c rune) bool { return (c < 'a' || c > 'z') && c != '-' })
}

var NotANotice = value.NewRefusal(value.Invalid, "not-a-notice",
	"%q bukan kunci pemberitahuan. Salin kuncinya dari mufakat notices.",
	"%q is not the key of a notice. Copy it from mufakat notices.")

// NoticeRule is a reason to tell somebody. C is what one of its notices holds:
// the views keep its JSON, and its members are the {fields} of the sentences.
// All functions are pure, and what they ask of other aggregates is as known at
// the record.
type NoticeRule[C any] struct {
	Name   Rule
	About  func(C) value.Ref                        // what it is about, where that is not what the record is about
	Parts  func(C, Lookup) []Part                   // to whom: all who have a part in it
	What   func(C) value.Words                      // the sentence: what happened
	ToDo   func(C, Audience) value.Words            // and what the subscriber is to do
	Values map[string]func(C, Audience) value.Words // {fields} that are not members, or read otherwise

	TakenBack func(C) value.Words // the sentence when it turns out not to be so; nil: one that quotes What
}

// Part is a part in what a notice tells: a place in a document, or one that the
// record itself names.
type Part struct {
	Party     value.Stated[value.PartyID]
	Office    value.Stated[value.OfficeID]
	Concerned bool // its office and agency hear of it, and not only its party
	Whole     bool // the party as such has it: who in the party has one is said by others
}

// notice is what the row of an event says of whom it tells.
type notice struct {
	reason  reason
	follows func(before, after Aggregate, e Entry) (content, bool)
}

// Tells says that a notice of the rule may follow from the fact F: what it then
// holds, from the states before and after the record.
func Tells[F factOf[S], S, C any](r *NoticeRule[C], follows func(f F, before, after S, e Entry) (C, bool)) clause {
	n := notice{r, func(before, after Aggregate, e Entry) (content, bool) {
		was, _ := before.State.(S)
		c, ok := follows(e.Data.Fact.(F), was, after.State.(S), e)
		return contentOf[C]{r, c}, ok
	}}
	return func(ev *Event) {
		if ev.fact != reflect.TypeFor[F]() {
			panic(fmt.Sprintf("fact: what %s tells follows from another fact", ev.Type))
		}
		ev.notices = append(ev.notices, n)
		slices.SortFunc(ev.notices, func(a, b notice) int { return cmp.Compare(a.reason.rule(), b.reason.rule()) })
	}
}

// Notice is what one record gives to tell, whoever wants to hear it. It is never
// stored in the ledger: the views keep what follows from the records.
type Notice struct {
	Rule Rule
	Seq  uint64
	Ref  value.Ref // what the record is about
	of   uint64    // see [Notice.Of]; 0: of Seq
	content
}

// NoticesOf are what the newest record of after gives to tell, by the names of
// their rules. A record about records gives what it makes of them: see [retell].
func NoticesOf(before, after Aggregate) (ns []Notice) {
	if after.Frozen != nil || len(after.Entries) == 0 {
		return nil
	}
	e := after.Entries[len(after.Entries)-1]
	if e.Amends() {
		return retell(before, after)
	}
	return given(before, after, e)
}

// given are what one record gives to tell by itself, by the states before and
// after it.
func given(before, after Aggregate, e Entry) (ns []Notice) {
	ev := e.Event()
	if ev == nil || e.Retracted {
		return nil
	}
	for _, n := range ev.notices {
		if c, ok := n.follows(before, after, e); ok {
			ns = append(ns, Notice{Rule: n.reason.rule(), Seq: e.Seq, Ref: after.Ref, content: c})
		}
	}
	return ns
}

// About is the agreement that the notice is of, or the occasion where no
// document is named. Notices about one agreement arrive in order.
func (n Notice) About() value.Ref {
	if r := n.about(); r.Kind != "" {
		return r
	}
	return n.Ref
}

// noticeMembers is how a notice is kept: the members of its content stand beside
// those that every notice has.
type noticeMembers struct {
	Rule    Rule           `json:"rule"`
	Seq     uint64         `json:"seq"`
	Ref     value.Ref      `json:"ref"`
	Of      uint64         `json:"of,omitzero"`
	Content jsontext.Value `json:",embed"`
}

// noticeOf is the same where it is known what its content is.
type noticeOf[C any] struct {
	Rule    Rule      `json:"rule"`
	Seq     uint64    `json:"seq"`
	Ref     value.Ref `json:"ref"`
	Of      uint64    `json:"of,omitzero"`
	Content C         `json:",embed"`
}

func (n Notice) MarshalJSONTo(enc *jsontext.Encoder) error { return n.content.write(enc, n) }

// DecodeNotice reads a notice as it is kept, by the rule that it names.
func (t *Table) DecodeNotice(b []byte) (Notice, error) {
	var w noticeMembers
	if err := json.Unmarshal(b, &w); err != nil {
		return Notice{}, err
	}
	r := t.reasons[w.Rule]
	if r == nil {
		return Notice{}, NotANotice.With(value.Clip(string(w.Rule)))
	}
	if len(w.Content) == 0 {
		w.Content = jsontext.Value("{}")
	}
	c, err := r.read(w.Content)
	return Notice{w.Rule, w.Seq, w.Ref, w.Of, c}, err
}

// reason is a noticeRule, whatever its notices hold.
type reason interface {
	rule() Rule
	read([]byte) (content, error)
}

func (r *NoticeRule[C]) rule() Rule { return r.Name }

func (r *NoticeRule[C]) read(b []byte) (content, error) {
	var c C
	err := json.Unmarshal(b, &c)
	return contentOf[C]{r, c}, err
}

// content is what a notice holds, with what its rule makes of it.
type content interface {
	about() value.Ref
	write(*jsontext.Encoder, Notice) error
	Parts(Lookup) []Part

	// Words are what a subscriber reads of it.
	Words(Audience) NoticeWords

	// takenBack is the sentence when it turns out not to be so; empty for the
	// usual one.
	takenBack(Audience) value.Words

	// UnknownFields are the {fields} of its sentences that nothing stands for.
	UnknownFields(Audience) []string
}

type contentOf[C any] struct {
	*NoticeRule[C]
	c C
}

func (x contentOf[C]) write(enc *jsontext.Encoder, n Notice) error {
	return json.MarshalEncode(enc, noticeOf[C]{n.Rule, n.Seq, n.Ref, n.of, x.c})
}

func (x contentOf[C]) about() value.Ref          { return x.NoticeRule.About(x.c) }
func (x contentOf[C]) Parts(known Lookup) []Part { return x.NoticeRule.Parts(x.c, known) }

// Audience is one subscriber as the sentences address it.
type Audience struct {
	Parties []value.PartyID // those the subscriber belongs to
	Known   Lookup
	Names   value.Names
}

// Say writes a value for it.
func (to Audience) Say(v any) value.Words {
	x := reflect.ValueOf(v)
	return value.Words{ID: value.Format(x, value.Indonesian, to.Names), EN: value.Format(x, value.English, to.Names)}
}

// NoticeWords are what a notice says: what happened, and what to do.
type NoticeWords struct {
	What value.Words
	ToDo value.Words
}

func (x contentOf[C]) Words(to Audience) NoticeWords {
	return NoticeWords{What: x.fill(x.What(x.c), to), ToDo: x.fill(x.ToDo(x.c, to), to)}
}

func (x contentOf[C]) takenBack(to Audience) (w value.Words) {
	if x.TakenBack == nil {
		return w
	}
	return x.fill(x.TakenBack(x.c), to)
}

func (x contentOf[C]) fill(w value.Words, to Audience) value.Words {
	in := func(l value.Lang) string {
		return Fill(w.In(l), l, func(name string) string { return x.value(name, to).In(l) })
	}
	return value.Words{ID: in(value.Indonesian), EN: in(value.English)}
}

// value is what stands for a {field}.
func (x contentOf[C]) value(name string, to Audience) value.Words {
	if f := x.Values[name]; f != nil {
		return f(x.c, to)
	}
	v := reflect.ValueOf(x.c)
	for _, m := range value.Members(v.Type()) {
		if m.Name == name {
			return to.Say(v.FieldByIndex(m.Index).Interface())
		}
	}
	return value.Words{}
}

// UnknownFields are the {fields} of the sentences that the notice does not have.
func (x contentOf[C]) UnknownFields(to Audience) (names []string) {
	has := map[string]bool{}
	for name := range x.Values {
		has[name] = true
	}
	for _, m := range value.Members(reflect.TypeFor[C]()) {
		has[m.Name] = true
	}
	sentences := []value.Words{x.What(x.c), x.ToDo(x.c, to)}
	if x.TakenBack != nil {
		sentences = append(sentences, x.TakenBack(x.c))
	}
	for _, w := range sentences {
		for name := range Placeholders(w.ID + w.EN) {
			if !has[name] {
				names = append(names, name)
			}
		}
	}
	return names
}

// StateOf is the state of another aggregate, as known.
func StateOf[S any](known Lookup, r value.Ref) (s S) {
	a, _ := known.Aggregate(r)
	s, _ = a.State.(S)
	return s
}

// FirstWords are the words, or others where they say nothing.
func FirstWords(w, or value.Words) value.Words {
	return value.Words{ID: firstOf(w.ID, or.ID), EN: firstOf(w.EN, or.EN)}
}

func firstOf(s, or string) string {
	if s != "" {
		return s
	}
	return or
}

func AnyOf[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}
