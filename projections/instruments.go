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

// instruments answers which documents there are, of whom, and under which. What
// a document's state is depends on the day asked, and is computed then.
var instruments = engine.View{Name: "instruments", Letter: 'I', Version: 3, Kind: value.KindInstrument,
	Orders: []engine.Order{
		{Letter: 'a', Key: "instrument", Of: "all; the payload is the text that can be searched"},
		{Letter: 'p', Key: "party instrument", Of: "of each party that is, or may be, one of its"},
		{Letter: 'u', Key: "instrument instrument", Of: "the documents that are, or may be, under one"},
	},
	Parts: func(fact.Aggregate) iter.Seq[engine.Part] {
		return slices.Values([]engine.Part{textPart, partiesPart})
	},
	Changed: func(_, _ fact.Aggregate, e fact.Entry) engine.Changed {
		switch e.Data.Fact.(type) {
		case domain.SignedByParty, domain.TextFinalised, domain.TermStated, domain.TermExtended, domain.InstrumentEnded, domain.PendingSignatoryReminded,
			fact.StatementRecorded, fact.AccountUpheld, fact.AccountSetAside:
			if numbersIn([]fact.Entry{e}) == nil {
				return engine.Nothing
			}
			return engine.Only(textPart)
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		in := a.State.(domain.Instrument)
		switch {
		case !in.Drafted:
		case p == textPart:
			rs.Add(rs.Key('a').ID(a.Ref.ID), []byte(searchable(in, a.Entries)))
		default:
			for _, p := range partiesOf(in) {
				rs.Add(rs.Key('p').ID(string(p)).ID(a.Ref.ID), nil)
			}
			for _, up := range in.Under.Candidates() {
				rs.Add(rs.Key('u').ID(string(up)).ID(a.Ref.ID), nil)
			}
		}
	}}

// A document's parts are the text that can be searched, which grows with the
// numbers of its papers, and whose it is and what it is under. So that text stands
// once, and not with each of hundreds of parties again.
var (
	textPart    = engine.Part{Text: "text"}
	partiesPart = engine.Part{Text: "parties"}
)

// searchable is what a search for words looks at, in lower case.
func searchable(in domain.Instrument, entries []fact.Entry) string {
	parts := append([]string{in.Title}, in.Fields...)
	for x := range in.Items.All() {
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
			question.TextParam("q", &f.Text, value.Words{ID: "kata dari judul atau bidang, atau nomor suratnya", EN: "words of the title or a field, or a number of its papers"}),
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
	Row: func(r *engine.Reader, f InstrumentFilter, k, text []byte) (row InstrumentRow, ok bool) {
		id := value.InstrumentID(engine.Unpacked(k[len(k)-16:]))
		if words := f.words(); len(words) > 0 && f.Party != "" {
			text, _ = r.One(instruments.Key('a').ID(string(id)))
		}
		if !holdsAll(string(text), f.words()) || f.State != "" && stateOf(r, id) != f.State {
			return row, false
		}
		row, ok = instrument(r, id)
		return row, ok && (f.Field == "" || row.about(strings.ToLower(f.Field)))
	},
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
	Text  string // words of the title or a field, or a number of its papers
}

func (q InstrumentFilter) prefix() engine.Key {
	if q.Party != "" {
		return instruments.Key('p').ID(string(q.Party))
	}
	return instruments.Key('a')
}

// words are what the text of a document must hold.
func (q InstrumentFilter) words() []string {
	return strings.Fields(strings.ToLower(q.Text + " " + q.Field))
}

// stateOf is how far a document has come, without the rest of its row.
func stateOf(r *engine.Reader, id value.InstrumentID) domain.InstrumentState {
	in, _, _ := engine.State[domain.Instrument](r, id.Ref())
	return in.StateAt(r.AsOf())
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
