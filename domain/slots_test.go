package domain

import (
	"slices"
	"testing"
	"time"

	"mufakat/domain/value"
)

// status is where one signatory stands now.
func (s *story) status(r string, slot value.Slot) SlotStatus {
	s.t.Helper()
	for st := range s.instrument(r).Slots(value.At(s.now)) {
		if st.Slot == slot {
			return st
		}
	}
	s.t.Fatalf("%s has no place %s", r, slot)
	return SlotStatus{}
}

// How far the place 64-1 has come by one record, or several in either order.
func TestHowFarASignatoryHasCome(t *testing.T) {
	const (
		news   = `{"evidence":[{"grade":"news"}],"fact":{"slot":"64-1"}}`
		said   = `{"evidence":[{"grade":"own-statement"}],"fact":{"slot":"64-1"}}`
		seen   = `{"evidence":[{"grade":"original"}],"fact":{"slot":"64-1"}}`
		either = `{"evidence":[{"grade":"copy"}],"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`
		guess  = `{"evidence":[{"grade":{"oneOf":["copy","news"]}}],"fact":{"slot":"64-1"}}`
		part   = `{"evidence":[{"grade":"copy"}],"fact":{"slot":"64-1","extent":"3/7"}}`
		all    = `{"evidence":[{"grade":"copy"}],"fact":{"slot":"64-1","extent":"all"}}`
		seven  = `{"evidence":[{"grade":"copy"}],"fact":{"slot":"64-1","extent":"7/7"}}`
		many   = `{"evidence":[{"grade":"copy"}],"fact":{"slot":"64-1"}}`
		open   = `{"evidence":[{"grade":"copy"}],"fact":{"slot":"64-1","extent":{"oneOf":["3/7","all"]}}}`
	)
	const one, bundle = "instrument/1", "instrument/2"
	for _, c := range []struct {
		name, at string
		records  []string
		want     SlotState
		because  string
		grade    value.Grade
	}{
		{"nothing", one, nil, SlotNotSigned, "", ""},
		{"the news", one, []string{news}, SlotReported, "", value.GradeNews},
		{"the party's word", one, []string{said}, SlotSigned, "", value.GradeOwnStatement},
		{"the news and the original", one, []string{news, seen}, SlotSigned, "", value.GradeOriginal},
		{"the news and one of two", one, []string{news, either}, SlotUnclear, "slot", value.GradeCopy},
		{"perhaps only news", one, []string{guess}, SlotReported, "", value.GradeNews},
		{"one of two", one, []string{either}, SlotUnclear, "slot", value.GradeCopy},
		{"one of two and the original", one, []string{either, seen}, SlotSigned, "", value.GradeOriginal},
		{"some of a bundle", bundle, []string{part}, SlotPartly, "", value.GradeCopy},
		{"all of a bundle", bundle, []string{all}, SlotSigned, "", value.GradeCopy},
		{"seven of seven", bundle, []string{seven}, SlotSigned, "", value.GradeCopy},
		{"some, then all", bundle, []string{part, all}, SlotSigned, "", value.GradeCopy},
		{"an extent not stated", bundle, []string{many}, SlotUnclear, "extent", value.GradeCopy},
		{"some and all, or not", bundle, []string{open}, SlotUnclear, "extent", value.GradeCopy},
		{"one of two, of a bundle", bundle, []string{either}, SlotUnclear, "slot,extent", value.GradeCopy},
	} {
		t.Run(c.name, func(t *testing.T) {
			forward, backward := affair(t), affair(t)
			for _, rec := range c.records {
				forward.given(c.at, "sign", rec)
			}
			for _, rec := range slices.Backward(c.records) {
				backward.given(c.at, "sign", rec)
			}
			for _, s := range []*story{forward, backward} {
				st := s.status(c.at, "64-1")
				if st.State != c.want || joined(st.Because) != c.because {
					t.Errorf("%s because of %v; want %s because of %s", st.State, st.Because, c.want, c.because)
				}
			}
			st, records := forward.status(c.at, "64-1"), 0
			for _, sig := range st.Signatures {
				records += 1 + len(sig.Sources)
			}
			if st.Grade() != c.grade || records != len(c.records) {
				t.Errorf("%s by %d records", st.Grade(), records)
			}
		})
	}
	if (SlotStatus{State: SlotSigned}).Signed().Truth != value.Yes || (SlotStatus{State: SlotUnclear}).Signed().Truth != value.CannotTell {
		t.Error("signed is signed, and unclear is not told")
	}
}

