package projections

import (
	"iter"
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// instruments answers which documents there are, of whom, and under which, and
// what can be searched of them. What a document's state is depends on the day
// asked, and is computed then.
var instruments = engine.View{Name: "instruments", Letter: 'I', Version: 4, Kind: value.KindInstrument,
	Orders: []engine.Order{
		{Letter: 'a', Key: "instrument", Of: "all"},
		{Letter: 'p', Key: "party instrument", Of: "of each party that is, or may be, one of its"},
		{Letter: 't', Key: "instrument seq", Of: "of each record that can be searched; the payload is its text, folded, and whom it names"},
		{Letter: 'u', Key: "instrument instrument", Of: "the documents that are, or may be, under one"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return numbered(len(a.Entries), partiesPart)
	},
	Changed: func(_, after fact.Aggregate, e fact.Entry) engine.Changed {
		switch e.Data.Fact.(type) {
		case domain.SignedByParty, domain.TextFinalised, domain.BundleItemised, domain.TermStated, domain.TermExtended, domain.InstrumentEnded,
			domain.PendingSignatoryReminded, fact.StatementRecorded, fact.AccountUpheld, fact.AccountSetAside:
			return newest(len(after.Entries))
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		in := a.State.(domain.Instrument)
		if !in.Drafted {
			return
		}
		if e, ok := nth(a.Entries, p); ok {
			if b := searchable(e); len(b) > 0 {
				rs.Add(rs.Key('t').ID(a.Ref.ID).Num(e.Seq), b)
			}
			return
		}
		if p != partiesPart {
			return
		}
		rs.Add(rs.Key('a').ID(a.Ref.ID), nil)
		for _, p := range partiesOf(in) {
			rs.Add(rs.Key('p').ID(string(p)).ID(a.Ref.ID), nil)
		}
		for _, up := range in.Under.Candidates() {
			rs.Add(rs.Key('u').ID(string(up)).ID(a.Ref.ID), nil)
		}
	}}

// A document's parts are its records, each with the text of its own that can be
// searched, and whose it is and what it is under. So a signature adds its text, and
// not that of hundreds before it again.
var partiesPart = engine.Part{Text: "parties"}

func partiesOf(in domain.Instrument) (ps []value.PartyID) {
	seen := map[value.PartyID]bool{}
	for x := range in.Signatories.All() {
		for _, p := range x.Party.Candidates() {
			if !seen[p] {
				seen[p], ps = true, append(ps, p)
			}
		}
	}
	return ps
}

// Instruments is the question where documents stand.
var Instruments = question.Query[InstrumentFilter, InstrumentRow]{
	Name: "instruments", Command: "list instrument", Alias: "naskah",
	Words:   value.Words{ID: "Naskah dan keadaannya", EN: "Documents and where they stand"},
	Example: []string{"--party 64", "--q kelautan --state partly-signed"},
	Kinds:   []value.Kind{value.KindInstrument},
	Params: func(f *InstrumentFilter) []question.Param {
		return []question.Param{
			question.IDParam("party", &f.Party, ofParty),
			question.ChoiceParam("state", &f.State, domain.InstrumentState("").Choices(), value.Words{ID: "keadaan naskah", EN: "where the document stands"}),
			question.TextParam("field", &f.Field, value.Words{ID: "bidang", EN: "field"}),
			question.TextParam("q", &f.Text, value.Words{
				ID: "kata dari judul, bidang, keterangan, nama penanda tangan, pihak atau jabatan, atau nomor suratnya",
				EN: "words of the title, a field, an account, the name of a signer, a party or an office, or a number of its papers"}),
		}
	},
	Columns: []question.Column[InstrumentRow]{
		{Name: "document", Words: WordDocument, Cell: func(r InstrumentRow, l question.Locale) string { return l.Name(r.Instrument.Ref()) }, Ref: func(r InstrumentRow) value.Ref { return r.Instrument.Ref() }},
		{Name: "kind", Words: value.Words{ID: "jenis", EN: "kind"}, Cell: func(r InstrumentRow, l question.Locale) string { return formatted(l, r.Sort) }},
		{Name: "count", Words: value.Words{ID: "banyaknya", EN: "number"}, Cell: func(r InstrumentRow, l question.Locale) string { return stated(l, r.Count) }},
		{Name: "parties", Words: WordParty, Cell: func(r InstrumentRow, l question.Locale) string { return named(l, r.Parties) }},
		{Name: "state", Words: WordState, Cell: func(r InstrumentRow, l question.Locale) string { return r.State.Label(l.Lang) }},
		{Name: "in_force", Words: value.Words{ID: "berlaku", EN: "in force"}, Cell: func(r InstrumentRow, l question.Locale) string { return r.InForce.In(l.Lang) }},
		{Name: "from", Words: value.Words{ID: "mulai berlaku", EN: "from"}, Cell: func(r InstrumentRow, l question.Locale) string { return r.Term.From.In(l.Lang) }},
		{Name: "until", Words: value.Words{ID: "sampai", EN: "until"}, Cell: func(r InstrumentRow, l question.Locale) string { return r.Term.UntilIn(l.Lang) }},
		{Name: "id", Words: question.WordID, Technical: true, Cell: func(r InstrumentRow, _ question.Locale) string { return string(r.Instrument) }},
	},
	Keys: func(f InstrumentFilter) question.Keys { return question.Keys{Prefix: f.prefix(), Tail: 16} },
	Rows: instrumentsIn,
	Total: func(r *engine.Reader, f InstrumentFilter) int {
		if f.State == "" && f.Text == "" && f.Field == "" && !r.Past() && !r.Selects() {
			return question.Count(r.Scan(f.prefix(), nil))
		}
		return r.Head.Total
	},
}

// InstrumentFilter narrows the documents.
type InstrumentFilter struct {
	Party value.PartyID
	State domain.InstrumentState
	Field string // a field it is about, or part of its name
	Text  string // words of what can be searched of it; see [searchable]
}

func (q InstrumentFilter) prefix() engine.Key {
	switch {
	case q.Party != "":
		return instruments.Key('p').ID(string(q.Party))
	case q.searches():
		return instruments.Key('t')
	}
	return instruments.Key('a')
}

// searches reports whether something must be found in a document's text.
func (q InstrumentFilter) searches() bool { return value.Fold(q.Text+" "+q.Field) != "" }

// instrumentsIn goes through the documents that fit what is asked.
func instrumentsIn(r *engine.Reader, q InstrumentFilter, in question.Range) iter.Seq2[[]byte, InstrumentRow] {
	return func(yield func([]byte, InstrumentRow) bool) {
		wanted := newSearch(r, q.Text)
		field := value.Fold(q.Field)
		for k, text := range q.documents(r, in) {
			id := value.InstrumentID(engine.Unpacked(k[len(k)-16:]))
			if text != nil && !(wanted.finds(text) && text.holds(field)) || q.State != "" && stateOf(r, id) != q.State {
				continue
			}
			row, ok := instrument(r, id)
			if ok && (field == "" || row.about(field)) && !yield(k, row) {
				return
			}
		}
	}
}

// documents goes through those that may fit, with what can be searched of each
// where that is asked for.
func (q InstrumentFilter) documents(r *engine.Reader, in question.Range) iter.Seq2[[]byte, *written] {
	switch {
	case !q.searches():
		return func(yield func([]byte, *written) bool) {
			for k := range r.Scan(in.Prefix, in.After) {
				if !yield(k, nil) {
					return
				}
			}
		}
	case q.Party == "":
		return allWritten(r, in)
	}
	return func(yield func([]byte, *written) bool) {
		for k := range r.Scan(in.Prefix, in.After) {
			w := &written{}
			for _, b := range r.Scan(append(instruments.Key('t'), k[len(k)-16:]...), nil) {
				w.add(b)
			}
			if !yield(k, w) {
				return
			}
		}
	}
}

// stateOf is how far a document has come, without the rest of its row.
func stateOf(r *engine.Reader, id value.InstrumentID) domain.InstrumentState {
	in, _, _ := engine.State[domain.Instrument](r, id.Ref())
	return in.StateAt(r.AsOf())
}

// about reports whether one of the document's fields holds the text, folded.
func (row InstrumentRow) about(field string) bool {
	holds := func(s string) bool { return strings.Contains(value.Fold(s), field) }
	return slices.ContainsFunc(row.Fields, holds) ||
		slices.ContainsFunc(row.Items, func(x domain.Item) bool { return holds(x.Field) })
}

// instrument is where a document stands as of the day asked.
func instrument(r *engine.Reader, id value.InstrumentID) (row InstrumentRow, ok bool) {
	in, _, ok := engine.State[domain.Instrument](r, id.Ref())
	if !ok || !in.Drafted {
		return row, false
	}
	at := in.StandingAt(r.AsOf())
	if at.State == domain.StateNotDrafted {
		return row, false
	}
	return instrumentRow(r, id, in, at), true
}

func instrumentRow(r *engine.Reader, id value.InstrumentID, in domain.Instrument, at domain.Standing) InstrumentRow {
	row := InstrumentRow{
		Instrument: id, Title: in.Title, Sort: in.Sort, Bundle: in.Bundle, Count: in.Count, Items: in.Items.Slice(),
		Under: in.Under, Fields: in.Fields, Parties: partiesOf(in), State: at.State, Signed: at.Signed, InForce: at.InForce, Term: at.Term, Slots: at.Slots,
	}
	engine.Mention(r, id)
	engine.Mention(r, row.Parties...)
	engine.MentionTold(r, row.Under)
	for _, s := range row.Slots {
		engine.MentionTold(r, s.Office)
		for _, sig := range s.Signatures {
			engine.MentionTold(r, sig.Office)
			engine.MentionTold(r, sig.SaidBy.Office)
			engine.MentionTold(r, sig.SaidBy.Party)
		}
	}
	return row
}
