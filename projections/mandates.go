package projections

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// mandates answers which powers of attorney name a document.
var mandates = View{Name: "mandates", Letter: 'M', Version: 1, Kind: value.KindMandate,
	Orders: []Order{{'i', "instrument mandate", "of a document"}},
	Rows: func(a fact.Aggregate, rs *Rows) {
		for _, in := range appendNew(nil, a.State.(domain.Mandate).Instruments) {
			rs.Add(rs.Key('i').ID(string(in)).ID(a.Ref.ID), nil)
		}
	}}

// mandatesOf are the powers of attorney on record that name the document.
func (r *Reader) mandatesOf(id value.InstrumentID) (ids []value.MandateID) {
	for k := range r.scan(mandates.Key('i').ID(string(id)), nil) {
		ids = append(ids, value.MandateID(unpacked(k[len(k)-16:])))
	}
	return ids
}
