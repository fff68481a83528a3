package projections

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// mandates answers which powers of attorney name a document.
var mandates = engine.View{Name: "mandates", Letter: 'M', Version: 1, Kind: value.KindMandate,
	Orders: []engine.Order{{Letter: 'i', Key: "instrument mandate", Of: "of a document"}},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		for _, in := range appendNew(nil, a.State.(domain.Mandate).Instruments) {
			rs.Add(rs.Key('i').ID(string(in)).ID(a.Ref.ID), nil)
		}
	}}

// mandatesOf are the powers of attorney on record that name the document.
func mandatesOf(r *engine.Reader, id value.InstrumentID) (ids []value.MandateID) {
	for k := range r.Scan(mandates.Key('i').ID(string(id)), nil) {
		ids = append(ids, value.MandateID(engine.Unpacked(k[len(k)-16:])))
	}
	return ids
}
