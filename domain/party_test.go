package domain

import (
	"testing"

	"mufakat/domain/value"
)

// A region is called by the name registered, or by the one the law gives its code.
func TestPartiesAndTheirNames(t *testing.T) {
	for _, c := range []struct{ party, body, id, en, zone string }{
		{"party/35", `{"fact":{"code":"35"}}`, "Jawa Timur", "Jawa Timur", ""},
		{"party/35", `{"fact":{"code":"35","name":"Pemprov Jatim","zone":"WIB"}}`, "Pemprov Jatim", "Pemprov Jatim", "Asia/Jakarta"},
		{"party/64", `{"fact":{"code":"64","zone":"Asia/Makassar"}}`, "Kalimantan Timur", "Kalimantan Timur", "Asia/Makassar"},
		{"party/64.72", `{"fact":{"code":"64.72"}}`, "64.72", "64.72", ""},
		{"party/64.72", `{"fact":{"code":"64.72","name":"Kota Samarinda"}}`, "Kota Samarinda", "Kota Samarinda", ""},
		{"party/97", `{"fact":{"code":"97"}}`, "97", "97", ""},
		{"party/1", `{"fact":{"code":{"oneOf":["35","64"]}}}`, "pihak 00000000", "party 00000000", ""},
	} {
		s := newStory(t)
		s.given(c.party, "register", c.body)
		s.DisplayName(c.party, c.id, c.en)
		if p := stateIn[Party](s, c.party); !p.Registered || p.Zone != c.zone {
			t.Errorf("%s: %+v", c.body, p)
		}
	}
}

func TestPartiesThatAreRefused(t *testing.T) {
	s := newStory(t)
	s.given("party/35", "register", `{"fact":{"code":"35"}}`)
	s.refused(alreadyRegistered, "fact", "party/35", "register", `{"fact":{"code":"35","name":"Jawa Timur"}}`)
	s.refused(codeOfAnother, "fact.code", "party/64", "register", `{"fact":{"code":"35"}}`)
	s.refused(codeOfAnother, "fact.code", "party/1", "register", `{"fact":{"code":"64"}}`)
	s.refused(value.NotARegionCode, "fact.code", "party/64", "register", `{"fact":{"code":"Kaltim"}}`)
	s.refused(value.NotARegionCode, "fact.code.oneOf.1", "party/64", "register", `{"fact":{"code":{"oneOf":["64","Kaltim"]}}}`)
	s.refused(value.NoSuchZone, "fact.zone", "party/64", "register", `{"fact":{"zone":"Asia/Samarinda"}}`)
	if _, there := s.world[ref(t, "party/64")]; there {
		t.Error("what was refused is on record")
	}
}

func TestHowAPartyReads(t *testing.T) {
	s := newStory(t)
	s.says(s.given("party/64", "register", `{"fact":{"code":"64","name":"Provinsi Kaltim"}}`),
		"Provinsi Kaltim didaftarkan sebagai pihak dengan kode wilayah 64.",
		"Provinsi Kaltim was registered as a party under region code 64.")
	s.says(s.given("party/1", "register", `{"fact":{"code":{"inWords":"provinsi tetangga"}}}`),
		"tidak disebut didaftarkan sebagai pihak dengan kode wilayah “provinsi tetangga”.",
		"not stated was registered as a party under region code “provinsi tetangga”.")
}

func TestAPartyCorrectedAndDetailed(t *testing.T) {
	s := newStory(t)
	rec := s.given("party/64", "register", `{"fact":{"code":"64","name":"Kaltm"}}`)
	s.detailed(rec, `{"fact":{"zone":"WITA"}}`)
	if z := stateIn[Party](s, "party/64").Zone; z != "Asia/Makassar" {
		t.Errorf("zone %q, stated since", z)
	}
	s.noDetail(rec, "fact.zone", `{"fact":{"zone":"WIB"}}`)
	s.noDetail(rec, "fact.name", `{"fact":{"name":"Kaltim"}}`)
	s.corrected(rec, `{"fact":{"code":"64","name":"Kaltim"}}`)
	s.DisplayName("party/64", "Kaltim", "Kaltim")
	s.refused(codeOfAnother, "fact.reads.fact.code", "party/64", "correct",
		`{"fact":{"record":"`+string(rec.ID)+`","reads":{"fact":{"code":"35"}}}}`)
	s.takenBack(rec)
	if stateIn[Party](s, "party/64").Registered {
		t.Error("registered, though that did not happen")
	}
	s.given("party/64", "register", `{"fact":{"code":"64","name":"Kalimantan Timur"}}`)
	s.DisplayName("party/64", "Kalimantan Timur", "Kalimantan Timur")
}
