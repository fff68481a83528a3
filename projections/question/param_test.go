package question

import (
	"strings"
	"testing"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// What is written in a parameter comes out of it as it goes on, or is refused
// under a code; and what comes out goes in again as the same.
func TestParametersTakeAndRefuse(t *testing.T) {
	var (
		agency  value.AgencyID
		ref     value.Ref
		kind    value.Kind
		text    string
		choice  string
		yes     bool
		number  int
		days    value.When
		instant time.Time
		w       = value.Words{ID: "apa", EN: "what"}
		id      = "0190a5f2-7c1e-7000-8000-3f2b9c5d1e01"
	)
	for _, x := range []struct {
		p               Param
		form            ParamForm
		in, out, refuse string
	}{
		{IDParam("p", &agency, w), IDForm, id, id, ""},
		{IDParam("p", &agency, w), IDForm, "dinas", "", "not-an-id"},
		{ReferenceParam("p", &ref, w), ReferenceForm, "agency/" + id, "agency/" + id, ""},
		{ReferenceParam("p", &ref, w), ReferenceForm, id, "", "not-a-reference"},
		{KindParam("p", &kind, w), KindForm, "agency", "agency", ""},
		{KindParam("p", &kind, w), KindForm, "treaty", "", "no-such-kind"},
		{TextParam("p", &text, w), TextForm, "Dinas Kelautan", "Dinas Kelautan", ""},
		{TextParam("p", &text, w), TextForm, strings.Repeat("é", 200), strings.Repeat("é", 200), ""},
		{TextParam("p", &text, w), TextForm, strings.Repeat("é", 201), "", "bad-filter-text"},
		{TextParam("p", &text, w), TextForm, "a\nb", "", "bad-filter-text"},
		{TextParam("p", &text, w), TextForm, "a\u202eb", "", "bad-filter-text"},
		{TextParam("p", &text, w), TextForm, "a\xffb", "", "bad-filter-text"},
		{ChoiceParam("p", &choice, value.Grade("").Choices(), w), ChoiceForm, "copy", "copy", ""},
		{ChoiceParam("p", &choice, value.Grade("").Choices(), w), ChoiceForm, "Copy", "", "not-a-choice"},
		{BooleanParam("p", &yes, w), BooleanForm, "true", "true", ""},
		{BooleanParam("p", &yes, w), BooleanForm, "false", "", ""},
		{BooleanParam("p", &yes, w), BooleanForm, "ya", "", "not-yes-no"},
		{IntegerParam("p", &number, 1, 500, w), IntegerForm, "500", "500", ""},
		{IntegerParam("p", &number, 1, 500, w), IntegerForm, "501", "", "not-a-number"},
		{IntegerParam("p", &number, 1, 500, w), IntegerForm, "0", "", "not-a-number"},
		{IntegerParam("p", &number, 1, 500, w), IntegerForm, "1.5", "", "not-a-number"},
		{DaysParam("p", &days, w), DaysForm, "2022-07/2022-08-11", "2022-07/2022-08-11", ""},
		{DaysParam("p", &days, w), DaysForm, "2022-13", "", "no-such-day"},
		{InstantParam("p", &instant, w), InstantForm, "2022-08-11T09:00:00Z", "2022-08-11T09:00:00Z", ""},
		{InstantParam("p", &instant, w), InstantForm, "tomorrow", "", "not-a-time"},
	} {
		agency, ref, kind, text, choice, yes, number, days, instant = "", value.Ref{}, "", "", "", false, 0, value.When{}, time.Time{}
		if x.p.Form != x.form || x.p.Name != "p" || x.p.Words != w || x.p.Get() != "" {
			t.Errorf("%s asks %q with nothing set: %+v", x.form, x.p.Get(), x.p)
		}
		err := x.p.Set(x.in)
		if code(err) != x.refuse || (err == nil) != (x.refuse == "") || x.p.Get() != x.out {
			t.Errorf("%s %q: %q, %v", x.form, x.in, x.p.Get(), err)
		}
		if x.out != "" && (x.p.Set(x.p.Get()) != nil || x.p.Get() != x.out) {
			t.Errorf("%s %q: another when set again: %q", x.form, x.in, x.p.Get())
		}
	}
}

// A parameter that refuses keeps what was set before, and says what was wrong in
// both languages without repeating all of it.
func TestRefusalsOfParameters(t *testing.T) {
	n, at := 7, firstNamed
	for _, p := range []Param{IntegerParam("limit", &n, 1, 500, value.Words{}), InstantParam("known_at", &at, value.Words{})} {
		err := p.Set(strings.Repeat("9", 5000))
		r, ok := err.(*value.Refusal)
		if !ok || r.ID == r.EN || len(r.ID) > 300 || !strings.Contains(r.EN, "999…") {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	if n != 7 || at != firstNamed {
		t.Error("a refused value was taken:", n, at)
	}
}

// An instant is the end of what is named, in its own zone where it has one.
func TestInstants(t *testing.T) {
	for in, want := range map[string]string{
		"2022-08-11T09:00:00Z":              "2022-08-11T09:00:00Z",
		"2022-08-11T16:00:00+07:00":         "2022-08-11T09:00:00Z",
		"2022-08-11T16:00:00 07:00":         "2022-08-11T09:00:00Z", // a + that was not encoded
		"2022-08-11":                        "2022-08-11T17:00:00Z",
		"2022-08-11[Asia/Jayapura]":         "2022-08-11T15:00:00Z",
		"2022-08-11T16:00[Asia/Makassar]":   "2022-08-11T08:00:59Z", // in its zone
		"2022-07":                           "2022-07-31T17:00:00Z",
		"2022-07-01/2022-07-03":             "2022-07-03T17:00:00Z",
		"":                                  "not-an-instant",
		"2022-08-11T16:00":                  "not-an-instant",
		"2022-08-11/..":                     "open-instant",
		"kemarin":                           "not-a-time",
		"2022-08-11T16:00[Asia/Shangri-La]": "no-such-zone",
	} {
		at, err := value.ParseInstant(in)
		got := at.UTC().Truncate(time.Second).Format(time.RFC3339)
		if err != nil {
			got = code(err)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// Every question can say as of when, as known when, how many and from where.
func TestParametersOfEveryQuestion(t *testing.T) {
	var q engine.Asked
	for i, set := range []string{"2022-08-11T09:00:00Z", "2022-08-13T09:00:00Z", "2022-08-12T09:00:00Z", "2", "AAAA"} {
		must(0, Params(&q)[i].Set(set))(t)
	}
	want := engine.Asked{AsOf: value.At(firstNamed.Add(8 * time.Hour)), Published: value.At(firstNamed.Add(56 * time.Hour)), KnownAt: firstNamed.Add(32 * time.Hour), Limit: 2, After: "AAAA"}
	if q != want {
		t.Errorf("%+v", q)
	}
	if p := Params(&q)[3]; p.Least != 1 || p.Most != MaxRows || p.InPath || p.Typed {
		t.Errorf("%+v", p)
	}
	p := Params(&q)[0]
	if a := p.Argument(); !a.Typed || a.InPath {
		t.Errorf("%+v", a)
	}
	if a := p.PartOfPath(); !a.Typed || !a.InPath || p.Typed {
		t.Errorf("%+v", a)
	}
}
