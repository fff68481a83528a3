package projections

import (
	"context"
	"iter"
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// instruments answers which documents there are, of whom, and under which. What
// a document's state is depends on the day asked, and is computed then.
var instruments = View{Name: "instruments", Letter: 'I', Version: 2, Kind: value.KindInstrument,
	Orders: []Order{
		{'a', "instrument", "all; the payload is the text that can be searched"},
		{'p', "party instrument", "of each party that is, or may be, one of its"},
		{'u', "instrument instrument", "the documents that are, or may be, under one"},
	},
	Parts: func(a fact.Aggregate) []any {
		in := a.State.(domain.Instrument)
		return []any{in.Drafted, in.Title, in.Fields, in.Items, in.Signatories, in.Under}
	},
	Touches: func(e fact.Entry) bool { return numbersIn([]fact.Entry{e}) != nil },
	Rows: func(a fact.Aggregate, rs *Rows) {
		in := a.State.(domain.Instrument)
		if !in.Drafted {
			return
		}
		text := []byte(searchable(in, a.Entries))
		rs.Add(rs.Key('a').ID(a.Ref.ID), text)
		for _, p := range partiesOf(in) {
			rs.Add(rs.Key('p').ID(string(p)).ID(a.Ref.ID), text)
		}
		for _, up := range in.Under.Candidates() {
			rs.Add(rs.Key('u').ID(string(up)).ID(a.Ref.ID), nil)
		}
	}}

// searchable is what a search for words looks at, in lower case.
func searchable(in domain.Instrument, entries []fact.Entry) string {
	parts := append([]string{in.Title}, in.Fields...)
	for _, x := range in.Items {
		parts = append(parts, x.Title, x.Field)
	}
	return strings.ToLower(strings.Join(append(parts, numbersIn(entries)...), "\n"))
}

// numbersIn are the numbers of papers that records rest on.
func numbersIn(entries []fact.Entry) (numbers []string) {
	for _, e := range entries {
		for _, x := range e.Data.Evidence {
			if x.Number != "" {
				numbers = append(numbers, x.Number)
			}
		}
	}
	return numbers
}

func partiesOf(in domain.Instrument) (ps []value.PartyID) {
	for _, x := range in.Signatories {
		ps = appendNew(ps, x.Party.Candidates())
	}
	return ps
}

// Instruments answers where documents stand.
func (v *Views) Instruments(_ context.Context, q InstrumentsAsked) (p Page[InstrumentRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		prefix := instruments.Key('a')
		if q.Party != "" {
			prefix = instruments.Key('p').ID(string(q.Party))
		}
		keys := r.scan(prefix, r.after(prefix))
		p.Rows = page(r, r.instrumentsIn(keys, q))
		if q.State == "" && q.Text == "" && q.Field == "" {
			r.count(prefix)
		}
		p.Head = r.done(value.KindInstrument)
	})
	return p, err
}

func (r *Reader) instrumentsIn(keys iter.Seq2[[]byte, []byte], q InstrumentsAsked) iter.Seq2[[]byte, InstrumentRow] {
	words := strings.Fields(strings.ToLower(q.Text + " " + q.Field))
	return func(yield func([]byte, InstrumentRow) bool) {
		for k, text := range keys {
			if !holdsAll(string(text), words) {
				continue
			}
			id := value.InstrumentID(unpacked(k[len(k)-16:]))
			if q.State != "" && r.stateOf(id) != q.State {
				continue
			}
			row, ok := r.instrument(id)
			if ok && (q.Field == "" || row.about(strings.ToLower(q.Field))) && !yield(k, row) {
				return
			}
		}
	}
}

// stateOf is how far a document has come, without the rest of its row.
func (r *Reader) stateOf(id value.InstrumentID) domain.InstrumentState {
	in, _, _ := state[domain.Instrument](r, id.Ref())
	return in.StateAt(r.asOf())
}

// about reports whether one of the document's fields holds the text.
func (row InstrumentRow) about(field string) bool {
	holds := func(s string) bool { return strings.Contains(strings.ToLower(s), field) }
	return slices.ContainsFunc(row.Fields, holds) ||
		slices.ContainsFunc(row.Items, func(x domain.Item) bool { return holds(x.Field) })
}

func holdsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// instrument is where a document stands as of the day asked.
func (r *Reader) instrument(id value.InstrumentID) (row InstrumentRow, ok bool) {
	in, _, ok := state[domain.Instrument](r, id.Ref())
	if !ok || !in.Drafted {
		return row, false
	}
	row = InstrumentRow{
		Instrument: id, Title: in.Title, Sort: in.Sort, Bundle: in.Bundle, Count: in.Count, Items: in.Items,
		Under: in.Under, Fields: in.Fields, Parties: partiesOf(in),
		State: in.StateAt(r.asOf()), InForce: in.InForce(r.asOf()), Slots: slices.Collect(in.Slots(r.asOf())),
	}
	mention(r, id)
	mention(r, row.Parties...)
	mentionTold(r, row.Under)
	for _, s := range row.Slots {
		mentionTold(r, s.Office)
		for _, sig := range s.Signatures {
			mentionTold(r, sig.Office)
			mentionTold(r, sig.SaidBy.Office)
			mentionTold(r, sig.SaidBy.Party)
		}
	}
	return row, true
}

// countable is how many rows are counted before an answer leaves it at that.
const countable = 20_000

// count tells how many rows a range holds in all.
func (r *Reader) count(prefix []byte) {
	n := 0
	for range r.scan(prefix, nil) {
		if n++; n > countable {
			r.head.Total = -1
			return
		}
	}
	r.head.Total = n
}
