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

// accounts tells of which aggregates anybody's account is on record. Whether
// accounts differ depends on what offices and parties are called, which is
// another aggregate's matter, and is judged when it is asked.
var accounts = engine.View{Name: "accounts", Letter: 'A', Version: 1,
	Orders: []engine.Order{{Letter: 'a', Key: "kind 0 id", Of: "all"}},
	Changed: func(before, _ fact.Aggregate, e fact.Entry) engine.Changed {
		if _, ok := e.Data.Fact.(fact.StatementRecorded); ok && !before.HasAccounts() {
			return engine.Anything
		}
		return engine.Nothing
	},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		if a.HasAccounts() {
			rs.Add(rs.Key('a').Text(string(a.Ref.Kind)).ID(a.Ref.ID), nil)
		}
	}}

// Accounts is the question on what accounts differ, or on what there are any.
var Accounts = question.Query[AccountFilter, QuestionRow]{
	Name: "accounts", Alias: "keterangan",
	Words:   value.Words{ID: "Keterangan yang berbeda", EN: "Where accounts differ"},
	Example: []string{"", "engagement/0190a5f3-… --all"},
	Kinds:   value.Kinds(),
	Params: func(f *AccountFilter) []question.Param {
		return []question.Param{
			question.ReferenceParam("ref", &f.Ref, question.OfAnything).Argument(),
			question.BooleanParam("all", &f.All, value.Words{ID: "juga yang keterangannya sejalan atau berdiri sendiri", EN: "also where accounts agree or one stands alone"}),
		}
	},
	Columns: []question.Column[QuestionRow]{
		{Name: "about", Words: value.Words{ID: "tentang", EN: "about"}, Cell: func(r QuestionRow, l question.Locale) string { return l.Name(r.Ref) }, Ref: func(r QuestionRow) value.Ref { return r.Ref }},
		{Name: "question", Words: value.Words{ID: "hal", EN: "question"}, Cell: func(r QuestionRow, l question.Locale) string { return r.Title(l.Lang) }},
		{Name: "standing", Words: WordState, Cell: func(r QuestionRow, l question.Locale) string { return r.Standing(l.Lang) }},
		{Name: "accounts", Words: value.Words{ID: "keterangan", EN: "accounts"}, Cell: func(r QuestionRow, l question.Locale) string { return r.accountsIn(l) }},
	},
	Keys: func(f AccountFilter) question.Keys {
		if f.Ref.Kind != "" {
			return question.Keys{Prefix: accountKey(f.Ref), Tail: 8}
		}
		return question.Keys{Prefix: accounts.Key('a'), Tail: 1 + 1 + 16 + 8}
	},
	Rows: func(r *engine.Reader, f AccountFilter, in question.Range) iter.Seq2[[]byte, QuestionRow] {
		return func(yield func([]byte, QuestionRow) bool) {
			skip, from := within(in)
			for k := range r.ScanFrom(in.Prefix, from) {
				for i, row := range questions(r, accountRef(k)) {
					if skip--; skip < 0 && (row.Differ || f.All) && !yield(engine.Key(slices.Clone(k)).Num(uint64(i+1)), row) {
						return
					}
				}
			}
		}
	},
}

// AccountFilter narrows the questions.
type AccountFilter struct {
	Ref value.Ref
	All bool // also those on which accounts agree, or one stands alone
}

func accountKey(ref value.Ref) engine.Key { return accounts.Key('a').Text(string(ref.Kind)).ID(ref.ID) }

func accountRef(k []byte) value.Ref {
	return value.Ref{Kind: value.Kind(k[2 : len(k)-17]), ID: engine.Unpacked(k[len(k)-16:])}
}

// within takes apart a mark that stands among the questions of one aggregate:
// how many of them to pass over, and the key of that aggregate.
func within(in question.Range) (skip int, from []byte) {
	if in.After == nil {
		return 0, in.Prefix
	}
	end := len(in.After) - 8
	return int(engine.Number(in.After[end:])), in.After[:end]
}

// accountsIn is what each account says, with the number of its record.
func (q QuestionRow) accountsIn(l question.Locale) string {
	var parts []string
	for _, x := range q.Accounts {
		parts = append(parts, x.Text(l.Lang)+recordNumbered.With(x.Seq).In(l.Lang))
	}
	return strings.Join(parts, "; ")
}

var recordNumbered = value.Words{ID: " (catatan %d)", EN: " (record %d)"}

// questions are what there are accounts on, as people read them.
func questions(r *engine.Reader, ref value.Ref) (out []QuestionRow) {
	a, ok := r.Aggregate(ref)
	if !ok {
		return nil
	}
	r.Mention(ref)
	id, en := a.Questions(value.Indonesian, r.Name), a.Questions(value.English, r.Name)
	later := func(x fact.Account) bool { return r.Later(x.Occurred) }
	for i, q := range id {
		if r.Past() {
			q, en[i] = q.Without(later), en[i].Without(later)
		}
		if len(q.Accounts) == 0 {
			continue
		}
		row := QuestionRow{Ref: ref, Record: q.Record, Field: q.Field, Label: label(r, a, q), Slot: q.Slot, About: q.About,
			Differ: q.Differ, Upheld: q.Upheld}
		for j, x := range q.Accounts {
			row.Accounts = append(row.Accounts, account(r, x, en[i].Accounts[j]))
		}
		out = append(out, row)
	}
	return out
}

// label is what the field is called on which there are accounts, or which
// party's signature they are about.
func label(r *engine.Reader, a fact.Aggregate, q fact.Question) value.Words {
	if q.Slot != "" {
		return slotLabel(r, a, q.Slot)
	}
	e, ok := a.Record(q.Record)
	if !ok || q.Field == "" {
		return value.Words{}
	}
	w, _ := e.FieldWords(q.Field)
	return w
}

func slotLabel(r *engine.Reader, a fact.Aggregate, slot value.Slot) (w value.Words) {
	in, _ := a.State.(domain.Instrument)
	for _, x := range in.Signatories.Of(slot) {
		if party := x.Party; !party.IsZero() {
			w.ID = whetherParty.With(party.Format(value.Indonesian, r.Name), slot).ID
			w.EN = whetherParty.With(party.Format(value.English, r.Name), slot).EN
		}
	}
	return w
}

func account(r *engine.Reader, id, en fact.Account) AccountRow {
	d := id.Entry.Data
	row := AccountRow{
		Record: id.Entry.ID, Seq: id.Entry.Seq, Says: value.Words{ID: id.Says, EN: en.Says}, Own: id.Own, Denies: id.Denies,
		Occurred: id.Occurred, Grade: id.Entry.Grade(), SaidBy: d.AssertedBy, Sources: id.Entry.Evidence(), SetAside: id.IsAside, Reason: id.Aside,
	}
	if f, ok := d.Fact.(fact.StatementRecorded); ok {
		row.Quote = f.Words
	}
	engine.MentionTold(r, d.AssertedBy.Office)
	engine.MentionTold(r, d.AssertedBy.Party)
	return row
}
