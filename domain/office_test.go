package domain

import (
	"slices"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestOfficesAndTheirHolders(t *testing.T) {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Dinas Kelautan","party":"64"}}`)
	s.says(s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas Kelautan","party":"64","agency":"`+oid(1)+`","role":"agency-head"}}`),
		"Kepala Dinas Kelautan didaftarkan sebagai jabatan pada Dinas Kelautan untuk Provinsi Kalimantan Timur.",
		"Kepala Dinas Kelautan was registered as an office of Dinas Kelautan for Provinsi Kalimantan Timur.")
	s.says(s.given("office/3", "appoint", `{`+own+`,"fact":{"holder":"A. Contoh","actingAs":"plt","from":"2022-01-03[WITA]","to":"2022-06-30[WITA]","decree":"821/1"}}`),
		"Pejabat: A. Contoh, bertindak sebagai Plt. (pelaksana tugas), mulai Senin, 3 Januari 2022 (WITA), sampai Kamis, 30 Juni 2022 (WITA).",
		"Holder: A. Contoh, acting as Plt. (acting, post vacant), from Monday, 3 January 2022 (WITA), until Thursday, 30 June 2022 (WITA).")
	o := stateIn[Office](s, "office/3")
	if !o.Registered || o.Role.Is("agency-head") != value.Yes || o.Agency.Is(value.AgencyID(oid(1))) != value.Yes || len(o.Holders) != 1 {
		t.Fatalf("%+v", o)
	}
	if h := o.Holders[0]; h.Holder.Is("A. Contoh") != value.Yes || h.Decree != "821/1" || h.Grade != value.GradeOwnStatement {
		t.Errorf("%+v", h)
	}
	s.DisplayName("office/3", "Kepala Dinas Kelautan", "Kepala Dinas Kelautan")
}

// A holder of whom only words are known may be recorded, in an office that
// nobody registered.
func TestHoldersOfWhomLittleIsKnown(t *testing.T) {
	s := affair(t)
	s.says(s.given("office/9", "appoint", `{"fact":{"holder":{"inWords":"pejabat lama"}}}`),
		"Pejabat: “pejabat lama”, bertindak sebagai tidak disebut.",
		"Holder: “pejabat lama”, acting as not stated.")
	o := stateIn[Office](s, "office/9")
	if o.Registered || len(o.Holders) != 1 {
		t.Fatalf("%+v", o)
	}
	if a := o.Holders[0].HeldOn(value.At(s.now)); a.Truth != value.CannotTell || !slices.Equal(a.Because, []value.Reason{"from", "to"}) {
		t.Errorf("%+v; neither its start nor its end is stated", a)
	}
	s.DisplayName("office/9", "jabatan 00000000", "office 00000000")
}

func TestWhetherAnOfficeWasHeld(t *testing.T) {
	at := time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		from, to string
		want     value.Truth
		because  []value.Reason
	}{
		{"2022-01-01[WIB]", "2022-12-31[WIB]", value.Yes, nil},
		{"2022-01-01[WIB]", "2022-08-14[WIB]", value.No, []value.Reason{"held-before"}},
		{"2022-01-01[WIB]", "2022-08-15[WIB]", value.Yes, nil}, // his last day
		{"2022-08-15[WIB]", "2022-12-31[WIB]", value.Yes, nil}, // his first
		{"2022-08-16[WIB]", "2022-12-31[WIB]", value.No, []value.Reason{"not-begun"}},
		{"", "2022-08-14[WIB]", value.No, []value.Reason{"held-before"}},
		{"2022-08-16[WIB]", "", value.No, []value.Reason{"not-begun"}},
		{"2022-01-01[WIB]", "", value.CannotTell, []value.Reason{"to"}},
		{"", "2022-12-31[WIB]", value.CannotTell, []value.Reason{"from"}},
		{"2022[WIB]", "2023[WIB]", value.CannotTell, nil}, // some day of the year
		{"2021[WIB]", "2023[WIB]", value.Yes, nil},
	} {
		got := Holding{From: when(t, c.from), To: when(t, c.to)}.HeldOn(value.At(at))
		if got.Truth != c.want || !slices.Equal(got.Because, c.because) {
			t.Errorf("from %q to %q: %+v; want %v %v", c.from, c.to, got, c.want, c.because)
		}
	}
}

