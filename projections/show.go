package projections

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/projections/records"
)

// Show is the question what there is to say about one aggregate: everything.
var Show = question.One[ShowFilter, Shown]{
	Name: "show", Alias: "lihat",
	Words:   value.Words{ID: "Semua tentang satu berkas", EN: "Everything about one file"},
	Example: []string{"instrument/0190a5f2-… --known-at 2022-08-11", "party/64"},
	Params: func(f *ShowFilter) []question.Param {
		return []question.Param{question.ReferenceParam("ref", &f.Ref, question.OfAnything).PartOfPath()}
	},
	Answer: func(r *engine.Reader, f ShowFilter) (s Shown) {
		if a := r.Must(f.Ref); r.Err == nil {
			s = shown(r, a)
			r.FrozenHere(f.Ref)
		}
		return s
	},
	Head: func(s *Shown) *engine.Head { return &s.Head },
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
func shown(r *engine.Reader, a fact.Aggregate) Shown {
	r.Mention(a.Ref)
	s := Shown{Ref: a.Ref, Version: a.Version()}
	switch of := a.State.(type) {
	case domain.Instrument:
		showInstrument(r, &s, a)
	case domain.Engagement:
		s.NotYet = !r.There(a)
		showEngagement(r, &s, value.EngagementID(a.Ref.ID), of)
	case domain.Mandate:
		if s.NotYet = !r.There(a); !s.NotYet {
			showMandate(r, &s, value.MandateID(a.Ref.ID))
		}
	case domain.Office:
		s.Holders = holdersOf(r, value.OfficeID(a.Ref.ID))
	}
	s.Questions = questions(r, a.Ref)
	for _, e := range a.Entries {
		if r.Later(e.Data.Occurred) {
			continue
		}
		s.History = append(s.History, records.RowOf(r, a, e, false))
	}
	return s
}

func showInstrument(r *engine.Reader, s *Shown, a fact.Aggregate) {
	id, in := value.InstrumentID(a.Ref.ID), a.State.(domain.Instrument)
	at := in.StandingAt(r.AsOf())
	if in.Drafted {
		row := instrumentRow(r, id, in, at)
		s.Instrument = &row
	}
	s.Open, s.Deferrals, s.Copies = openOf(r, id, in, at), deferralsOf(r, id), copiesOf(r, id)
	later := map[value.RecordID]bool{}
	for sig := range in.Signings() {
		engine.MentionTold(r, sig.Mandate)
		later[sig.Record] = sig.HappenedBy(r.AsOf()) == value.No
	}
	for _, n := range domain.Findings(a, r.Lookup(), powersFor(r, id), heldIn(r)) {
		if !later[n.Record] {
			s.Notes = append(s.Notes, noteRow(n))
		}
	}
}

func showEngagement(r *engine.Reader, s *Shown, id value.EngagementID, of domain.Engagement) {
	s.Engagement = &EngagementRow{Engagement: id, Title: of.Title, Sort: of.Sort}
	if !s.NotYet {
		s.Engagement.Guest, s.Engagement.Host, s.Engagement.Occurred, s.Engagement.Place = of.Guest, of.Host, of.When, of.Place
	}
	engine.MentionTold(r, of.Guest)
	engine.MentionTold(r, of.Host)
	for _, d := range of.Deferrals {
		if row, ok := deferral(r, engine.Encoded(DeferralRow{Engagement: id, Deferral: d})); ok {
			s.Deferrals = append(s.Deferrals, row)
		}
	}
	for _, d := range of.Deliveries {
		if row, ok := copied(r, engine.Encoded(DeliveryRow{Engagement: id, Delivery: d})); ok {
			s.Copies = append(s.Copies, row)
		}
	}
}
