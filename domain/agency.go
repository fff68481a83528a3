package domain

import (
	"reflect"
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Agency is a perangkat daerah (OPD) or a unit of one. It is never a party: it
// acts for its region.
type Agency struct {
	Registered bool
	Party      value.Stated[value.PartyID]
	Called     string
	Aliases    []string
}

var agencies = fact.KindOf[Agency](value.KindAgency)

// The facts of agencies. The written names are the storage format.
var aboutAgencies = append(
	fact.Of[AgencyRegistered](agencies, "id.mufakat.agency.registered.v1", "register", value.Words{
		ID: "{name} didaftarkan sebagai perangkat daerah atau unit kerja[ dari {party}].",
		EN: "{name} was registered as an agency[ of {party}]."},
		fact.Needs("name"), fact.Begins),
	fact.Of[AgencyAliasRecorded](agencies, "id.mufakat.agency.alias-recorded.v1", "alias", value.Words{
		ID: "Nama lain tercatat: {alias}.",
		EN: "Another name was recorded: {alias}."},
		fact.Needs("alias"), fact.Begins)...,
)

// AgencyRegistered enters an agency under the name its source uses.
type AgencyRegistered struct {
	Party value.Stated[value.PartyID] `json:"party,omitzero" id:"pihak" en:"party"`
	Name  string                      `json:"name,omitzero" id:"nama" en:"name"`

	Distinct bool `json:"distinct,omitzero" id:"memang lain dari yang senama" en:"meant as another of that name"`
}

func (f AgencyRegistered) Refuse(s Agency, given fact.Given) error {
	if s.Registered {
		return alreadyRegistered
	}
	if f.Distinct {
		return nil
	}
	return refuseNamesake(given, f.Name, "name", func(other Agency) bool { return mayBeSame(f.Party, other.Party) })
}

func (f AgencyRegistered) Stands(s Agency) bool {
	return s.Registered && reflect.DeepEqual(s, f.Evolve(s, fact.Entry{}))
}

func (f AgencyRegistered) Evolve(s Agency, _ fact.Entry) Agency {
	s.Registered, s.Party, s.Called = true, f.Party, f.Name
	return s
}

// AgencyAliasRecorded says by what other name a source calls the agency.
type AgencyAliasRecorded struct {
	Alias string `json:"alias,omitzero" id:"nama lain" en:"other name"`

	Distinct bool `json:"distinct,omitzero" id:"memang lain dari yang senama" en:"meant as another of that name"`
}

func (f AgencyAliasRecorded) Refuse(s Agency, given fact.Given) error {
	if f.Distinct {
		return nil
	}
	// Agencies of many regions share their abbreviations: only one of the same region is pointed out.
	return refuseNamesake(given, f.Alias, "alias", func(other Agency) bool {
		return !s.Party.IsZero() && !other.Party.IsZero() && mayBeSame(s.Party, other.Party)
	})
}

func (f AgencyAliasRecorded) Stands(s Agency) bool {
	return f.Alias != "" && slices.Contains(s.KnownAs(), f.Alias)
}

func (f AgencyAliasRecorded) Evolve(s Agency, _ fact.Entry) Agency {
	if f.Alias != "" {
		s.Aliases = append(s.Aliases[:len(s.Aliases):len(s.Aliases)], f.Alias)
	}
	return s
}

func (s Agency) KnownAs() []string { return append([]string{s.Called}, s.Aliases...) }

func (s Agency) DisplayName(value.Lang) string { return s.Called }
