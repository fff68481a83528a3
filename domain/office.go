package domain

import (
	"reflect"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Office is a jabatan, of an agency or of the party itself. People come and go;
// who signed is remembered by person, office and what they acted as that day.
type Office struct {
	Registered bool
	Party      value.Stated[value.PartyID]
	Agency     value.Stated[value.AgencyID]
	Role       value.Stated[Role]
	Title      string
	Holders    []Holding
}

// Holding is one person's time in an office.
type Holding struct {
	Record   value.RecordID         `json:"record"`
	Holder   value.Stated[Name]     `json:"holder,omitzero"`
	ActingAs value.Stated[ActingAs] `json:"actingAs,omitzero"`
	From     value.When             `json:"from,omitzero"`
	To       value.When             `json:"to,omitzero"`
	Decree   string                 `json:"decree,omitzero"`
	Grade    value.Grade            `json:"grade,omitzero"`
}

// Name is a person's name. Nothing else about a person is recorded.
type Name string

// Folded is the name without titles, as names of people are compared.
func (n Name) Folded() string { return value.FoldPerson(string(n)) }

// Role says what an office is by law, where that decides who may sign.
type Role string

const (
	RoleHead       Role = "head"
	RoleDeputy     Role = "deputy"
	RoleSecretary  Role = "secretary"
	RoleAgencyHead Role = "agency-head"
	RoleUnitHead   Role = "unit-head"
	RoleOther      Role = "other"
)

func (Role) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(RoleHead, "kepala daerah", "head of region"),
		value.NewChoice(RoleDeputy, "wakil kepala daerah", "deputy head of region"),
		value.NewChoice(RoleSecretary, "sekretaris daerah", "regional secretary"),
		value.NewChoice(RoleAgencyHead, "kepala perangkat daerah", "head of an agency"),
		value.NewChoice(RoleUnitHead, "kepala unit kerja", "head of a unit"),
		value.NewChoice(RoleOther, "jabatan lain", "another office"),
	}
}
func (r *Role) UnmarshalText(b []byte) error { return value.Choose(r, b) }

// ActingAs is as what somebody holds an office or signs in it.
type ActingAs string

const (
	Definitive   ActingAs = "definitive"
	Plt          ActingAs = "plt"
	Plh          ActingAs = "plh"
	Pj           ActingAs = "pj"
	AN           ActingAs = "an"
	UB           ActingAs = "ub"
	Representing ActingAs = "representing"
)

func (ActingAs) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(Definitive, "definitif", "definitive"),
		value.NewChoice(Plt, "Plt. (pelaksana tugas)", "Plt. (acting, post vacant)"),
		value.NewChoice(Plh, "Plh. (pelaksana harian)", "Plh. (acting, holder prevented)"),
		value.NewChoice(Pj, "Pj. (penjabat)", "Pj. (appointed interim)"),
		value.NewChoice(AN, "a.n. (atas nama)", "a.n. (in the name of)"),
		value.NewChoice(UB, "u.b. (untuk beliau)", "u.b. (on behalf, second degree)"),
		value.NewChoice(Representing, "mewakili", "representing"),
	}
}
func (a *ActingAs) UnmarshalText(b []byte) error { return value.Choose(a, b) }

var offices = fact.KindOf[Office](value.KindOffice)

// The facts of offices. The written names are the storage format.
var aboutOffices = append(
	fact.Of[OfficeRegistered](offices, "id.mufakat.office.registered.v1", "register", value.Words{
		ID: "{title} didaftarkan sebagai jabatan[ pada {agency}][ untuk {party}].",
		EN: "{title} was registered as an office[ of {agency}][ for {party}]."},
		fact.Needs("title", "role"), fact.Begins),
	fact.Of[HolderAppointed](offices, "id.mufakat.office.holder-appointed.v1", "appoint", value.Words{
		ID: "Pejabat: {holder}, bertindak sebagai {actingAs}[, mulai {from}][, sampai {to}].",
		EN: "Holder: {holder}, acting as {actingAs}[, from {from}][, until {to}]."},
		fact.Needs("holder", "actingAs", "from", "to", "decree"), fact.Begins)...,
)

