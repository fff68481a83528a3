package domain

import (
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func (s *story) deferral(r string) Deferral {
	s.t.Helper()
	ds := stateIn[Engagement](s, r).Deferrals
	if len(ds) == 0 {
		s.t.Fatalf("%s was never deferred", r)
	}
	return ds[len(ds)-1]
}

func TestADeferral(t *testing.T) {
	s := affair(t)
	s.given("engagement/2", "mission", `{"fact":{"title":"Misi Dagang","guest":"35","host":"64"}}`)
	s.says(s.given("engagement/1", "defer", `{"assertedBy":{"party":"64"},
		"evidence":[{"grade":"news","published":"2022-08-02[WITA]"},{"grade":"own-statement","published":"2022-07-30[WITA]"}],
		"fact":{"occasion":"`+oid(2)+`","planned":"2022-07-28[WITA]","reason":"signatory-absent","explanation":"rapat di Jakarta",
		"absent":"`+oid(1)+`","documents":["`+oid(1)+`","`+oid(2)+`"]}}`),
		"Penandatanganan Kesber dan Tujuh PKS ditunda. Alasan: penanda tangan tidak hadir (rapat di Jakarta). Yang tidak hadir: Gubernur Jawa Timur.",
		"The signing of Kesber and Tujuh PKS was deferred. Reason: signatory absent (rapat di Jakarta). Absent: Gubernur Jawa Timur.")
	d := s.deferral("engagement/1")
	if d.Planned.String() != "2022-07-28[Asia/Makassar]" || d.Occasion.Is(value.EngagementID(oid(2))) != value.Yes || len(d.Absent) != 1 || d.Absent[0].Is(value.OfficeID(oid(1))) != value.Yes ||
		!slices.Equal(d.Documents, []value.InstrumentID{value.InstrumentID(oid(1)), value.InstrumentID(oid(2))}) {
		t.Errorf("%+v", d)
	}
	if d.Said.String() != "2022-07-30[Asia/Makassar]" || d.Grade != value.GradeOwnStatement || d.SaidBy.Party.Is(value.PartyOf("64")) != value.Yes {
		t.Errorf("said %s, %s, %+v; the earliest source and the best", d.Said, d.Grade, d.SaidBy)
	}
	if id, en := d.Why(value.Indonesian, s.names), d.Why(value.English, s.names); id != "penanda tangan tidak hadir (rapat di Jakarta)" || en != "signatory absent (rapat di Jakarta)" {
		t.Errorf("%q, %q", id, en)
	}
	s.DisplayName("engagement/1", "Penandatanganan, Kamis, 28 Juli 2022 (WITA)", "Signing, Thursday, 28 July 2022 (WITA)")
}

// That it was put off may be all that is known: no reason, nobody absent, no day.
func TestADeferralOfWhichLittleIsKnown(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`"]}}`)
	s.says(rec, "Penandatanganan Kesber ditunda. Alasan: tidak disebut.", "The signing of Kesber was deferred. Reason: not stated.")
	d := s.deferral("engagement/1")
	if !d.Reason.IsZero() || !d.Absent.IsZero() || !d.Planned.IsZero() || !d.Said.IsZero() || d.Grade != "" {
		t.Errorf("%+v", d)
	}
	if d.Why(value.Indonesian, s.names) != "tidak disebut" || d.Why(value.English, s.names) != "not stated" {
		t.Errorf("%q", d.Why(value.Indonesian, s.names))
	}
	s.DisplayName("engagement/1", "kegiatan 00000000", "occasion 00000000")
}