// A signature that does not say for which place is of those that its party and
// office do not rule out.
func TestWhichPlacesASignatureMayBe(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"by its party", `{"onBehalfOf":"64",` + own + `,"fact":{}}`, "35-1 not-on-record ; 64-1 signed "},
		{"by its office", `{` + own + `,"fact":{"office":"` + oid(1) + `"}}`, "35-1 signed ; 64-1 not-on-record "},
		{"by one of two offices", `{` + own + `,"fact":{"office":{"oneOf":["` + oid(1) + `","` + oid(2) + `"]}}}`, "35-1 cannot-tell slot; 64-1 cannot-tell slot"},
		{"by an office in words", `{` + own + `,"fact":{"office":{"inWords":"gubernur"}}}`, "35-1 cannot-tell slot; 64-1 cannot-tell slot"},
		{"by one of two parties and an office", `{"onBehalfOf":{"oneOf":["35","64"]},` + own + `,"fact":{"office":"` + oid(2) + `"}}`, "35-1 not-on-record ; 64-1 signed "},
		{"by an office that has no place", `{` + own + `,"fact":{"office":"` + oid(3) + `"}}`, "35-1 not-on-record ; 64-1 not-on-record "},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			s.given("office/3", "register", `{"fact":{"title":"Sekda Kaltim","party":"64"}}`)
			s.given("instrument/1", "sign", c.body)
			if got := slotsAt(s.instrument("instrument/1"), s.now); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}

// From when a place counts as signed: the end of the day of the act, or the
// record where the day is not known by then.
func TestFromWhenAPlaceIsSigned(t *testing.T) {
	recorded := time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, body, want string }{
		{"a day", `{"occurred":"2022-07-28[WITA]",` + own + `,"fact":{"slot":"64-1"}}`, "2022-07-28T16:00:00Z"},
		{"a minute", `{"occurred":"2022-07-28T19:54[WITA]",` + own + `,"fact":{"slot":"64-1"}}`, "2022-07-28T11:55:00Z"},
		{"not stated", `{` + own + `,"fact":{"slot":"64-1"}}`, recorded.Format(time.RFC3339)},
		{"some day of a month that goes on", `{"occurred":"2022-08",` + own + `,"fact":{"slot":"64-1"}}`, recorded.Format(time.RFC3339)},
		{"some day after", `{"occurred":"2022-07-28/..[WITA]",` + own + `,"fact":{"slot":"64-1"}}`, recorded.Format(time.RFC3339)},
		{"the news", `{"occurred":"2022-07-28[WITA]","evidence":[{"grade":"news"}],"fact":{"slot":"64-1"}}`, ""},
		{"one of two", `{"occurred":"2022-07-28[WITA]",` + own + `,"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`, ""},
		{"another", `{"occurred":"2022-07-28[WITA]",` + own + `,"fact":{"slot":"35-1"}}`, ""},
	} {
		s := affair(t)
		s.given("instrument/1", "sign", c.body)
		at, ok := s.instrument("instrument/1").SignedFrom("64-1")
		if got := instant(at.UTC(), ok); got != c.want {
			t.Errorf("%s: from %s; want %s", c.name, got, c.want)
		}
	}
	s := affair(t)
	s.given("instrument/2", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1","extent":"3/7"}}`)
	if at, ok := s.instrument("instrument/2").SignedFrom("64-1"); ok {
		t.Errorf("three of seven is not signed from %v", at)
	}
	s.given("instrument/2", "sign", `{"occurred":"2022-08-01[WITA]",`+own+`,"fact":{"slot":"64-1","extent":"all"}}`)
	if at, ok := s.instrument("instrument/2").SignedFrom("64-1"); instant(at.UTC(), ok) != "2022-08-01T16:00:00Z" {
		t.Errorf("all of it from %v, %v", at, ok)
	}
}

// A document step by step, each state told in both languages.
func TestHowFarADocumentHasCome(t *testing.T) {
	s := affair(t)
	is := func(want InstrumentState, id string) {
		t.Helper()
		got := s.instrument("instrument/1").StateAt(value.At(s.now))
		if got != want || got.Label(value.Indonesian) != id || got.Label(value.English) == id {
			t.Errorf("%s, %q, %q; want %s, %q", got, got.Label(value.Indonesian), got.Label(value.English), want, id)
		}
	}
	if got := (Instrument{}).StateAt(value.At(s.now)); got != "not-on-record" {
		t.Errorf("%s", got)
	}
	is("drafted", "rancangan")
	s.given("instrument/1", "finalise", `{"fact":{"version":"3"}}`)
	is("final", "naskah final, belum ditandatangani")
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
	is("partly-signed", "ditandatangani sebagian pihak")
	either := s.given("instrument/1", "sign", `{"occurred":"2022-08-01[WITA]",`+own+`,"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`)
	is("cannot-tell", "belum dapat dipastikan")
	s.detailed(either, `{"fact":{"slot":"35-1"}}`)
	is("fully-signed", "ditandatangani semua pihak")
	s.given("instrument/1", "state-term", `{"fact":{"from":"2022-08-02[WITA]","openEnded":true}}`)
	is("in-force", "berlaku")
}
