package projections

import (
	"context"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// deferrals answers how often a signing was put off, and why.
var deferrals = View{Name: "deferrals", Letter: 'D', Version: 1, Kind: value.KindEngagement,
	Orders: []Order{
		{'a', "planned engagement seq", "all"},
		{'i', "instrument planned engagement seq", "of a document"},
	},
	Parts: func(a fact.Aggregate) []any { return []any{a.State.(domain.Engagement).Deferrals} },
	Rows: func(a fact.Aggregate, rs *Rows) {
		for _, d := range a.State.(domain.Engagement).Deferrals {
			payload := encoded(DeferralRow{Engagement: value.EngagementID(a.Ref.ID), Deferral: d})
			end := func(k Key) Key { return k.Moment(d.Planned.SortKey()).ID(a.Ref.ID).Num(d.Seq) }
			rs.Add(end(rs.Key('a')), payload)
			for _, in := range appendNew(nil, d.Documents) {
				rs.Add(end(rs.Key('i').ID(string(in))), payload)
			}
		}
	}}

// Deferrals answers which signings were put off, and why, by the day they were
// planned for.
func (v *Views) Deferrals(_ context.Context, q DeferralsAsked) (p Page[DeferralRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		prefix := deferrals.Key('a')
		p.Rows = page(r, func(yield func([]byte, DeferralRow) bool) {
			for k, b := range r.scan(prefix, r.after(prefix)) {
				if d, ok := r.deferral(b); ok && (!q.Open || r.unsigned(d.Documents)) && !yield(k, d) {
					return
				}
			}
		})
		p.Head = r.done(value.KindEngagement)
	})
	return p, err
}

// unsigned reports whether one of the documents is not signed by all for
// certain, or none is named.
func (r *Reader) unsigned(ids []value.InstrumentID) bool {
	return len(ids) == 0 || slices.ContainsFunc(ids, func(id value.InstrumentID) bool {
		s := r.stateOf(id)
		return s != domain.StateFullySigned && s != domain.StateInForce
	})
}

// deferral reads a row; false where it surely came after the day asked.
func (r *Reader) deferral(b []byte) (DeferralRow, bool) {
	d := decoded[DeferralRow](r, b)
	if d.Planned.By(r.asOf()) == value.No {
		return d, false
	}
	mention(r, d.Engagement)
	mention(r, d.Documents...)
	mentionTold(r, d.Occasion)
	mentionTold(r, d.Absent)
	mentionTold(r, d.SaidBy.Office)
	mentionTold(r, d.SaidBy.Party)
	return d, true
}

// deferralsOf are the deferrals of a document's signing, the earliest first.
func (r *Reader) deferralsOf(id value.InstrumentID) (ds []DeferralRow) {
	for _, b := range r.scan(deferrals.Key('i').ID(string(id)), nil) {
		if d, ok := r.deferral(b); ok {
			ds = append(ds, d)
		}
	}
	return ds
}