// When no plan is stated, the day it was put off from is the day of the record.
func TestTheDayADeferralIsOf(t *testing.T) {
	for body, want := range map[string]string{
		`{"occurred":"2022-07-28[WITA]","fact":{}}`:                                "2022-07-28[Asia/Makassar]",
		`{"occurred":"2022-07-27[WITA]","fact":{"planned":"2022-07-28[WITA]"}}`:    "2022-07-28[Asia/Makassar]",
		`{"fact":{"planned":"2022-10/2022-12","reason":"council-pending"}}`:        "2022-10/2022-12", // a plan may lie ahead
		`{"fact":{"planned":"2022-07-28T10:00[WITA]","explanation":"belum siap"}}`: "2022-07-28T10:00[Asia/Makassar]",
	} {
		s := affair(t)
		s.given("engagement/1", "defer", body)
		if got := s.deferral("engagement/1").Planned.String(); got != want {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// Whoever was absent goes with a reason that can be absence.
func TestDeferralsThatAreRefused(t *testing.T) {
	s := affair(t)
	absent := `"absent":"` + oid(1) + `"`
	for _, reason := range []string{"power-missing", "text-open", "council-pending"} {
		s.refused(absentThoughOther, "fact.absent", "engagement/1", "defer", `{"fact":{"reason":"`+reason+`",`+absent+`}}`)
		s.refused(absentThoughOther, "fact.absent", "engagement/1", "defer", `{"fact":{"reason":"`+reason+`","absent":{"inWords":"gubernur"}}}`)
	}
	for i, reason := range []string{`"signatory-absent"`, `"other"`, `{"oneOf":["text-open","signatory-absent"]}`, `{"inWords":"ada acara lain"}`} {
		s.given("engagement/1", "defer", `{"fact":{"reason":`+reason+`,`+absent+`}}`)
		if n := len(stateIn[Engagement](s, "engagement/1").Deferrals); n != i+1 {
			t.Errorf("%s: %d deferrals", reason, n)
		}
	}
	s.refused(value.NotAChoice, "fact.reason", "engagement/1", "defer", `{"fact":{"reason":"rain"}}`)
	s.refused(fact.NoSuchAggregate, "fact.absent.0", "engagement/1", "defer", `{"fact":{"absent":{"oneOf":["`+oid(1)+`","`+oid(44)+`"]}}}`)
	s.refused(fact.NoSuchAggregate, "fact.documents.1", "engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`","`+oid(44)+`"]}}`)
	s.refused(fact.NoSuchAggregate, "fact.occasion", "engagement/1", "defer", `{"fact":{"occasion":"`+oid(44)+`"}}`)
}

// A deferral makes a signing of an occasion of which nothing else is known, and
// leaves a visit the visit it was; the document stays as open as it was.
func TestWhatADeferralLeavesAsItWas(t *testing.T) {
	s := affair(t)
	s.given("engagement/1", "visit", `{"occurred":"2022-07-27[WITA]","fact":{"guest":"35","host":"64"}}`)
	s.given("engagement/1", "defer", `{"fact":{"planned":"2022-07-28[WITA]","documents":["`+oid(1)+`"]}}`)
	if e := stateIn[Engagement](s, "engagement/1"); e.Sort != "visit" || e.When.String() != "2022-07-27[Asia/Makassar]" {
		t.Errorf("%+v", e)
	}
	if v := s.world[ref(t, "instrument/1")].Version(); v != 1 {
		t.Errorf("%d records of the document", v)
	}
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
}

// Once it is known who was absent, the sentence says so; taken back, the
// occasion was never deferred.
func TestADeferralDetailedAndCorrected(t *testing.T) {
	s := affair(t)
	const body = `{"fact":{"reason":"signatory-absent","absent":{"oneOf":["00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000002"]}}}`
	rec := s.given("engagement/1", "defer", body)
	s.says(rec, "Penandatanganan ditunda. Alasan: penanda tangan tidak hadir. Yang tidak hadir: salah satu dari Gubernur Jawa Timur atau Gubernur Kalimantan Timur.",
		"The signing was deferred. Reason: signatory absent. Absent: one of Gubernur Jawa Timur or Gubernur Kalimantan Timur.")
	s.detailed(rec, `{"fact":{"absent":"`+oid(1)+`"}}`)
	s.says(rec, "Penandatanganan ditunda. Alasan: penanda tangan tidak hadir. Yang tidak hadir: Gubernur Jawa Timur.",
		"The signing was deferred. Reason: signatory absent. Absent: Gubernur Jawa Timur.")
	s.noDetail(rec, "fact.absent", `{"fact":{"absent":"`+oid(2)+`"}}`)
	s.refused(absentThoughOther, "fact.reads.fact.absent", "engagement/1", "correct",
		`{"fact":{"record":"`+string(rec.ID)+`","reads":{"fact":{"reason":"text-open","absent":"`+oid(1)+`"}}}}`)
	s.takenBack(rec)
	if e := stateIn[Engagement](s, "engagement/1"); len(e.Deferrals) != 0 || e.Sort != "" {
		t.Errorf("%+v", e)
	}
	again := s.given("engagement/1", "defer", body) // what was taken back may be said again, in the same words
	if again.ID == rec.ID || len(stateIn[Engagement](s, "engagement/1").Deferrals) != 1 {
		t.Errorf("it was not recorded again: %s", again.ID)
	}
}

// An occasion may name itself; that opens no way to name what is not on record.
func TestAnOccasionMayNameItself(t *testing.T) {
	s := affair(t)
	itself := `"occasion":"` + oid(1) + `"`
	s.refused(fact.NoSuchAggregate, "fact.documents.0", "engagement/1", "defer", `{"fact":{`+itself+`,"documents":["`+oid(44)+`"]}}`)
	s.given("engagement/1", "defer", `{"fact":{`+itself+`,"documents":["`+oid(1)+`"]}}`)
	if d := s.deferral("engagement/1"); d.Occasion.Is(value.EngagementID(oid(1))) != value.Yes {
		t.Errorf("%+v", d)
	}
}
