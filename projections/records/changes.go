package records

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Change is what a later record makes of one: which fields it changed, the old
// value before the new, what sources it added, or that it did not happen.
type Change struct {
	Seq         uint64           `json:"seq"`
	Record      value.RecordID   `json:"record"`
	Recorded    time.Time        `json:"recorded"`
	By          fact.By          `json:"by"`
	Confirmed   uint64           `json:"confirmed,omitzero"` // the record that confirmed it
	ConfirmedBy fact.By          `json:"confirmedBy,omitzero"`
	NotHappened bool             `json:"notHappened,omitzero"`
	Reason      string           `json:"reason,omitempty"`
	Authority   string           `json:"authority,omitempty"`
	Fields      []Detail         `json:"fields,omitempty"`
	Sources     []value.Evidence `json:"sources,omitempty"` // further ones
	SaidBy      value.AssertedBy `json:"assertedBy,omitzero"`
	Sentence    value.Words      `json:"sentence"`
	Marked      Marked           `json:"-"` // the sentence, with what it takes out and puts in
}

// Reading is how a record is read now.
type Reading struct {
	Since    uint64      `json:"since"` // the last record that changed how
	Sentence value.Words `json:"sentence"`
	Occurred value.When  `json:"occurred,omitzero"`
	Grade    value.Grade `json:"grade,omitempty"` // the best of all its sources
}

// When is when it happened, as it is read now.
func (r HistoryRow) When() value.When {
	if r.Reads != nil {
		return r.Reads.Occurred
	}
	return r.Occurred
}

// Best is the best grade of the record, as it is read now.
func (r HistoryRow) Best() value.Grade {
	if r.Reads != nil {
		return r.Reads.Grade
	}
	return r.Grade
}

// readsNow is how the entry is read, nil where it is read as it was written: since
// the last change of what it says, or else of what it rests on.
func readsNow(r *engine.Reader, a fact.Aggregate, e fact.Entry, cs []Change) *Reading {
	if len(cs) == 0 {
		return nil
	}
	since := cs[len(cs)-1].Seq
	for _, c := range cs {
		if len(c.Fields) > 0 {
			since = c.Seq
		}
	}
	return &Reading{Since: since, Sentence: sentence(r, a, e, nil), Occurred: e.Data.Occurred, Grade: e.Grade()}
}

// changes are what later records make of an entry, in their order.
func changes(r *engine.Reader, a fact.Aggregate, e fact.Entry) (out []Change) {
	for _, c := range a.Changes(e) {
		x := Change{Seq: c.By.Record.Seq, Record: c.By.ID, Recorded: c.By.Time, By: c.By.Record.Data.By,
			NotHappened: c.Reads.Retracted, Fields: changedFields(r, a, c)}
		if c.Confirmed.Record != nil {
			x.Confirmed, x.ConfirmedBy = c.Confirmed.Record.Seq, c.Confirmed.Record.Data.By
		}
		switch f := c.By.Data.Fact.(type) {
		case fact.FactCorrected:
			x.Reason, x.Authority = f.Reason, f.Authority
		case fact.SourceAdded:
			x.Sources, x.SaidBy = c.By.Data.Evidence, c.By.Data.AssertedBy
		case fact.DetailStated:
			x.SaidBy = c.By.Data.AssertedBy
		}
		x.Marked = Marked{ID: x.marked(r, c, value.Indonesian), EN: x.marked(r, c, value.English)}
		x.Sentence = value.Words{ID: plain(x.Marked.ID), EN: plain(x.Marked.EN)}
		out = append(out, x)
	}
	return out
}

// Piece is a stretch of a sentence about a change.
type Piece struct {
	Text    string
	Out, In bool // it stood there before; it stands there since
}

// Marked is a sentence in both languages, in pieces.
type Marked struct{ ID, EN []Piece }

// Pieces are the sentence in one language.
func (m Marked) Pieces(l value.Lang) []Piece {
	if l == value.English {
		return m.EN
	}
	return m.ID
}

func plain(ps []Piece) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Text)
	}
	return b.String()
}

// phrasing is how a change of one field is told, in the words around its old and
// its new value.
type phrasing struct{ from, added, removed value.Words }

