package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Mandate is a surat kuasa: by it the head of a region lets an official act in
// his name (PP 28/2018 Pasal 2(2); UU 30/2014 Pasal 14(3)-(8)).
type Mandate struct {
	Granted        bool
	Number         string
	Party          value.Stated[value.PartyID] // in whose name it was given, where that is stated
	Giver          value.Stated[value.OfficeID]
	GiverPerson    value.Stated[Name]
	GiverAs        value.Stated[ActingAs]
	Attorney       value.Stated[value.OfficeID]
	AttorneyPerson value.Stated[Name]
	Scope
	Given    value.When // the day of the letter
	From, To value.When
	Grade    value.Grade
	Revoked  []Revocation
}

// Scope is what a power is for: papers, or a class of them. What is in none of
// its members is not stated.
type Scope struct {
	Instruments []value.InstrumentID             `json:"instruments,omitempty" id:"naskah" en:"documents"`
	Kinds       []InstrumentType                 `json:"kinds,omitempty" id:"jenis naskah" en:"kinds of document"`
	Fields      []string                         `json:"fields,omitempty" id:"bidang" en:"fields"`
	Occasion    value.Stated[value.EngagementID] `json:"occasion,omitzero" id:"pada kegiatan" en:"at the occasion"`
	InWords     string                           `json:"scope,omitzero" id:"cakupan" en:"scope"`
}

// Revocation is a power taken back, as a record tells it.
type Revocation struct {
	Record value.RecordID `json:"record"`
	When   value.When     `json:"occurred,omitzero"`
	Reason string         `json:"reason,omitzero"`
	Grade  value.Grade    `json:"grade,omitzero"`
	Counts bool           `json:"counts"`
}

var mandates = fact.KindOf[Mandate](value.KindMandate)

// The facts of powers of attorney. The written names are the storage format.
var aboutMandates = fact.Of[PowerOfAttorneyGranted](mandates, "id.mufakat.mandate.granted.v1", "grant", value.Words{
	ID: "{giver}[, {giverPerson}][, sebagai {giverActingAs},] memberi kuasa kepada {attorney}[, {attorneyPerson}]" +
		"[ untuk {instruments}][, untuk naskah berjenis {kinds}][, dalam bidang {fields}][, pada {occasion}][ (cakupan: {scope})][, nomor {number}][, tertanggal {occurred}][, mulai {from}][, sampai {to}].",
	EN: "{giver}[, {giverPerson}][, as {giverActingAs},] gave power of attorney to {attorney}[, {attorneyPerson}]" +
		"[ for {instruments}][, for documents of the kind {kinds}][, in the field {fields}][, at {occasion}][ (scope: {scope})][, number {number}][, dated {occurred}][, from {from}][, until {to}]."},
	fact.Needs("giver", "giverPerson", "attorney", "attorneyPerson", "number", "instruments", "from", "to"), fact.Begins)

// PowerOfAttorneyGranted says who may sign for whom. Whether the giver could
// give it is for the compliance notes, not for a refusal.
type PowerOfAttorneyGranted struct {
	Number         string                           `json:"number,omitzero" id:"nomor" en:"number"`
	Giver          value.Stated[value.OfficeID]     `json:"giver,omitzero" id:"pemberi kuasa" en:"giver"`
	GiverPerson    value.Stated[Name]               `json:"giverPerson,omitzero" id:"pejabat pemberi kuasa" en:"giver in person"`
	GiverActingAs  value.Stated[ActingAs]           `json:"giverActingAs,omitzero" id:"pemberi kuasa bertindak sebagai" en:"giver acting as"`
	Attorney       value.Stated[value.OfficeID]     `json:"attorney,omitzero" id:"penerima kuasa" en:"attorney"`
	AttorneyPerson value.Stated[Name]               `json:"attorneyPerson,omitzero" id:"pejabat penerima kuasa" en:"attorney in person"`
	Instruments    []value.InstrumentID             `json:"instruments,omitempty" id:"naskah" en:"documents"`
	Kinds          []InstrumentType                 `json:"kinds,omitempty" id:"jenis naskah" en:"kinds of document"`
	Fields         []string                         `json:"fields,omitempty" id:"bidang" en:"fields"`
	Occasion       value.Stated[value.EngagementID] `json:"occasion,omitzero" id:"pada kegiatan" en:"at the occasion"`
	Scope          string                           `json:"scope,omitzero" id:"cakupan" en:"scope"`
	From           value.When                       `json:"from,omitzero" id:"mulai" en:"from"`
	To             value.When                       `json:"to,omitzero" id:"sampai" en:"until"`
}

func (f PowerOfAttorneyGranted) Refuse(s Mandate, _ fact.Given) error {
	if s.Granted {
		return alreadyRegistered
	}
	return refuseBackwards(f.From, f.To, "to")
}

func (f PowerOfAttorneyGranted) Stands(s Mandate) bool { return s.Granted }

func (f PowerOfAttorneyGranted) Evolve(s Mandate, e fact.Entry) Mandate {
	return Mandate{
		Granted: true, Number: f.Number, Party: e.Data.OnBehalfOf,
		Giver: f.Giver, GiverPerson: f.GiverPerson, GiverAs: f.GiverActingAs,
		Attorney: f.Attorney, AttorneyPerson: f.AttorneyPerson,
		Scope: Scope{slices.Clone(f.Instruments), slices.Clone(f.Kinds), slices.Clone(f.Fields), f.Occasion, f.Scope},
		Given: e.Data.Occurred, From: f.From, To: f.To, Grade: e.Grade(), Revoked: s.Revoked,
	}
}

// Since is from when it holds: as stated, or else since the day of the letter.
func (s Mandate) Since() value.When {
	if s.From.IsZero() {
		return s.Given
	}
	return s.From
}

// ThereBy reports whether the power had been given as of at, or may have.
func (s Mandate) ThereBy(at value.AsOf) bool { return s.Given.By(at) != value.No }

func (s Mandate) DisplayName(l value.Lang) string {
	if s.Number == "" {
		return ""
	}
	return value.Words{ID: "Surat kuasa ", EN: "Power of attorney "}.In(l) + s.Number
}
