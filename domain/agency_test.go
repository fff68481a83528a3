package domain

import (
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestAgenciesAndTheirNames(t *testing.T) {
	s := affair(t)
	rec := s.given("agency/1", "register", `{"fact":{"party":"64","name":"Dinas Kelautan"}}`)
	s.says(rec, "Dinas Kelautan didaftarkan sebagai perangkat daerah atau unit kerja dari Provinsi Kalimantan Timur.",
		"Dinas Kelautan was registered as an agency of Provinsi Kalimantan Timur.")
	s.says(s.given("agency/1", "alias", `{"fact":{"alias":"DKP Kaltim"}}`),
		"Nama lain tercatat: DKP Kaltim.", "Another name was recorded: DKP Kaltim.")
	s.given("agency/1", "alias", `{"fact":{"alias":"Dinas Perikanan"}}`)
	a := stateIn[Agency](s, "agency/1")
	if !a.Registered || a.Party.Is(value.PartyOf("64")) != value.Yes || !slices.Equal(a.Aliases, []string{"DKP Kaltim", "Dinas Perikanan"}) {
		t.Errorf("%+v", a)
	}
	s.DisplayName("agency/1", "Dinas Kelautan", "Dinas Kelautan") // an alias is no new name
}

// A source may call an agency by a name before anybody registers it, and may
// not know whose it is.
func TestAgenciesOfWhichLittleIsKnown(t *testing.T) {
	s := affair(t)
	s.given("agency/2", "alias", `{"fact":{"alias":"Biro Umum"}}`)
	if a := stateIn[Agency](s, "agency/2"); a.Registered || len(a.Aliases) != 1 {
		t.Errorf("%+v", a)
	}
	s.DisplayName("agency/2", "perangkat daerah 00000000", "agency 00000000")
	rec := s.given("agency/3", "register", `{"fact":{"name":"Biro Ekonomi","party":{"oneOf":["35","64"]}}}`)
	s.says(rec, "Biro Ekonomi didaftarkan sebagai perangkat daerah atau unit kerja dari salah satu dari Jawa Timur atau Provinsi Kalimantan Timur.",
		"Biro Ekonomi was registered as an agency of one of Jawa Timur or Provinsi Kalimantan Timur.")
	s.noDetail(rec, "fact.party", `{"fact":{"party":{"inWords":"salah satu"}}}`)
	s.detailed(rec, `{"fact":{"party":"35"}}`)
	if a := stateIn[Agency](s, "agency/3"); a.Party.Is(value.PartyOf("35")) != value.Yes {
		t.Errorf("%+v", a)
	}
	s.noDetail(rec, "fact.party", `{"fact":{"party":"64"}}`)
}

func TestAgenciesThatAreRefused(t *testing.T) {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Dinas Kelautan"}}`)
	s.refused(alreadyRegistered, "fact", "agency/1", "register", `{"fact":{"name":"Dinas Perikanan"}}`)
	s.refused(fact.NoSuchAggregate, "fact.party", "agency/2", "register", `{"fact":{"party":"32"}}`)
	s.refused(fact.NoSuchAggregate, "fact.party", "agency/2", "register", `{"fact":{"party":{"oneOf":["35","32"]}}}`)
	s.refused(fact.NoSuchCommand, "", "agency/1", "appoint", `{}`)
}

// A corrected alias is the corrected one in its place; one that did not happen
// is gone, and the others stay.
func TestAnAliasCorrected(t *testing.T) {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Dinas Kelautan"}}`)
	first := s.given("agency/1", "alias", `{"fact":{"alias":"DKP"}}`)
	s.given("agency/1", "alias", `{"fact":{"alias":"Dinas Perikanan"}}`)
	s.corrected(first, `{"fact":{"alias":"DKP Kaltim"}}`)
	if a := stateIn[Agency](s, "agency/1"); !slices.Equal(a.Aliases, []string{"DKP Kaltim", "Dinas Perikanan"}) {
		t.Errorf("%v", a.Aliases)
	}
	s.takenBack(first)
	if a := stateIn[Agency](s, "agency/1"); !slices.Equal(a.Aliases, []string{"Dinas Perikanan"}) {
		t.Errorf("%v", a.Aliases)
	}
}