// OfficeRegistered enters an office.
type OfficeRegistered struct {
	Title  string                       `json:"title,omitzero" id:"nama jabatan" en:"title"`
	Party  value.Stated[value.PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Agency value.Stated[value.AgencyID] `json:"agency,omitzero" id:"perangkat daerah" en:"agency"`
	Role   value.Stated[Role]           `json:"role,omitzero" id:"kedudukan" en:"role"`

	Distinct bool `json:"distinct,omitzero" id:"memang lain dari yang senama" en:"meant as another of that name"`
}

func (f OfficeRegistered) Refuse(s Office, given fact.Given) error {
	if s.Registered {
		return alreadyRegistered
	}
	if id, ok := f.Agency.Known(); ok && !compatible(fact.StateOf[Agency](given.Lookup, id.Ref()).Party, f.Party) {
		return contradict("agency", "party")
	}
	if f.Distinct {
		return nil
	}
	return refuseNamesake(given, f.Title, "title", func(other Office) bool {
		return mayBeSame(f.Party, other.Party) && mayBeSame(f.Agency, other.Agency)
	})
}

func (f OfficeRegistered) Stands(s Office) bool {
	return s.Registered && reflect.DeepEqual(s, f.Evolve(s, fact.Entry{}))
}

func (f OfficeRegistered) Evolve(s Office, _ fact.Entry) Office {
	s.Registered, s.Title, s.Party, s.Agency, s.Role = true, f.Title, f.Party, f.Agency, f.Role
	return s
}

// HolderAppointed says who held the office, as what, from when to when. Two
// definitive holders at one time are incoherent; a Plh. beside one is not.
type HolderAppointed struct {
	Holder   value.Stated[Name]     `json:"holder,omitzero" id:"pejabat" en:"holder"`
	ActingAs value.Stated[ActingAs] `json:"actingAs,omitzero" id:"bertindak sebagai" en:"acting as"`
	From     value.When             `json:"from,omitzero" id:"mulai" en:"from"`
	To       value.When             `json:"to,omitzero" id:"sampai" en:"until"`
	Decree   string                 `json:"decree,omitzero" id:"keputusan" en:"decree"`

	Distinct bool `json:"distinct,omitzero" id:"memang lain dari yang senama" en:"meant as another of that name"`
}

var (
	endsBeforeItBegins = value.NewRefusal(value.Invalid, "ends-before-it-begins",
		"%s mendahului %s. Periksa kedua tanggalnya.",
		"%s comes before %s. Check both dates.")
	twoDefinitive = value.NewRefusal(value.Conflict, "two-definitive-holders",
		"Pada masa itu sudah tercatat pejabat definitif lain. Perbaiki catatan itu dahulu, atau catat sebagai Plt. atau Plh.",
		"Another definitive holder is on record for that time. Correct that record first, or record this one as Plt. or Plh.")
)

func (f HolderAppointed) Refuse(s Office, _ fact.Given) error {
	if err := refuseBackwards(f.From, f.To, "to"); err != nil {
		return err
	}
	if err := f.refuseNamesake(s); err != nil {
		return err
	}
	if f.ActingAs.Is(Definitive) != value.Yes {
		return nil
	}
	for _, h := range s.Holders {
		if h.ActingAs.Is(Definitive) == value.Yes && surelyTogether(h, f) {
			return twoDefinitive.On("from")
		}
	}
	return nil
}

// refuseBackwards refuses a time that surely ends before it begins.
func refuseBackwards(from, to value.When, field string) error {
	if to.Before(from) {
		return endsBeforeItBegins.With(to, from).On(field)
	}
	return nil
}

// surelyTogether is true only where both the start and the end stated for the
// earlier holder leave no other reading.
func surelyTogether(h Holding, f HolderAppointed) bool {
	hFrom, ok1 := h.From.Latest()
	fFrom, ok2 := f.From.Latest()
	if !ok1 || !ok2 {
		return false
	}
	end, from := h.To, f.From
	if fFrom.Before(hFrom) {
		end, from = f.To, h.From
	}
	return from.Before(end) || hFrom.Equal(fFrom)
}

func (f HolderAppointed) Evolve(s Office, e fact.Entry) Office {
	s.Holders = append(s.Holders[:len(s.Holders):len(s.Holders)], Holding{
		Record: e.ID, Holder: f.Holder, ActingAs: f.ActingAs, From: f.From, To: f.To, Decree: f.Decree,
		Grade: e.Grade(),
	})
	return s
}

func (s Office) KnownAs() []string { return []string{s.Title} }

func (s Office) DisplayName(value.Lang) string { return s.Title }

// HeldOn answers whether the holding covers the time asked: yes, no, or cannot be
// told where its start or end is not stated.
func (h Holding) HeldOn(at value.AsOf) value.Answer {
	begun, ended := value.CannotTell, value.CannotTell
	var because []value.Reason
	if h.From.IsZero() {
		because = append(because, value.HeldFrom)
	} else {
		begun = h.From.BegunBy(at)
	}
	if h.To.IsZero() {
		because = append(because, value.HeldTo)
	} else {
		ended = h.To.EndedBy(at)
	}
	switch {
	case begun == value.No:
		return value.Answer{Truth: value.No, Because: []value.Reason{value.NotBegun}, Records: []value.RecordID{h.Record}}
	case ended == value.Yes:
		return value.Answer{Truth: value.No, Because: []value.Reason{value.HeldBefore}, Records: []value.RecordID{h.Record}}
	case begun == value.Yes && ended == value.No:
		return value.Answer{Truth: value.Yes, Records: []value.RecordID{h.Record}}
	}
	return value.Answer{Truth: value.CannotTell, Because: because}
}
