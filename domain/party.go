package domain

import (
	"reflect"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Party is who can be bound by a document: a region under its Kemendagri code.
type Party struct {
	Registered bool
	Code       value.Stated[value.RegionCode]
	Called     string // name as registered; empty where none was stated
	Zone       string // IANA name
}

var parties = fact.KindOf[Party](value.KindParty)

// The facts of parties. The written names are the storage format.
var aboutParties = fact.Topic(
	fact.Of[PartyRegistered](parties, "id.mufakat.party.registered.v1", "register", value.Words{
		ID: "{name} didaftarkan sebagai pihak[ dengan kode wilayah {code}].",
		EN: "{name} was registered as a party[ under region code {code}]."},
		fact.Needs("name", "code"), fact.Begins),
)

// PartyRegistered enters a party. Its id is made from its code, so that one
// region cannot stand here twice.
type PartyRegistered struct {
	Code value.Stated[value.RegionCode] `json:"code,omitzero" id:"kode wilayah" en:"region code"`
	Name string                         `json:"name,omitzero" id:"nama" en:"name"`
	Zone value.Stated[ZoneID]           `json:"zone,omitzero" id:"zona waktu" en:"time zone"`

	Distinct bool `json:"distinct,omitzero" id:"memang lain dari yang senama" en:"meant as another of that name"`
}

// ZoneID is an IANA zone name.
type ZoneID string

func (z *ZoneID) UnmarshalText(b []byte) error {
	loc, err := value.ZoneOf(string(b))
	if err == nil {
		*z = ZoneID(loc.String())
	}
	return err
}

var (
	alreadyRegistered = value.NewRefusal(value.Conflict, "already-registered",
		"Sudah terdaftar. Bila catatannya keliru, perbaiki dengan perintah correct.",
		"It is registered already. If that record is wrong, use the command correct.")
	codeOfAnother = value.NewRefusal(value.Invalid, "code-of-another",
		"Kode %s bukan milik pihak ini. Pihak dengan kode itu bernomor %s.",
		"Code %s is not this party's. The party of that code has the id %s.")
)

func (f PartyRegistered) Refuse(s Party, given fact.Given) error {
	if s.Registered {
		return alreadyRegistered
	}
	if c, ok := f.Code.Known(); ok && string(value.PartyOf(c)) != given.Ref.ID {
		return codeOfAnother.With(c, value.PartyOf(c)).On("code")
	}
	if f.Distinct {
		return nil
	}
	name := f.Evolve(s, fact.Entry{}).DisplayName(value.Indonesian)
	return refuseNamesake(given, name, "name", func(Party) bool { return true })
}

func (f PartyRegistered) Stands(s Party) bool {
	return s.Registered && reflect.DeepEqual(s, f.Evolve(s, fact.Entry{}))
}

func (f PartyRegistered) OwnRef() (value.Ref, bool) {
	c, ok := f.Code.Known()
	return value.PartyOf(c).Ref(), ok
}

func (f PartyRegistered) Evolve(s Party, _ fact.Entry) Party {
	return Party{Registered: true, Code: f.Code, Called: f.Name, Zone: string(f.Zone.Or(""))}
}

func (s Party) KnownAs() []string { return []string{s.DisplayName(value.Indonesian)} }

// DisplayName is the registered name, or the one the law gives the region's code.
func (s Party) DisplayName(value.Lang) string {
	if s.Called != "" {
		return s.Called
	}
	if c, ok := s.Code.Known(); ok {
		if p, ok := c.Province(); ok && len(c) == 2 {
			return p.Name
		}
		return string(c)
	}
	return ""
}
