package domain

import (
	"strings"
	"testing"

	"mufakat/domain/value"
)

// notes are the rules that the document's signatures do not keep.
func (s *story) notes(r string, mandates ...value.MandateID) string {
	s.t.Helper()
	var names []string
	for _, n := range Findings(s.world[ref(s.t, r)], s, func(value.OfficeID) []value.MandateID { return mandates }, nil) {
		if n.Basis.ID == "" || n.Basis.EN == "" || n.Words.ID == "" || n.Words.EN == "" || n.Words.ID == n.Words.EN {
			s.t.Errorf("%s is not told: %+v", n.Rule, n)
		}
		names = append(names, n.Rule)
	}
	return strings.Join(names, " ")
}

// underAnUmbrella is a PKS of both heads under the joint agreement.
func underAnUmbrella(t *testing.T) *story {
	s := affair(t)
	s.given("instrument/3", "draft", `{"fact":{"kind":"pks","title":"PKS","under":"`+oid(1)+`","signatories":[
		{"slot":"35-1","office":"`+oid(1)+`"},{"slot":"64-1","office":"`+oid(2)+`"}]}}`)
	return s
}

func signedOn(day, slot, office string) string {
	return `{"occurred":"` + day + `",` + own + `,"fact":{"slot":"` + slot + `","office":"` + office + `"}}`
}

// A PKS is judged by how far its umbrella was on the day it was signed, not by
// how far it came later.
func TestAPKSBeforeItsUmbrella(t *testing.T) {
	for _, c := range []struct{ name, first, second, pks, want string }{
		{"the umbrella before", "2022-07-01[WITA]", "2022-07-02[WITA]", "2022-07-03[WITA]", ""},
		{"the umbrella after", "2022-07-01[WITA]", "2022-07-05[WITA]", "2022-07-03[WITA]", "umbrella-incomplete"},
		{"one of the umbrella's on an unknown day", "2022-07-01[WITA]", "2022-07[WITA]", "2022-07-03[WITA]", ""},
	} {
		s := underAnUmbrella(t)
		s.given("instrument/1", "sign", signedOn(c.first, "35-1", oid(1)))
		s.given("instrument/1", "sign", signedOn(c.second, "64-1", oid(2)))
		s.given("instrument/3", "sign", signedOn(c.pks, "64-1", oid(2)))
		if got := s.notes("instrument/3"); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

// A note goes when the records it rests on are corrected: it is never recorded.
func TestANoteFollowsTheRecords(t *testing.T) {
	s := underAnUmbrella(t)
	s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas","party":"64","role":"agency-head"}}`)
	s.given("instrument/1", "sign", signedOn("2022-07-01[WITA]", "35-1", oid(1)))
	s.given("instrument/1", "sign", signedOn("2022-07-01[WITA]", "64-1", oid(2)))
	sig := s.given("instrument/3", "sign", signedOn("2022-07-03[WITA]", "64-1", oid(3)))
	if got := s.notes("instrument/3"); got != "mandate-missing place-other-office" {
		t.Errorf("%q; no power of attorney is on record", got)
	}
	office := s.world[ref(t, "office/3")].Entries[0].Record
	fix := s.corrected(office, `{"fact":{"title":"Gubernur","party":"64","role":"head"}}`)
	if got := s.notes("instrument/3"); got != "place-other-office" {
		t.Errorf("%q; it was the head", got)
	}
	s.takenBack(fix)
	if got := s.notes("instrument/3"); got != "mandate-missing place-other-office" {
		t.Errorf("%q; it was not the head after all", got)
	}
	s.given("instrument/3", "add-source", `{"evidence":[{"grade":"news"}],"fact":{"record":"`+string(sig.ID)+`"}}`)
	if got := s.notes("instrument/3"); got != "mandate-missing place-other-office" {
		t.Errorf("%q; a lesser source changes nothing", got)
	}
}

// Acting officials are noted by what they acted as; whatever else is not.
func TestAsWhatSomebodySigned(t *testing.T) {
	for as, want := range map[string]string{
		`"plh"`: "acting-official", `"plt"`: "acting-official", `"definitive"`: "", `"pj"`: "",
		`{"oneOf":["plh","plt"]}`: "", `{"inWords":"plh"}`: "", // what cannot be told makes no note
	} {
		s := affair(t)
		s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1","office":"`+oid(2)+`","actingAs":`+as+`}}`)
		if got := s.notes("instrument/1"); got != want {
			t.Errorf("%s: %q; want %q", as, got, want)
		}
	}
}