var (
	corrected = phrasing{
		from:    value.Words{ID: "“%s” diperbaiki dari |%s| menjadi |%s", EN: "“%s” was corrected from |%s| to |%s"},
		added:   value.Words{ID: "“%s” ditambahkan: |%s", EN: "“%s” was added: |%s"},
		removed: value.Words{ID: "“%s” dihapus, semula |%s", EN: "“%s” was removed, formerly |%s"}}
	detailed = phrasing{
		from:    value.Words{ID: "“%s” dirinci dari |%s| menjadi |%s", EN: "“%s” was detailed from |%s| to |%s"},
		added:   value.Words{ID: "“%s” dirinci: |%s", EN: "“%s” was detailed: |%s"},
		removed: corrected.removed}
	stated = phrasing{
		from:    value.Words{ID: "%s dari |%s| menjadi |%s", EN: "%s from |%s| to |%s"},
		added:   value.Words{ID: "%s |%s", EN: "%s |%s"},
		removed: value.Words{ID: "%s dihapus, semula |%s", EN: "%s removed, formerly |%s"}}

	wasRetracted = value.Words{ID: "dinyatakan tidak terjadi", EN: "declared not to have happened"}
	wasRestored  = value.Words{ID: "dinyatakan terjadi", EN: "declared to have happened after all"}
	wasSourced   = value.Words{ID: "sumber ditambahkan: %s", EN: "a source added: %s"}
	onWhoseWord  = value.Words{ID: " (menurut %s)", EN: " (on the word of %s)"}
	sinceRecord  = value.Words{ID: ", sejak catatan %d", EN: ", since record %d"}
	byWhom       = value.Words{ID: " oleh %s", EN: " by %s"}
	confirmedBy  = value.Words{ID: ", dikuatkan%s pada catatan %d", EN: ", confirmed%s in record %d"}
	forReason    = value.Words{ID: " Alasan: %s.", EN: " Reason: %s."}
	onAuthority  = value.Words{ID: " Dasar: %s.", EN: " Authority: %s."}
)

// change tells one changed field.
func (d Detail) change(how phrasing, l value.Lang) []Piece {
	label, was, reads := d.Label.In(l), d.Was.In(l), d.Text.In(l)
	text := func(w value.Words) string { return w.In(l) }
	switch {
	case was == "":
		before, _, _ := strings.Cut(text(how.added), "|")
		return []Piece{{Text: fmt.Sprintf(before, label)}, {Text: reads, In: true}}
	case reads == "":
		before, _, _ := strings.Cut(text(how.removed), "|")
		return []Piece{{Text: fmt.Sprintf(before, label)}, {Text: was, Out: true}}
	}
	parts := strings.Split(text(how.from), "|")
	return []Piece{{Text: fmt.Sprintf(parts[0], label)}, {Text: was, Out: true}, {Text: parts[2]}, {Text: reads, In: true}}
}

// marked tells the change in one sentence: what, by whom, since which record, why.
func (x Change) marked(r *engine.Reader, c fact.Change, l value.Lang) []Piece {
	var ps []Piece
	and := func(more ...Piece) {
		if len(ps) > 0 {
			ps = append(ps, Piece{Text: "; "})
		}
		ps = append(ps, more...)
	}
	if c.Was.Retracted != c.Reads.Retracted {
		w := wasRestored
		if c.Reads.Retracted {
			w = wasRetracted
		}
		and(Piece{Text: w.In(l)})
	}
	how := corrected
	if _, ok := c.By.Data.Fact.(fact.DetailStated); ok {
		how = detailed
	}
	for _, d := range x.Fields {
		and(d.change(how, l)...)
	}
	if len(x.Sources) > 0 {
		and(Piece{Text: wasSourced.With(cites(x.Sources, l)).In(l)})
	}
	ps = append(ps, Piece{Text: x.speaker(r, l) + x.end(l)})
	first, n := utf8.DecodeRuneInString(ps[0].Text)
	ps[0].Text = string(unicode.ToUpper(first)) + ps[0].Text[n:]
	return ps
}

func (x Change) speaker(r *engine.Reader, l value.Lang) string {
	by := x.SaidBy.Format(l, r.Name)
	if by == "" {
		return ""
	}
	return onWhoseWord.With(by).In(l)
}

// end says by whom, since when and why.
func (x Change) end(l value.Lang) string {
	s := who(x.By, l) + sinceRecord.With(x.Seq).In(l)
	if x.Confirmed > 0 {
		s += confirmedBy.With(who(x.ConfirmedBy, l), x.Confirmed).In(l)
	}
	s += "."
	if x.Reason != "" {
		s += forReason.With(strings.TrimSuffix(x.Reason, ".")).In(l)
	}
	if x.Authority != "" {
		s += onAuthority.With(strings.TrimSuffix(x.Authority, ".")).In(l)
	}
	return s
}

// who is the recorder as far as one is known.
func who(by fact.By, l value.Lang) string {
	name := by.Name
	if name == "" && by.Actor != "local" {
		name = by.Actor
	}
	if name == "" {
		return ""
	}
	return byWhom.With(name).In(l)
}

// cites names the sources, or at least their grade.
func cites(ev []value.Evidence, l value.Lang) string {
	var parts []string
	for _, e := range ev {
		s := e.Cite()
		if g := value.BestGrade([]value.Evidence{e}); g != "" {
			s = strings.TrimSpace(s + " [" + g.Label(l) + "]")
		}
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}
