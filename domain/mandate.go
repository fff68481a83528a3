package domain

import "slices"

// Mandate is a surat kuasa: by it the head of a region lets an official sign in
// his name (PP 28/2018 Pasal 2(2); UU 30/2014 Pasal 14(3)-(8)).
type Mandate struct {
	Granted     bool
	Number      string
	Giver       Told[OfficeID]
	Attorney    Told[OfficeID]
	Instruments []InstrumentID // empty: scope not stated
	From, To    When
}

var mandates = kindOf[Mandate]{KindMandate}

// The facts of powers of attorney. The written names are the storage format.
var aboutMandates = event[PowerOfAttorneyGranted](mandates, "id.mufakat.mandate.granted.v1", "grant", Words{
	"{giver} memberi kuasa kepada {attorney}[ untuk {instruments}][, nomor {number}][, mulai {from}][, sampai {to}].",
	"{giver} gave power of attorney to {attorney}[ for {instruments}][, number {number}][, from {from}][, until {to}]."})

// PowerOfAttorneyGranted says who may sign for whom. Whether the giver could
// give it is for the compliance notes, not for a refusal.
type PowerOfAttorneyGranted struct {
	Number      string         `json:"number,omitzero" id:"nomor" en:"number"`
	Giver       Told[OfficeID] `json:"giver,omitzero" id:"pemberi kuasa" en:"giver"`
	Attorney    Told[OfficeID] `json:"attorney,omitzero" id:"penerima kuasa" en:"attorney"`
	Instruments []InstrumentID `json:"instruments,omitempty" id:"naskah" en:"documents"`
	From        When           `json:"from,omitzero" id:"mulai" en:"from"`
	To          When           `json:"to,omitzero" id:"sampai" en:"until"`
}

func (f PowerOfAttorneyGranted) refuse(s Mandate, _ Ask) error {
	if s.Granted {
		return alreadyRegistered
	}
	return refuseBackwards(f.From, f.To, "to")
}

func (f PowerOfAttorneyGranted) evolve(s Mandate, _ Entry) Mandate {
	return Mandate{Granted: true, Number: f.Number, Giver: f.Giver, Attorney: f.Attorney,
		Instruments: slices.Clone(f.Instruments), From: f.From, To: f.To}
}

func (s Mandate) name(l Lang) string {
	if s.Number == "" {
		return ""
	}
	return Words{"Surat kuasa ", "Power of attorney "}.In(l) + s.Number
}
