package domain

import (
	"reflect"
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Mandate is a surat kuasa: by it the head of a region lets an official sign in
// his name (PP 28/2018 Pasal 2(2); UU 30/2014 Pasal 14(3)-(8)).
type Mandate struct {
	Granted     bool
	Number      string
	Giver       value.Stated[value.OfficeID]
	Attorney    value.Stated[value.OfficeID]
	Instruments []value.InstrumentID // empty: scope not stated
	From, To    value.When
}

var mandates = fact.KindOf[Mandate](value.KindMandate)

// The facts of powers of attorney. The written names are the storage format.
var aboutMandates = fact.Of[PowerOfAttorneyGranted](mandates, "id.mufakat.mandate.granted.v1", "grant", value.Words{
	ID: "{giver} memberi kuasa kepada {attorney}[ untuk {instruments}][, nomor {number}][, mulai {from}][, sampai {to}].",
	EN: "{giver} gave power of attorney to {attorney}[ for {instruments}][, number {number}][, from {from}][, until {to}]."},
	fact.Needs("giver", "attorney", "number", "instruments", "from", "to"), fact.Begins)

// PowerOfAttorneyGranted says who may sign for whom. Whether the giver could
// give it is for the compliance notes, not for a refusal.
type PowerOfAttorneyGranted struct {
	Number      string                       `json:"number,omitzero" id:"nomor" en:"number"`
	Giver       value.Stated[value.OfficeID] `json:"giver,omitzero" id:"pemberi kuasa" en:"giver"`
	Attorney    value.Stated[value.OfficeID] `json:"attorney,omitzero" id:"penerima kuasa" en:"attorney"`
	Instruments []value.InstrumentID         `json:"instruments,omitempty" id:"naskah" en:"documents"`
	From        value.When                   `json:"from,omitzero" id:"mulai" en:"from"`
	To          value.When                   `json:"to,omitzero" id:"sampai" en:"until"`
}

func (f PowerOfAttorneyGranted) Refuse(s Mandate, given fact.Given) error {
	if s.Granted {
		return alreadyRegistered
	}
	if giver, ok := partyOfOffice(f.Giver, given.Lookup); ok {
		if err := refuseOffice(f.Attorney, "attorney", giver, "giver", given.Lookup); err != nil {
			return err
		}
	}
	return refuseBackwards(f.From, f.To, "to")
}

func (f PowerOfAttorneyGranted) Stands(s Mandate) bool {
	return s.Granted && reflect.DeepEqual(s, f.Evolve(s, fact.Entry{}))
}

func (f PowerOfAttorneyGranted) Evolve(s Mandate, _ fact.Entry) Mandate {
	return Mandate{Granted: true, Number: f.Number, Giver: f.Giver, Attorney: f.Attorney,
		Instruments: slices.Clone(f.Instruments), From: f.From, To: f.To}
}

func (s Mandate) DisplayName(l value.Lang) string {
	if s.Number == "" {
		return ""
	}
	return value.Words{ID: "Surat kuasa ", EN: "Power of attorney "}.In(l) + s.Number
}
