package domain

import (
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// stateIn is the state that the records of an aggregate fold into.
func stateIn[S any](s *story, r string) S {
	s.t.Helper()
	state, ok := s.world[ref(s.t, r)].State.(S)
	if !ok {
		s.t.Fatalf("%s is %T", r, s.world[ref(s.t, r)].State)
	}
	return state
}

// says checks the sentence of a record, as it is read now, in both languages.
func (s *story) says(rec *fact.Record, id, en string) {
	s.t.Helper()
	e, ok := s.world[rec.Ref].Record(rec.ID)
	if !ok {
		s.t.Fatalf("%s is not on record", rec.ID)
	}
	if got := e.Sentence(value.Indonesian, s.names); got != id {
		s.t.Errorf("says  %s\nwant  %s", got, id)
	}
	if got := e.Sentence(value.English, s.names); got != en {
		s.t.Errorf("says  %s\nwant  %s", got, en)
	}
}

// corrected says how the record should have read, whole.
func (s *story) corrected(rec *fact.Record, reads string) *fact.Record {
	s.t.Helper()
	return s.given(rec.Ref.String(), "correct", `{"fact":{"record":"`+string(rec.ID)+`","reads":`+reads+`}}`)
}

// takenBack says that what the record tells did not happen.
func (s *story) takenBack(rec *fact.Record) *fact.Record {
	s.t.Helper()
	return s.given(rec.Ref.String(), "correct", `{"fact":{"record":"`+string(rec.ID)+`","notHappened":true}}`)
}

// detailed states what the record left open.
func (s *story) detailed(rec *fact.Record, details string) *fact.Record {
	s.t.Helper()
	return s.given(rec.Ref.String(), "state", `{"fact":{"record":"`+string(rec.ID)+`","details":`+details+`}}`)
}

// noDetail checks that the record knows the field already.
func (s *story) noDetail(rec *fact.Record, field, details string) {
	s.t.Helper()
	s.refused(fact.NotMoreThan, "fact.details."+field, rec.Ref.String(), "state",
		`{"fact":{"record":"`+string(rec.ID)+`","details":`+details+`}}`)
}

// DisplayName checks what people call the aggregate.
func (s *story) DisplayName(r, id, en string) {
	s.t.Helper()
	a := s.world[ref(s.t, r)]
	if a.Name(value.Indonesian) != id || a.Name(value.English) != en {
		s.t.Errorf("%s is called %q, %q; want %q, %q", r, a.Name(value.Indonesian), a.Name(value.English), id, en)
	}
}

// A clause whose field is not stated is left out; a field outside of a clause
// is then said to be not stated.
func TestFillingASentence(t *testing.T) {
	field := func(name string) string { return map[string]string{"a": "kain", "b": "kayu", "c": ""}[name] }
	for _, c := range []struct{ template, want string }{
		{"", ""},
		{"Tanpa isian.", "Tanpa isian."},
		{"{a}", "kain"},
		{"{a} dan {b}.", "kain dan kayu."},
		{"{c}.", "tidak disebut."},
		{"{a}[ untuk {c}].", "kain."},
		{"{a}[ untuk {b}].", "kain untuk kayu."},
		{"{a}[ untuk {b} atau {c}].", "kain."},
		{"[{a}, ][{c}, ][{b}].", "kain, kayu."},
		{"{a}[ (tetap)].", "kain (tetap)."},
	} {
		if got := fact.Fill(c.template, value.Indonesian, field); got != c.want {
			t.Errorf("%q: %q; want %q", c.template, got, c.want)
		}
	}
}

// What is stated comes field by field: first of the fact, then around it, each
// under its path and label; what is not stated does not come.
func TestDetailsOfARecord(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/2", "sign", `{"occurred":"2022-08-01[WITA]","place":{"text":"Samarinda"},"onBehalfOf":"64",
		"evidence":[{"grade":"copy","title":"Foto"}],"fact":{"slot":"64-1","extent":"3/7","signer":{"inWords":"pejabat"}}}`)
	e, _ := s.world[sig.Ref].Record(sig.ID)
	var got []string
	for _, d := range e.Details(value.English, s.names) {
		got = append(got, d.Field+" | "+d.Label+" | "+d.Text)
	}
	want := []string{
		"fact.slot | signatory | 64-1",
		"fact.signer | signer | “pejabat”",
		"fact.extent | how many were signed | 3 of 7 documents",
		"onBehalfOf | on behalf of | Provinsi Kalimantan Timur",
		"occurred | occurred | Monday, 1 August 2022 (WITA)",
		"place | place | Samarinda",
		"evidence | evidence | grade: copy or photo, title: Foto",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func when(t testing.TB, s string) value.When {
	t.Helper()
	w, err := value.ParseWhen(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return w
}

func instant(at time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return at.Format(time.RFC3339)
}
