package projections

import (
	"context"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// accounts tells of which aggregates anybody's account is on record. Whether
// accounts differ depends on what offices and parties are called, which is
// another aggregate's matter, and is judged when it is asked.
var accounts = View{Name: "accounts", Letter: 'A', Version: 1,
	Orders: []Order{{'a', "kind 0 id", "all"}},
	Parts:  func(fact.Aggregate) []any { return nil }, // an account is a record about records
	Rows: func(a fact.Aggregate, rs *Rows) {
		if a.HasAccounts() {
			rs.Add(rs.Key('a').Text(string(a.Ref.Kind)).ID(a.Ref.ID), nil)
		}
	}}

// Accounts answers on what accounts differ, or on what there are any.
func (v *Views) Accounts(_ context.Context, q AccountsAsked) (p Page[QuestionRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		prefix := accounts.Key('a')
		if q.Ref.Kind != "" {
			prefix = prefix.Text(string(q.Ref.Kind)).ID(q.Ref.ID)
		}
		p.Rows = page(r, func(yield func([]byte, QuestionRow) bool) {
			skip, from := r.within(prefix)
			for k := range r.scanFrom(prefix, from) {
				for i, row := range r.questions(accountRef(k)) {
					if skip--; skip < 0 && (row.Differ || q.All) && !yield(Key(slices.Clone(k)).Num(uint64(i+1)), row) {
						return
					}
				}
			}
		})
		p.Head = r.done(value.Kinds()...)
	})
	return p, err
}

func accountRef(k []byte) value.Ref {
	return value.Ref{Kind: value.Kind(k[2 : len(k)-17]), ID: unpacked(k[len(k)-16:])}
}

// within takes apart a cursor that stands among the questions of one aggregate:
// how many of them to pass over, and the key of that aggregate.
func (r *Reader) within(prefix []byte) (skip int, from []byte) {
	c := r.after(prefix)
	if len(c) < len(prefix)+8 {
		return 0, prefix
	}
	return int(number(c[len(c)-8:])), c[:len(c)-8]
}

// questions are what there are accounts on, as people read them.
func (r *Reader) questions(ref value.Ref) (out []QuestionRow) {
	a, ok := r.Aggregate(ref)
	if !ok {
		return nil
	}
	r.mention(ref)
	id, en := a.Questions(value.Indonesian, r.name), a.Questions(value.English, r.name)
	for i, q := range id {
		row := QuestionRow{Ref: ref, Record: q.Record, Field: q.Field, Label: r.label(a, q), Slot: q.Slot, About: q.About,
			Differ: q.Differ, Upheld: q.Upheld}
		for j, x := range q.Accounts {
			row.Accounts = append(row.Accounts, r.account(x, en[i].Accounts[j]))
		}
		out = append(out, row)
	}
	return out
}

// label is what the field is called on which there are accounts, or which
// party's signature they are about.
func (r *Reader) label(a fact.Aggregate, q fact.Question) value.Words {
	if q.Slot != "" {
		return r.slotLabel(a, q.Slot)
	}
	e, ok := a.Record(q.Record)
	if !ok || q.Field == "" {
		return value.Words{}
	}
	w, _ := e.FieldWords(q.Field)
	return w
}

func (r *Reader) slotLabel(a fact.Aggregate, slot value.Slot) (w value.Words) {
	in, _ := a.State.(domain.Instrument)
	for _, x := range in.Signatories {
		if party := x.Party; x.Slot == slot && !party.IsZero() {
			w.ID = whetherParty.With(party.Format(value.Indonesian, r.name), slot).ID
			w.EN = whetherParty.With(party.Format(value.English, r.name), slot).EN
		}
	}
	return w
}

func (r *Reader) account(id, en fact.Account) AccountRow {
	d := id.Entry.Data
	row := AccountRow{
		Record: id.Entry.ID, Seq: id.Entry.Seq, Says: value.Words{ID: id.Says, EN: en.Says}, Own: id.Own, Denies: id.Denies,
		Occurred: id.Occurred, Grade: d.Grade(), SaidBy: d.AssertedBy, Sources: d.Evidence, SetAside: id.IsAside, Reason: id.Aside,
	}
	if f, ok := d.Fact.(fact.StatementRecorded); ok {
		row.Quote = f.Words
	}
	mentionTold(r, d.AssertedBy.Office)
	mentionTold(r, d.AssertedBy.Party)
	return row
}
