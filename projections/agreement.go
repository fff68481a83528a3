package projections

import (
	"time"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// mostPapers is how many papers under one document are shown whole.
const mostPapers = 60

// WholeAgreement is the question what a document comes to, with all that belongs
// to it. A page of its own asks it; it is not among [Queries].
var WholeAgreement = question.One[AgreementFilter, Agreement]{
	Name:  "agreement",
	Words: value.Words{ID: "Satu naskah dan semua yang terkait", EN: "A document and all that belongs to it"},
	Params: func(f *AgreementFilter) []question.Param {
		return []question.Param{question.IDParam("instrument", &f.Instrument, ofInstrument).PartOfPath()}
	},
	Answer: func(r *engine.Reader, f AgreementFilter) (g Agreement) {
		a := r.Must(f.Instrument.Ref())
		if r.Err != nil {
			return g
		}
		g.Main = shown(r, a)
		in := a.State.(domain.Instrument)
		for _, up := range in.Under.Candidates() {
			if row, ok := instrument(r, up); ok {
				g.Above = append(g.Above, row)
			}
		}
		papersUnder(r, f.Instrument, &g)
		for _, ref := range g.occasions() {
			if x, ok := r.Aggregate(ref); ok {
				g.Occasions = append(g.Occasions, shown(r, x))
			}
		}
		g.Zones = zonesOf(r, g)
		r.FrozenHere(a.Ref)
		return g
	},
	Head:  func(g *Agreement) *engine.Head { return &g.Head },
	Lines: func(Agreement) []any { return nil },
}

// AgreementFilter names the document.
type AgreementFilter struct{ Instrument value.InstrumentID }

// papersUnder adds the documents that are, or may be, under one.
func papersUnder(r *engine.Reader, id value.InstrumentID, g *Agreement) {
	for k := range r.Scan(instruments.Key('u').ID(string(id)), nil) {
		ref := value.InstrumentID(engine.Unpacked(k[len(k)-16:])).Ref()
		if len(g.Papers) == mostPapers {
			g.More++
			continue
		}
		if a, ok := r.Aggregate(ref); ok {
			g.Papers = append(g.Papers, shown(r, a))
		}
	}
}

// occasions are those at which its documents were put off or handed over, and
// those at which they were to be signed.
func (g Agreement) occasions() (refs []value.Ref) {
	add := func(id value.EngagementID) { refs = appendNew(refs, []value.Ref{id.Ref()}) }
	for _, s := range append([]Shown{g.Main}, g.Papers...) {
		for _, d := range s.Deferrals {
			for _, at := range d.Occasion.Candidates() {
				add(at)
			}
			add(d.Engagement)
		}
		for _, c := range s.Copies {
			add(c.Engagement)
		}
	}
	return refs
}

// zonesOf are the zones in which the parties live, as registered or as the
// province's.
func zonesOf(r *engine.Reader, g Agreement) (zones []domain.ZoneID) {
	for _, s := range append([]Shown{g.Main}, g.Papers...) {
		if s.Instrument == nil {
			continue
		}
		for _, id := range s.Instrument.Parties {
			if p, _, ok := engine.State[domain.Party](r, id.Ref()); ok && zoneOf(p) != nil {
				zones = appendNew(zones, []domain.ZoneID{domain.ZoneID(zoneOf(p).String())})
			}
		}
	}
	return zones
}

func zoneOf(p domain.Party) *time.Location {
	if z, err := value.ZoneOf(p.Zone); err == nil {
		return z
	}
	if c, ok := p.Code.Known(); ok {
		if province, ok := c.Province(); ok {
			return province.Zone
		}
	}
	return nil
}
