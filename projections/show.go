package projections

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Show is the question what there is to say about one aggregate: everything.
var Show = One[ShowFilter, Shown]{
	Name: "show", Alias: "lihat",
	Words:   value.Words{ID: "Semua tentang satu berkas", EN: "Everything about one file"},
	Example: []string{"instrument/0190a5f2-… --known-at 2022-08-11", "party/64"},
	Params: func(f *ShowFilter) []Param {
		return []Param{ReferenceParam("ref", &f.Ref, ofAnything).inPath()}
	},
	Answer: func(r *Reader, f ShowFilter) (s Shown) {
		if a := r.must(f.Ref); r.err == nil {
			s = r.shown(a)
			r.frozenHere(f.Ref)
		}
		return s
	},
	Head: func(s *Shown) *Head { return &s.Head },
	Lines: func(s Shown) (out []any) {
		for _, r := range s.History {
			out = append(out, r)
		}
		return out
	},
}

// ShowFilter names the aggregate.
type ShowFilter struct{ Ref value.Ref }

// shown is everything about one aggregate, without a head.
func (r *Reader) shown(a fact.Aggregate) Shown {
	r.mention(a.Ref)
	s := Shown{Ref: a.Ref, Version: a.Version()}
	switch of := a.State.(type) {
	case domain.Instrument:
		r.showInstrument(&s, a)
	case domain.Engagement:
		r.showEngagement(&s, value.EngagementID(a.Ref.ID), of)
	case domain.Office:
		s.Holders = r.holdersOf(value.OfficeID(a.Ref.ID))
	}
	s.Questions = r.questions(a.Ref)
	for _, e := range a.Entries {
		s.History = append(s.History, r.historyRow(a, e, false))
	}
	return s
}

func (r *Reader) showInstrument(s *Shown, a fact.Aggregate) {
	id := value.InstrumentID(a.Ref.ID)
	if row, ok := r.instrument(id); ok {
		s.Instrument = &row
	}
	s.Open, s.Deferrals, s.Copies = r.openOf(id), r.deferralsOf(id), r.copiesOf(id)
	for _, n := range domain.Findings(a, r, r.mandatesOf(id)) {
		s.Notes = append(s.Notes, NoteRow{Record: n.Record, Rule: n.Rule, Basis: n.Basis, Words: n.Words})
	}
}

func (r *Reader) showEngagement(s *Shown, id value.EngagementID, of domain.Engagement) {
	s.Engagement = &EngagementRow{Engagement: id, Title: of.Title, Sort: of.Sort, Guest: of.Guest, Host: of.Host,
		Occurred: of.When, Place: of.Place}
	mentionTold(r, of.Guest)
	mentionTold(r, of.Host)
	for _, d := range of.Deferrals {
		if row, ok := r.deferral(encoded(DeferralRow{Engagement: id, Deferral: d})); ok {
			s.Deferrals = append(s.Deferrals, row)
		}
	}
	for _, d := range of.Deliveries {
		if row, ok := r.copied(encoded(CopyRow{Engagement: id, Delivery: d})); ok {
			s.Copies = append(s.Copies, row)
		}
	}
}
