package projections

import (
	"iter"
	"slices"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// deferrals answers how often a signing was put off, and why.
var deferrals = engine.View{Name: "deferrals", Letter: 'D', Version: 1, Kind: value.KindEngagement,
	Orders: []engine.Order{
		{Letter: 'a', Key: "planned engagement seq", Of: "all"},
		{Letter: 'i', Key: "instrument planned engagement seq", Of: "of a document"},
	},
	Parts: func(a fact.Aggregate) iter.Seq[engine.Part] {
		return numbered(len(a.State.(domain.Engagement).Deferrals))
	},
	Changed: func(_, after fact.Aggregate, e fact.Entry) engine.Changed {
		if _, ok := e.Data.Fact.(domain.SigningDeferred); ok {
			return newest(len(after.State.(domain.Engagement).Deferrals))
		}
		return engine.Nothing
	},
	Rows: func(a fact.Aggregate, p engine.Part, rs *engine.Rows) {
		d, ok := nth(a.State.(domain.Engagement).Deferrals, p)
		if !ok {
			return
		}
		payload := engine.Encoded(DeferralRow{Engagement: value.EngagementID(a.Ref.ID), Deferral: d})
		end := func(k engine.Key) engine.Key { return k.Moment(d.Planned.SortKey()).ID(a.Ref.ID).Num(d.Seq) }
		rs.Add(end(rs.Key('a')), payload)
		for _, in := range appendNew(nil, d.Documents) {
			rs.Add(end(rs.Key('i').ID(string(in))), payload)
		}
	}}

// Deferrals is the question which signings were put off, and why, by the day
// they were planned for.
var Deferrals = question.Query[DeferralFilter, DeferralRow]{
	Name: "deferrals", Alias: "penundaan",
	Words:   value.Words{ID: "Penandatanganan yang ditunda", EN: "Signings put off"},
	Example: []string{"", "--open --as-of 2022-08-12"},
	Kinds:   []value.Kind{value.KindEngagement},
	Params: func(f *DeferralFilter) []question.Param {
		return []question.Param{question.BooleanParam("open", &f.Open, value.Words{
			ID: "hanya yang naskahnya belum ditandatangani semua pihak", EN: "only where a document is not signed by all"})}
	},
	Columns: []question.Column[DeferralRow]{
		{Name: "planned", Words: value.Words{ID: "rencana semula", EN: "planned for"}, Cell: func(r DeferralRow, l question.Locale) string { return r.Planned.In(l.Lang) }},
		{Name: "occasion", Words: value.Words{ID: "pada kegiatan", EN: "at the occasion"}, Cell: func(r DeferralRow, l question.Locale) string {
			if r.Occasion.IsZero() {
				return l.Name(r.Engagement.Ref())
			}
			return formatted(l, r.Occasion)
		}, Ref: func(r DeferralRow) value.Ref { return r.Engagement.Ref() }},
		{Name: "documents", Words: value.Words{ID: "naskah", EN: "documents"}, Cell: func(r DeferralRow, l question.Locale) string { return named(l, r.Documents) }},
		{Name: "reason", Words: value.Words{ID: "alasan", EN: "reason"}, Cell: func(r DeferralRow, l question.Locale) string { return r.Why(l.Lang, l.Names) }},
		{Name: "absent", Words: value.Words{ID: "yang tidak hadir", EN: "absent"}, Cell: func(r DeferralRow, l question.Locale) string { return r.Absent.Format(l.Lang, l.Names) }},
		{Name: "said_by", Words: value.Words{ID: "menurut", EN: "on whose word"}, Cell: func(r DeferralRow, l question.Locale) string { return r.SaidBy.Format(l.Lang, l.Names) }},
		{Name: "said", Words: value.Words{ID: "dikatakan", EN: "said"}, Cell: func(r DeferralRow, l question.Locale) string { return r.Said.In(l.Lang) }},
		{Name: "grade", Words: question.WordGrade, Cell: func(r DeferralRow, l question.Locale) string { return r.Grade.Label(l.Lang) }, Seq: func(r DeferralRow) uint64 { return r.Seq }},
	},
	Keys: func(DeferralFilter) question.Keys { return question.Keys{Prefix: deferrals.Key('a'), Tail: 8 + 16 + 8} },
	Row: func(r *engine.Reader, f DeferralFilter, _, b []byte) (DeferralRow, bool) {
		d, ok := deferral(r, b)
		return d, ok && (!f.Open || unsigned(r, d.Documents))
	},
}

// DeferralFilter narrows the deferrals.
type DeferralFilter struct {
	Open bool // only where a document is still not signed by all
}

// unsigned reports whether one of the documents is not signed by all for
// certain, or none is named.
func unsigned(r *engine.Reader, ids []value.InstrumentID) bool {
	return len(ids) == 0 || slices.ContainsFunc(ids, func(id value.InstrumentID) bool {
		return stateOf(r, id).Awaited()
	})
}

// deferral reads a row; false where it surely came after the day asked.
func deferral(r *engine.Reader, b []byte) (DeferralRow, bool) {
	d := engine.Decoded[DeferralRow](r, b)
	if r.Selects() {
		of, _, _ := engine.State[domain.Engagement](r, d.Engagement.Ref())
		i := slices.IndexFunc(of.Deferrals, func(x domain.Deferral) bool { return x.Record == d.Record })
		if i < 0 {
			return d, false
		}
		d.Deferral = of.Deferrals[i]
	}
	if d.Planned.By(r.AsOf()) == value.No {
		return d, false
	}
	engine.Mention(r, d.Engagement)
	engine.Mention(r, d.Documents...)
	engine.MentionTold(r, d.Occasion)
	engine.Mention(r, d.Absent.Candidates()...)
	engine.MentionTold(r, d.SaidBy.Office)
	engine.MentionTold(r, d.SaidBy.Party)
	return d, true
}

// deferralsOf are the deferrals of a document's signing, the earliest first.
func deferralsOf(r *engine.Reader, id value.InstrumentID) (ds []DeferralRow) {
	for _, b := range r.Scan(deferrals.Key('i').ID(string(id)), nil) {
		if d, ok := deferral(r, b); ok {
			ds = append(ds, d)
		}
	}
	return ds
}
