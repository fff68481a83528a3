package projections

import (
	"context"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// copies answers where the originals are: what was handed over, to whom, and
// whether a receipt is on record.
var copies = View{Name: "copies", Letter: 'C', Version: 1, Kind: value.KindEngagement,
	Orders: []Order{
		{'a', "day engagement seq", "all"},
		{'i', "instrument day engagement seq", "of a document"},
		{'w', "day engagement seq", "those without a receipt"},
	},
	Parts: func(a fact.Aggregate) []any { return []any{a.State.(domain.Engagement).Deliveries} },
	Rows: func(a fact.Aggregate, rs *Rows) {
		for _, d := range a.State.(domain.Engagement).Deliveries {
			payload := encoded(CopyRow{Engagement: value.EngagementID(a.Ref.ID), Delivery: d})
			end := func(k Key) Key { return k.Moment(d.When.SortKey()).ID(a.Ref.ID).Num(d.Seq) }
			rs.Add(end(rs.Key('a')), payload)
			if d.Receipt != value.Yes {
				rs.Add(end(rs.Key('w')), payload)
			}
			for _, in := range documentsOf(d) {
				rs.Add(end(rs.Key('i').ID(string(in))), payload)
			}
		}
	}}

func documentsOf(d domain.Delivery) (ids []value.InstrumentID) {
	for _, x := range d.Papers {
		ids = appendNew(ids, x.Document.Candidates())
	}
	return ids
}

// Copies answers what was handed over.
func (v *Views) Copies(_ context.Context, q CopiesAsked) (p Page[CopyRow], err error) {
	err = v.ask(q.Asked, func(r *Reader) {
		prefix := copies.Key('a')
		if q.Waiting {
			prefix = copies.Key('w')
		}
		p.Rows = page(r, func(yield func([]byte, CopyRow) bool) {
			for k, b := range r.scan(prefix, r.after(prefix)) {
				if c, ok := r.copied(b); ok && !yield(k, c) {
					return
				}
			}
		})
		p.Head = r.done(value.KindEngagement)
	})
	return p, err
}

// copied reads a row and counts its days; false where it surely came after the
// day asked.
func (r *Reader) copied(b []byte) (CopyRow, bool) {
	c := decoded[CopyRow](r, b)
	if c.When.By(r.asOf()) == value.No {
		return c, false
	}
	if w, ok := value.WorkingDaysSince(c.When, r.asOf()); ok && c.Receipt != value.Yes {
		c.Waiting = &w
	}
	handedOver, known := c.When.Latest()
	for _, id := range documentsOf(c.Delivery) {
		mention(r, id)
		for _, d := range r.deferralsOf(id) {
			if w, ok := value.WorkingDaysSince(d.Planned, handedOver); ok && known && c.SinceDeferral == nil {
				c.SinceDeferral = &w
			}
		}
	}
	mention(r, c.Engagement)
	mentionTold(r, c.From)
	mentionTold(r, c.To)
	return c, true
}

// copiesOf are the hand-overs of a document.
func (r *Reader) copiesOf(id value.InstrumentID) (cs []CopyRow) {
	for _, b := range r.scan(copies.Key('i').ID(string(id)), nil) {
		if c, ok := r.copied(b); ok {
			cs = append(cs, c)
		}
	}
	return cs
}
