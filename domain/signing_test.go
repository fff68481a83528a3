package domain

import (
	"testing"
	"time"

	"mufakat/domain/value"
)

const own = `"evidence":[{"grade":"own-statement"}]`

func TestSignedByOneSide(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","occurred":"2022-07-28/2022-08-11[Asia/Makassar]",`+own+`,
		"assertedBy":{"party":"64"},"fact":{"slot":"64-1","office":"`+oid(2)+`"}}`)
	in := s.instrument("instrument/1")
	for _, c := range []struct{ on, want string }{
		{"2022-07-27", "35-1 not-on-record ; 64-1 not-on-record "},
		{"2022-08-05", "35-1 not-on-record ; 64-1 cannot-tell occurred"},
		{"2022-08-12", "35-1 not-on-record ; 64-1 signed "},
	} {
		w, _ := value.ParseWhen(c.on + "[Asia/Makassar]")
		end, _ := w.Latest()
		if got := slotsAt(in, end); got != c.want {
			t.Errorf("on %s: %s; want %s", c.on, got, c.want)
		}
	}
	if a := in.InForce(s.now); a.Truth != value.No {
		t.Errorf("in force: %v; nothing of 35 is on record", a)
	}
	if got := in.StateAt(s.now); got != "partly-signed" {
		t.Errorf("state %s", got)
	}
	s.refused(alreadySigned, "fact.slot", "instrument/1", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	s.refused(noSuchSlot, "fact.slot", "instrument/1", "sign", `{"fact":{"slot":"99"}}`)
	s.refused(extentOfOne, "fact.extent", "instrument/1", "sign", `{"fact":{"slot":"35-1","extent":"all"}}`)
}

func TestBundleSignedToAnUnstatedExtent(t *testing.T) {
	s := affair(t)
	s.given("instrument/2", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	if got, want := slotsAt(s.instrument("instrument/2"), s.now), "35-1 not-on-record ; 64-1 cannot-tell extent"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.given("instrument/2", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1","extent":"3/7"}}`)
	if got, want := slotsAt(s.instrument("instrument/2"), s.now), "35-1 not-on-record ; 64-1 partly "; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.refused(notAnExtent, "fact.extent", "instrument/2", "sign", `{"fact":{"extent":"8/7"}}`)
}

func TestNewsIsReportedAndNeverCounted(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"evidence":[{"grade":"news"}],"fact":{"slot":"35-1"}}`)
	s.given("instrument/1", "sign", `{"evidence":[{"grade":"own-statement"}],"assertedBy":{"party":"35"},"onBehalfOf":"64","fact":{"slot":"64-1"}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 reported ; 64-1 reported "; got != want {
		t.Errorf("%s; want %s: another party's statement is not one's own", got, want)
	}
}

func TestSlotNotStatedIsOneOfThoseLeft(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{`+own+`,"fact":{}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 cannot-tell slot; 64-1 cannot-tell slot"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.given("instrument/1", "state", `{"fact":{"record":"00000000-0000-7000-9000-000000000007","details":{"fact":{"slot":"64-1"}}}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 not-on-record ; 64-1 signed "; got != want {
		t.Errorf("once stated: %s; want %s", got, want)
	}
	s.refused(notMoreThan, "fact.details.fact.slot", "instrument/1", "state",
		`{"fact":{"record":"00000000-0000-7000-9000-000000000007","details":{"fact":{"slot":"35-1"}}}}`)
}

func TestCorrectionOfASignatureWaitsForAnotherPerson(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	s.by.Name = "petugas satu"
	fix := s.given("instrument/1", "correct", `{"fact":{"record":"`+string(sig.ID)+`","notHappened":true,"reason":"salah baca"}}`)
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 signed " {
		t.Errorf("counts before it is confirmed: %s", got)
	}
	confirm := `{"fact":{"correction":"` + string(fix.ID) + `"}}`
	s.refused(samePerson, "fact", "instrument/1", "confirm-correction", confirm)
	s.by.Name = "petugas dua"
	s.given("instrument/1", "confirm-correction", confirm)
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 not-on-record " {
		t.Errorf("does not count once confirmed: %s", got)
	}
}

func TestTenWorkingDays(t *testing.T) {
	from := time.Date(2022, 7, 28, 12, 0, 0, 0, value.WITA)
	to := time.Date(2022, 8, 11, 9, 0, 0, 0, value.WITA)
	w := value.WorkingDays(from, to, value.WIB)
	if w.Days != 10 || len(w.NoList) != 1 || w.NoList[0] != 2022 {
		t.Errorf("28 July to 11 August 2022: %+v; want 10, with no list for 2022", w)
	}
	w = value.WorkingDays(time.Date(2026, 8, 14, 0, 0, 0, 0, value.WIB), time.Date(2026, 8, 18, 0, 0, 0, 0, value.WIB), value.WIB)
	if w.Days != 1 || len(w.NoList) != 0 {
		t.Errorf("over 17 August 2026: %+v; want 1", w)
	}
}
