package domain

import (
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestAPowerOfAttorney(t *testing.T) {
	s := affair(t)
	s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas Kelautan","party":"64"}}`)
	s.says(s.given("mandate/1", "grant", `{"fact":{"number":"183/1","giver":"`+oid(2)+`","attorney":"`+oid(3)+`",
		"instruments":["`+oid(1)+`","`+oid(2)+`"],"from":"2022-07-01[WITA]","to":"2022-12-31[WITA]"}}`),
		"Gubernur Kalimantan Timur memberi kuasa kepada Kepala Dinas Kelautan untuk Kesber dan Tujuh PKS, nomor 183/1, "+
			"mulai Jumat, 1 Juli 2022 (WITA), sampai Sabtu, 31 Desember 2022 (WITA).",
		"Gubernur Kalimantan Timur gave power of attorney to Kepala Dinas Kelautan for Kesber and Tujuh PKS, number 183/1, "+
			"from Friday, 1 July 2022 (WITA), until Saturday, 31 December 2022 (WITA).")
	m := stateIn[Mandate](s, "mandate/1")
	if !m.Granted || m.Giver.Is(value.OfficeID(oid(2))) != value.Yes || m.Attorney.Is(value.OfficeID(oid(3))) != value.Yes ||
		!slices.Equal(m.Instruments, []value.InstrumentID{value.InstrumentID(oid(1)), value.InstrumentID(oid(2))}) ||
		m.From.String() != "2022-07-01[Asia/Makassar]" || m.To.String() != "2022-12-31[Asia/Makassar]" {
		t.Errorf("%+v", m)
	}
	s.DisplayName("mandate/1", "Surat kuasa 183/1", "Power of attorney 183/1")
}

// That there is one, and who gave it, may be all that is known.
func TestAPowerOfWhichLittleIsKnown(t *testing.T) {
	s := affair(t)
	rec := s.given("mandate/1", "grant", `{"fact":{"giver":"`+oid(2)+`"}}`)
	s.says(rec, "Gubernur Kalimantan Timur memberi kuasa kepada tidak disebut.",
		"Gubernur Kalimantan Timur gave power of attorney to not stated.")
	m := stateIn[Mandate](s, "mandate/1")
	if !m.Granted || !m.Attorney.IsZero() || len(m.Instruments) > 0 || !m.From.IsZero() || !m.To.IsZero() {
		t.Errorf("%+v", m)
	}
	s.DisplayName("mandate/1", "surat kuasa 00000000", "power of attorney 00000000")
	s.detailed(rec, `{"fact":{"attorney":{"oneOf":["`+oid(1)+`","`+oid(2)+`"]},"number":"183/2"}}`)
	s.detailed(rec, `{"fact":{"attorney":"`+oid(1)+`"}}`)
	if m := stateIn[Mandate](s, "mandate/1"); m.Attorney.Is(value.OfficeID(oid(1))) != value.Yes || m.Number != "183/2" {
		t.Errorf("%+v, once stated", m)
	}
	s.noDetail(rec, "fact.giver", `{"fact":{"giver":"`+oid(1)+`"}}`)
}

func TestPowersThatAreRefused(t *testing.T) {
	s := affair(t)
	s.given("mandate/1", "grant", `{"fact":{"number":"183/1"}}`)
	s.refused(alreadyRegistered, "fact", "mandate/1", "grant", `{"fact":{"number":"183/2"}}`)
	s.refused(endsBeforeItBegins, "fact.to", "mandate/2", "grant", `{"fact":{"from":"2022-07-02[WITA]","to":"2022-07-01[WITA]"}}`)
	s.given("mandate/3", "grant", `{"fact":{"from":"2022-07-01[WITA]","to":"2022-07-01[WITA]"}}`) // of one day
	s.refused(fact.NoSuchAggregate, "fact.giver", "mandate/2", "grant", `{"fact":{"giver":"`+oid(44)+`"}}`)
	s.refused(fact.NoSuchAggregate, "fact.attorney", "mandate/2", "grant", `{"fact":{"attorney":"`+oid(44)+`"}}`)
	s.refused(fact.NoSuchAggregate, "fact.instruments.1", "mandate/2", "grant", `{"fact":{"instruments":["`+oid(1)+`","`+oid(44)+`"]}}`)
	s.refused(value.NotAnID, "fact.instruments.0", "mandate/2", "grant", `{"fact":{"instruments":["35-1"]}}`)
}

func TestAPowerCorrected(t *testing.T) {
	s := affair(t)
	rec := s.given("mandate/1", "grant", `{"fact":{"number":"183/1","instruments":["`+oid(1)+`"]}}`)
	s.corrected(rec, `{"fact":{"number":"183/7"}}`)
	if m := stateIn[Mandate](s, "mandate/1"); m.Number != "183/7" || len(m.Instruments) > 0 {
		t.Errorf("%+v; it reads as a whole", m)
	}
	s.takenBack(rec)
	if m := stateIn[Mandate](s, "mandate/1"); m.Granted || m.Number != "" {
		t.Errorf("%+v, though that did not happen", m)
	}
}
