package domain

import (
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// signedByBoth is the document between the two, signed by each on 28 July 2022.
func signedByBoth(t *testing.T) *story {
	s := affair(t)
	for _, slot := range []string{"35-1", "64-1"} {
		s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"`+slot+`"}}`)
	}
	return s
}

// What is signed by all holds from the start of its term until after its end;
// what is not stated of the term is why it cannot be told.
func TestWhetherADocumentHolds(t *testing.T) {
	for _, c := range []struct{ name, term, on, want, because string }{
		{"no term", ``, "2022-08-15", "cannot-tell", "term.from,term.until"},
		{"begun, open-ended", `{"from":"2022-08-01[WITA]","openEnded":true}`, "2022-08-15", "yes", ""},
		{"begun, open-ended, in a hundred years", `{"from":"2022-08-01[WITA]","openEnded":true}`, "2122-08-15", "yes", ""},
		{"not begun", `{"from":"2022-08-01[WITA]","openEnded":true}`, "2022-07-30", "no", "not-begun"},
		{"within it", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2023-12-31", "yes", ""},
		{"on the day before its last", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-02-27", "yes", ""},
		{"on its first day", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2022-08-01", "yes", ""},
		{"at noon of its first day", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2022-08-01T12:00[WITA]", "yes", ""},
		{"on its last day", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-02-29", "yes", ""},
		{"on its last day, asked in the east", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-02-29[WIT]", "yes", ""},
		{"at noon of its last day", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-02-29T12:00[WITA]", "yes", ""},
		{"in its last minute", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-02-29T23:58[WITA]", "yes", ""},
		{"until one of two days, on the earlier", `{"from":"2022-08-01","until":{"oneOf":["2023-06-30","2023-07-01"]}}`, "2023-06-30", "yes", ""},
		{"until one of two days, on the later", `{"from":"2022-08-01","until":{"oneOf":["2023-06-30","2023-07-01"]}}`, "2023-07-01", "cannot-tell", "term.until"},
		{"until one of two days, after both", `{"from":"2022-08-01","until":{"oneOf":["2023-06-30","2023-07-01"]}}`, "2023-07-02", "no", "ended"},
		{"until what only words tell", `{"from":"2022-08-01","until":{"inWords":"selesainya pekerjaan"}}`, "2030", "cannot-tell", "term.until"},
		{"after it", `{"from":"2022-08-01[WITA]","until":"2024-02-29[WITA]"}`, "2024-03-01", "no", "ended"},
		{"some day of the month it ends", `{"from":"2022-08-01[WITA]","until":"2024-02[WITA]"}`, "2024-02-15", "cannot-tell", "term.until"},
		{"some day of the month it begins", `{"from":"2022-08[WITA]","openEnded":true}`, "2022-08-15", "cannot-tell", "term.from"},
		{"its end not stated", `{"from":"2022-08-01[WITA]"}`, "2022-08-15", "cannot-tell", "term.until"},
		{"its start not stated", `{"openEnded":true}`, "2022-08-15", "cannot-tell", "term.from"},
		{"its start not stated, its end over", `{"until":"2022-08-10[WITA]"}`, "2022-08-15", "no", "ended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := signedByBoth(t)
			if c.term != "" {
				s.given("instrument/1", "state-term", `{"fact":`+c.term+`}`)
			}
			at, _ := value.ParseAsOf(c.on)
			got := s.instrument("instrument/1").InForce(at)
			text, _ := got.Truth.MarshalText()
			if string(text) != c.want || joined(got.Because) != c.because {
				t.Errorf("%s because of %v; want %s because of %s", text, got.Because, c.want, c.because)
			}
		})
	}
}

// A term alone makes nothing hold: it takes everybody's signature, for sure.
func TestADocumentThatNotAllSignedDoesNotHold(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "state-term", `{"fact":{"from":"2022-08-01[WITA]","openEnded":true}}`)
	holds := func() value.Answer { return s.instrument("instrument/1").InForce(value.At(s.now)) }
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
	if holds().Truth == value.Yes {
		t.Error("it holds with one signature of two")
	}
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]","evidence":[{"grade":"news"}],"fact":{"slot":"35-1"}}`)
	if holds().Truth == value.Yes {
		t.Error("it holds by the news")
	}
	either := s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`)
	if a := holds(); a.Truth != value.CannotTell || joined(a.Because) != "signed-unsure" {
		t.Errorf("%+v; whose the second signature is decides", a)
	}
	s.detailed(either, `{"fact":{"slot":"35-1"}}`)
	if a := holds(); a.Truth != value.Yes {
		t.Errorf("%+v; both have signed", a)
	}
	s.given("instrument/3", "draft", `{"fact":{"title":"Tanpa tempat tanda tangan"}}`)
	if a := s.instrument("instrument/3").InForce(value.At(s.now)); a.Truth != value.NotOnRecord || joined(a.Because) != "signatories" {
		t.Errorf("%+v; who is to sign is not known", a)
	}
}

func TestATermThatIsStated(t *testing.T) {
	s := affair(t)
	rec := s.given("instrument/1", "state-term", `{"fact":{"from":"2022-08-01[WITA]","years":5,"basis":"own-date"}}`)
	s.says(rec, "Jangka waktu mulai Senin, 1 Agustus 2022 (WITA), 5 tahun, dasar: tanggal naskah.",
		"Term from Monday, 1 August 2022 (WITA), 5 years, on the basis of the document's own date.")
	s.detailed(rec, `{"fact":{"until":"2027-07-31[WITA]"}}`)
	s.says(rec, "Jangka waktu mulai Senin, 1 Agustus 2022 (WITA) sampai Sabtu, 31 Juli 2027 (WITA), 5 tahun, dasar: tanggal naskah.",
		"Term from Monday, 1 August 2022 (WITA) until Saturday, 31 July 2027 (WITA), 5 years, on the basis of the document's own date.")
	s.noDetail(rec, "fact.years", `{"fact":{"years":6}}`)
	if term := s.instrument("instrument/1").StandingAt(value.At(s.now)).Term; term.From.Known != TermAsStated || term.Until.When[0].String() != "2027-07-31[Asia/Makassar]" || term.OpenEnded {
		t.Errorf("%+v", term)
	}
	s.corrected(rec, `{"fact":{"from":"2022-08-01[WITA]","until":"2027-07-31[WITA]","years":{"inWords":"lima"}}}`)
	s.takenBack(rec)
	if terms := s.instrument("instrument/1").Terms; len(terms) > 0 {
		t.Errorf("%+v, though that was never stated", terms)
	}
}

func TestTermsThatAreRefused(t *testing.T) {
	s := affair(t)
	for _, c := range []struct {
		want        *value.Refusal
		field, fact string
	}{
		{openYetEnding, "fact.openEnded", `{"openEnded":true,"until":"2027"}`},
		{openYetEnding, "fact.openEnded", `{"openEnded":true,"years":5}`},
		{openYetEnding, "fact.openEnded", `{"openEnded":true,"years":{"inWords":"lima"}}`},
		{endsBeforeItBegins, "fact.until", `{"from":"2022-08-02[WITA]","until":"2022-08-01[WITA]"}`},
		{endsBeforeItBegins, "fact.until", `{"from":"2023[WITA]","until":"2022[WITA]"}`},
		{fact.WrongForm, "fact.years", `{"years":"lima"}`},
		{fact.WrongForm, "fact.openEnded", `{"openEnded":"ya"}`},
		{value.NoSuchDay, "fact.until", `{"until":"2027-02-29"}`},
	} {
		s.refused(c.want, c.field, "instrument/1", "state-term", `{"fact":`+c.fact+`}`)
	}
	s.given("instrument/1", "state-term", `{"fact":{"from":"2022-08-01[WITA]","until":"2022-08-01[WITA]"}}`) // of one day
}
