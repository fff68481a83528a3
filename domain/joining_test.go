package domain

import (
	"fmt"
	"testing"
)

// Which records tell of one signing: those that can be of the same, in one place.
func TestSourcesOfOneSigning(t *testing.T) {
	sign := func(evidence, day, rest string) string {
		return `{"occurred":"` + day + `",` + evidence + `,"fact":{"slot":"64-1"` + rest + `}}`
	}
	for _, c := range []struct {
		name    string
		records []string
		want    string // each signing: its grade, its day, how many further sources
		because string
	}{
		{"two outlets", []string{sign(news, "2022-07-28[WITA]", ""), sign(news, "2022-07-28[WITA]", "")}, "[news 2022-07-28[Asia/Makassar] 1]", ""},
		{"the news, then the party", []string{sign(news, "2022-07-28", ""), sign(own, "2022-07-28[WITA]", "")}, "[own-statement 2022-07-28[Asia/Makassar] 1]", ""},
		{"the original, then the news", []string{sign(original, "2022-07-28[WITA]", ""), sign(news, "2022-07", "")}, "[original 2022-07-28[Asia/Makassar] 1]", ""},
		{"a month, then the day", []string{sign(own, "2022-07", ""), sign(original, "2022-07-28[WITA]", "")}, "[original 2022-07-28[Asia/Makassar] 1]", ""},
		{"the name in two spellings", []string{sign(own, "2022-07-28", `,"signer":"Drs. A. Contoh, M.Si."`), sign(original, "2022-07-28", `,"signer":"Contoh"`)}, "[original 2022-07-28 1]", ""},
		{"three sources", []string{sign(news, "2022-07-28", ""), sign(own, "2022-07-28", ""), sign(original, "2022-07-28", "")}, "[original 2022-07-28 2]", ""},
		{"two days", []string{sign(own, "2022-07-28", ""), sign(own, "2022-07-30", "")}, "[own-statement 2022-07-28 0][own-statement 2022-07-30 0]", "accounts"},
		{"two days, one by the paper", []string{sign(own, "2022-07-28", ""), sign(original, "2022-07-30", "")}, "[own-statement 2022-07-28 0][original 2022-07-30 0]", ""},
		{"two people", []string{sign(own, "2022-07-28", `,"signer":"A. Contoh"`), sign(own, "2022-07-28", `,"signer":"B. Misal"`)}, "[own-statement 2022-07-28 0][own-statement 2022-07-28 0]", "accounts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			for _, r := range c.records {
				s.given("instrument/1", "sign", r)
			}
			st, got := s.status("instrument/1", "64-1"), ""
			for _, sig := range st.Signatures {
				got += fmt.Sprintf("[%s %s %d]", sig.Grade, sig.When, len(sig.Sources))
			}
			if got != c.want || joined(st.Because) != c.because {
				t.Errorf("%s because of %v; want %s, %s", got, st.Because, c.want, c.because)
			}
		})
	}
}

// A source that was wrong, and is taken back, leaves the signing to the others.
func TestASourceThatIsTakenBack(t *testing.T) {
	s := affair(t)
	s.by.Name = "petugas satu"
	first := s.given("instrument/1", "sign", `{"occurred":"2022-07-28",`+own+`,"fact":{"slot":"64-1"}}`)
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28",`+news+`,"fact":{"slot":"64-1"}}`)
	fix := s.takenBack(first)
	s.by.Name = "petugas dua"
	s.given("instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`)
	if st := s.status("instrument/1", "64-1"); st.State != SlotReported || len(st.Signatures) != 1 || len(st.Signatures[0].Sources) != 0 {
		t.Errorf("%+v", st)
	}
}
