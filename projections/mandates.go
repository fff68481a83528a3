package projections

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// mandates answers which powers of attorney name a document:
//
//	'M' 'i' instrument mandate
var mandates = view{name: "mandates", version: 1, kind: value.KindMandate, rows: func(a fact.Aggregate, rs *rows) {
	for _, in := range appendNew(nil, a.State.(domain.Mandate).Instruments) {
		rs.add(keyOf('M', 'i').id(string(in)).id(a.Ref.ID), nil)
	}
}}

// mandatesOf are the powers of attorney on record that name the document.
func (r *reading) mandatesOf(id value.InstrumentID) (ids []value.MandateID) {
	for k := range r.scan(keyOf('M', 'i').id(string(id)), nil) {
		ids = append(ids, value.MandateID(unpacked(k[len(k)-16:])))
	}
	return ids
}