func TestOfficesThatAreRefused(t *testing.T) {
	s := affair(t)
	s.refused(alreadyRegistered, "fact", "office/1", "register", `{"fact":{"title":"Gubernur"}}`)
	s.refused(fact.NoSuchAggregate, "fact.agency", "office/4", "register", `{"fact":{"agency":"`+oid(44)+`"}}`)
	s.refused(fact.NoSuchAggregate, "fact.party", "office/4", "register", `{"fact":{"party":"32"}}`)
	s.refused(value.NotAChoice, "fact.role", "office/4", "register", `{"fact":{"role":"governor"}}`)
	s.refused(value.NotAChoice, "fact.actingAs", "office/1", "appoint", `{"fact":{"actingAs":"Plt."}}`)
	s.refused(endsBeforeItBegins, "fact.to", "office/1", "appoint", `{"fact":{"from":"2022-07[WITA]","to":"2022-06[WITA]"}}`)
	s.refused(value.NoSuchDay, "fact.from", "office/1", "appoint", `{"fact":{"from":"2022-02-30"}}`)
}

// Two definitive holders at one time are refused only where there is no other
// reading of what is stated.
func TestTwoDefinitiveHolders(t *testing.T) {
	for _, c := range []struct {
		name, fact string
		refused    bool
	}{
		{"within it", `"actingAs":"definitive","from":"2022-01-01[WITA]"`, true},
		{"on its first day", `"actingAs":"definitive","from":"2019-02-13[WITA]"`, true},
		{"before, reaching into it", `"actingAs":"definitive","from":"2018-01-01[WITA]","to":"2020-01-01[WITA]"`, true},
		{"around it", `"actingAs":"definitive","from":"2018-01-01[WITA]","to":"2030-01-01[WITA]"`, true},
		{"before it", `"actingAs":"definitive","from":"2014-02-13[WITA]","to":"2019-02-12[WITA]"`, false},
		{"before it, its end not stated", `"actingAs":"definitive","from":"2014-02-13[WITA]"`, false},
		{"on the day it ended", `"actingAs":"definitive","from":"2024-02-13[WITA]"`, false},
		{"after it", `"actingAs":"definitive","from":"2024-02-14[WITA]"`, false},
		{"its start not stated", `"actingAs":"definitive","to":"2022-01-01[WITA]"`, false},
		{"some day of the year it ended", `"actingAs":"definitive","from":"2024[WITA]"`, false},
		{"a daily deputy", `"actingAs":"plh","from":"2022-01-01[WITA]"`, false},
		{"perhaps a deputy", `"actingAs":{"oneOf":["definitive","plh"]},"from":"2022-01-01[WITA]"`, false},
		{"as what is not stated", `"from":"2022-01-01[WITA]"`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			s.given("office/2", "appoint", `{"fact":{"holder":"A","actingAs":"definitive","from":"2019-02-13[WITA]","to":"2024-02-13[WITA]"}}`)
			body := `{"fact":{"holder":"B",` + c.fact + `}}`
			if c.refused {
				s.refused(twoDefinitive, "fact.from", "office/2", "appoint", body)
				return
			}
			s.given("office/2", "appoint", body)
			if n := len(stateIn[Office](s, "office/2").Holders); n != 2 {
				t.Errorf("%d holders", n)
			}
		})
	}
}

// A holder of whom it is said that he never was makes room for another; a
// corrected term is judged as it should have read.
func TestAHolderCorrected(t *testing.T) {
	s := affair(t)
	first := s.given("office/2", "appoint", `{"fact":{"holder":"A","actingAs":"definitive","from":"2019-02-13[WITA]"}}`)
	s.detailed(first, `{"fact":{"to":"2024[WITA]"}}`)
	s.detailed(first, `{"fact":{"to":"2024-02-13[WITA]"}}`)
	s.noDetail(first, "fact.to", `{"fact":{"to":"2024-02[WITA]"}}`)
	s.noDetail(first, "fact.to", `{"fact":{"to":"2025-02-13[WITA]"}}`)
	if h := stateIn[Office](s, "office/2").Holders[0]; h.To.String() != "2024-02-13[Asia/Makassar]" {
		t.Errorf("until %s", h.To)
	}
	body := `{"fact":{"holder":"B","actingAs":"definitive","from":"2022-01-01[WITA]"}}`
	s.refused(twoDefinitive, "fact.from", "office/2", "appoint", body)
	s.refused(endsBeforeItBegins, "fact.reads.fact.to", "office/2", "correct",
		`{"fact":{"record":"`+string(first.ID)+`","reads":{"fact":{"from":"2022[WITA]","to":"2021[WITA]"}}}}`)
	s.corrected(first, `{"fact":{"holder":"A","actingAs":"definitive","from":"2019-02-13[WITA]","to":"2021-12-31[WITA]"}}`)
	s.given("office/2", "appoint", body)
	s.takenBack(first)
	if hs := stateIn[Office](s, "office/2").Holders; len(hs) != 1 || hs[0].Holder.Is("B") != value.Yes {
		t.Errorf("%+v", hs)
	}
}
