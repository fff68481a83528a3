package projections

import (
	"iter"
	"math"
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// deliveries answers where the originals are: what was handed over, to whom, and
// whether a receipt is on record.
var deliveries = engine.View{Name: "copies", Letter: 'C', Version: 1, Kind: value.KindEngagement,
	Orders: []engine.Order{
		{Letter: 'a', Key: "day engagement seq", Of: "all"},
		{Letter: 'i', Key: "instrument day engagement seq", Of: "of a document"},
		{Letter: 'w', Key: "received day engagement seq", Of: "all; received is the largest number while there is no receipt"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return numbered(len(a.State.(domain.Engagement).Deliveries))
	},
	Changed: func(_, _ fact.Aggregate, e fact.Entry) engine.Changed {
		switch e.Data.Fact.(type) {
		case domain.CopiesDelivered, domain.CopiesReceived: // a receipt may be of any of them
			return engine.Anything
		}
		return engine.Nothing
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		d, ok := nth(a.State.(domain.Engagement).Deliveries, p)
		if !ok {
			return
		}
		payload := engine.Encoded(DeliveryRow{Engagement: value.EngagementID(a.Ref.ID), Delivery: d})
		end := func(k engine.Key) engine.Key { return k.Moment(d.When.SortKey()).ID(a.Ref.ID).Num(d.Seq) }
		rs.Add(end(rs.Key('a')), payload)
		rs.Add(end(rs.Key('w').Moment(received(d))), payload)
		for _, in := range documentsOf(d) {
			rs.Add(end(rs.Key('i').ID(string(in))), payload)
		}
	}}

// received is from when a hand-over's receipt is there.
func received(d domain.Delivery) int64 {
	last, ok := d.Received.Latest()
	switch {
	case d.Receipt != value.Yes:
		return math.MaxInt64
	case !ok:
		return 0
	}
	return last.Unix()
}

func documentsOf(d domain.Delivery) (ids []value.InstrumentID) {
	for _, x := range d.Papers {
		ids = appendNew(ids, x.Document.Candidates())
	}
	return ids
}

// Deliveries is the question what was handed over.
var Deliveries = question.Query[DeliveryFilter, DeliveryRow]{
	Name: "copies", Alias: "penyerahan",
	Words:   value.Words{ID: "Penyerahan naskah", EN: "Hand-overs of papers"},
	Example: []string{"", "--waiting --as-of 2022-08-12"},
	Kinds:   []value.Kind{value.KindEngagement},
	Params: func(f *DeliveryFilter) []question.Param {
		return []question.Param{question.BooleanParam("waiting", &f.Waiting, value.Words{
			ID: "hanya yang belum ada tanda terimanya", EN: "only those without a receipt"})}
	},
	Columns: []question.Column[DeliveryRow]{
		{Name: "when", Words: question.WordWhen, Cell: func(r DeliveryRow, l question.Locale) string { return r.When.In(l.Lang) }, Ref: func(r DeliveryRow) value.Ref { return r.Engagement.Ref() }},
		{Name: "from", Words: value.Words{ID: "dari", EN: "from"}, Cell: func(r DeliveryRow, l question.Locale) string { return formatted(l, r.From) }},
		{Name: "to", Words: value.Words{ID: "kepada", EN: "to"}, Cell: func(r DeliveryRow, l question.Locale) string { return formatted(l, r.To) }},
		{Name: "count", Words: value.Words{ID: "banyaknya", EN: "number"}, Cell: func(r DeliveryRow, l question.Locale) string { return formatted(l, r.Count) }},
		{Name: "papers", Words: value.Words{ID: "rincian", EN: "papers"}, Cell: func(r DeliveryRow, l question.Locale) string { return r.papersIn(l) }},
		{Name: "receipt", Words: value.Words{ID: "tanda terima", EN: "receipt"}, Cell: func(r DeliveryRow, l question.Locale) string { return r.ReceiptLabel(l.Lang) }},
		{Name: "since_deferral", Words: value.Words{ID: "sesudah penundaan", EN: "after the deferral"}, Cell: func(r DeliveryRow, l question.Locale) string {
			if r.SinceDeferral == nil {
				return ""
			}
			return r.SinceDeferral.In(l.Lang)
		}},
		{Name: "grade", Words: question.WordGrade, Cell: func(r DeliveryRow, l question.Locale) string { return r.Grade.Label(l.Lang) }, Seq: func(r DeliveryRow) uint64 { return r.Seq }},
	},
	Keys: func(f DeliveryFilter) question.Keys {
		if f.Waiting {
			return question.Keys{Prefix: f.prefix(), Tail: 8 + 8 + 16 + 8}
		}
		return question.Keys{Prefix: f.prefix(), Tail: 8 + 16 + 8}
	},
	Rows: copiesIn,
}

// copiesIn goes through the hand-overs; those whose receipt was there by then come
// before the others.
func copiesIn(r *engine.Reader, f DeliveryFilter, in question.Range) iter.Seq2[[]byte, DeliveryRow] {
	from := in.Prefix
	if f.Waiting && !r.Selects() {
		from = f.prefix().Moment(r.AsOf().Earliest().Unix())
	}
	if in.After != nil {
		from = append(slices.Clone(in.After), 0)
	}
	return func(yield func([]byte, DeliveryRow) bool) {
		for k, b := range r.ScanFrom(in.Prefix, from) {
			c, ok := copied(r, b)
			if ok && !(f.Waiting && c.Receipt == value.Yes) && !yield(k, c) {
				return
			}
		}
	}
}

// DeliveryFilter narrows the hand-overs.
type DeliveryFilter struct {
	Waiting bool // only those without a receipt on record
}

func (q DeliveryFilter) prefix() engine.Key {
	if q.Waiting {
		return deliveries.Key('w')
	}
	return deliveries.Key('a')
}

// papersIn lists the papers, each with how many of it.
func (r DeliveryRow) papersIn(l question.Locale) string {
	var parts []string
	for _, x := range r.Papers {
		parts = append(parts, formatted(l, x.Count)+" × "+formatted(l, x.Document))
	}
	return strings.Join(parts, ", ")
}

// copied reads a row and counts its days; false where it surely came after the
// day asked.
func copied(r *engine.Reader, b []byte) (DeliveryRow, bool) {
	c := engine.Decoded[DeliveryRow](r, b)
	if r.Past() || r.Selects() {
		of, _, _ := engine.State[domain.Engagement](r, c.Engagement.Ref())
		var ok bool
		if c.Delivery, ok = of.DeliveryAt(c.Record, r.AsOf()); !ok {
			return c, false
		}
	}
	if c.When.By(r.AsOf()) == value.No {
		return c, false
	}
	if w, ok := value.WorkingDaysSince(c.When, r.AsOf()); ok && c.Receipt != value.Yes {
		c.Waiting = &w
	}
	handedOver, known := c.When.End()
	for _, id := range documentsOf(c.Delivery) {
		engine.Mention(r, id)
		for _, d := range deferralsOf(r, id) {
			if w, ok := value.WorkingDaysSince(d.Planned, handedOver); ok && known && c.SinceDeferral == nil {
				c.SinceDeferral = &w
			}
		}
	}
	engine.Mention(r, c.Engagement)
	engine.MentionTold(r, c.From)
	engine.MentionTold(r, c.To)
	return c, true
}

// copiesOf are the hand-overs of a document.
func copiesOf(r *engine.Reader, id value.InstrumentID) (cs []DeliveryRow) {
	for _, b := range r.Scan(deliveries.Key('i').ID(string(id)), nil) {
		if c, ok := copied(r, b); ok {
			cs = append(cs, c)
		}
	}
	return cs
}
