package domain

import (
	"testing"

	"mufakat/domain/value"
)

// asOf reads a day.
func asOf(t *testing.T, day string) value.AsOf {
	t.Helper()
	at, err := value.ParseAsOf(day)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

const (
	news     = `"evidence":[{"grade":"news"}]`
	register = `"evidence":[{"grade":"official-register"}]`
	original = `"evidence":[{"grade":"original"}]`
)

// told is one thing on record of a document.
type told struct{ command, body string }

func signs(slot, evidence, day string) told {
	return told{"sign", `{"occurred":"` + day + `[WIB]",` + evidence + `,"fact":{"slot":"` + slot + `"}}`}
}

func lasts(evidence, fact string) told {
	return told{"state-term", `{` + evidence + `,"fact":{` + fact + `}}`}
}

func denies(slot, party, evidence, day string) told {
	return told{"account", `{"occurred":"` + day + `",` + evidence + `,"assertedBy":{"party":"` + party +
		`"},"fact":{"says":"belum","claims":[{"slot":"` + slot + `","denies":true}]}}`}
}

// How a document is known and whether it holds, by who told what: no only where
// somebody said no.
func TestTheFiveAnswers(t *testing.T) {
	both := func(evidence, day string) []told { return []told{signs("a", evidence, day), signs("b", evidence, day)} }
	with := func(ts []told, more ...told) []told { return append(ts[:len(ts):len(ts)], more...) }
	cited := `{` + register + `,"fact":{"title":"MoU","dated":"2020-03-01","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`
	inNews := `{` + news + `,"fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`
	drafted := `{"fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`
	term := lasts(original, `"from":"2020-03-01","until":"2023-06-30"`)
	for _, c := range []struct {
		name, command, begin string
		then                 []told
		day, inForce, state  string
	}{
		{"a draft", "draft", drafted, nil, "2021-01-01", "not-on-record", "drafted"},
		{"from a register", "cite", cited, nil, "2021-01-01", "cannot-tell", "exists"},
		{"from a register, before its date", "cite", cited, nil, "2020-02-29", "cannot-tell", "not-on-record"},
		{"from a register, within its term", "cite", cited, []told{lasts(register, `"from":"2020-03-01","until":"2023-06-30"`)}, "2021-01-01", "cannot-tell", "exists"},
		{"from a register, after its term", "cite", cited, []told{lasts(register, `"from":"2020-03-01","until":"2023-06-30"`)}, "2023-07-01", "no", "ended"},
		{"from a register, before its term", "cite", cited, []told{lasts(register, `"from":"2020-05-01","until":"2023-06-30"`)}, "2020-04-01", "no", "exists"},
		{"from the news", "cite", inNews, nil, "2021-01-01", "reported", "exists"},
		{"signed by the news", "draft", drafted, both(news, "2020-03-01"), "2021-01-01", "reported", "reported-signed"},
		{"signed by the news, with a term", "draft", drafted, with(both(news, "2020-03-01"), term), "2021-01-01", "reported", "reported-signed"},
		{"one by the news, one by nobody", "draft", drafted, []told{signs("a", news, "2020-03-01")}, "2021-01-01", "not-on-record", "reported-signed"},
		{"signed by one", "draft", drafted, []told{signs("a", original, "2020-03-01"), term}, "2021-01-01", "not-on-record", "partly-signed"},
		{"signed by one, seen in a register", "cite", cited, []told{signs("a", original, "2020-03-01"), term}, "2021-01-01", "cannot-tell", "partly-signed"},
		{"signed by all, no term", "draft", drafted, both(original, "2020-03-01"), "2021-01-01", "cannot-tell", "fully-signed"},
		{"signed by all, a term", "draft", drafted, with(both(original, "2020-03-01"), term), "2021-01-01", "yes", "in-force"},
		{"on the last day of its term", "draft", drafted, with(both(original, "2020-03-01"), term), "2023-06-30", "yes", "in-force"},
		{"the day after", "draft", drafted, with(both(original, "2020-03-01"), term), "2023-07-01", "no", "ended"},
		{"a term by the news alone", "draft", drafted, with(both(original, "2020-03-01"), lasts(news, `"from":"2020-03-01","until":"2023-06-30"`)), "2021-01-01", "reported", "fully-signed"},
		{"over by the news alone", "draft", drafted, with(both(original, "2020-03-01"), lasts(news, `"from":"2020-03-01","until":"2023-06-30"`)), "2024-01-01", "cannot-tell", "fully-signed"},
		{"effect before it was signed", "draft", drafted, with(both(original, "2020-09-01"), term), "2020-05-01", "yes", "in-force"},
		{"from the last signature", "draft", drafted, []told{signs("a", original, "2020-03-01"), signs("b", original, "2020-05-01"), lasts(original, `"basis":"last-signature","years":2`)}, "2020-04-01", "not-on-record", "partly-signed"},
		{"from the last signature on", "draft", drafted, []told{signs("a", original, "2020-03-01"), signs("b", original, "2020-05-01"), lasts(original, `"basis":"last-signature","years":2`)}, "2020-05-01", "yes", "in-force"},
		{"two years later, less a day", "draft", drafted, []told{signs("a", original, "2020-03-01"), signs("b", original, "2020-05-01"), lasts(original, `"basis":"last-signature","years":2`)}, "2022-04-30", "yes", "in-force"},
		{"two years later, on the day itself", "draft", drafted, []told{signs("a", original, "2020-03-01"), signs("b", original, "2020-05-01"), lasts(original, `"basis":"last-signature","years":2`)}, "2022-05-01", "cannot-tell", "fully-signed"},
		{"two years later and a day", "draft", drafted, []told{signs("a", original, "2020-03-01"), signs("b", original, "2020-05-01"), lasts(original, `"basis":"last-signature","years":2`)}, "2022-05-02", "no", "ended"},
		{"from its own date", "cite", cited, with(both(original, "2020-03-01"), lasts(original, `"basis":"own-date","months":6`)), "2020-08-31", "yes", "in-force"},
		{"half a year after its own date", "cite", cited, with(both(original, "2020-03-01"), lasts(original, `"basis":"own-date","months":6`)), "2020-09-02", "no", "ended"},
		{"ended by agreement", "draft", drafted, with(both(original, "2020-03-01"), term, told{"end", `{` + original + `,"fact":{"on":"2022-01-01","how":"by-agreement"}}`}), "2022-01-01", "no", "ended"},
		{"before it was ended", "draft", drafted, with(both(original, "2020-03-01"), term, told{"end", `{` + original + `,"fact":{"on":"2022-01-01","how":"by-agreement"}}`}), "2021-12-31", "yes", "in-force"},
		{"ended by the news alone", "draft", drafted, with(both(original, "2020-03-01"), term, told{"end", `{` + news + `,"fact":{"on":"2022-01-01"}}`}), "2022-02-01", "yes", "in-force"},
		{"withdrawn", "draft", drafted, []told{{"end", `{` + original + `,"fact":{"on":"2020-05-01","how":"withdrawn"}}`}}, "2021-01-01", "no", "withdrawn"},
		{"denied by its own party", "draft", drafted, []told{signs("b", original, "2020-03-01"), term, denies("a", "64", own, "2021-06-01")}, "2021-01-01", "no", "partly-signed"},
		{"denied once, asked later", "draft", drafted, []told{signs("b", original, "2020-03-01"), term, denies("a", "64", own, "2021-06-01")}, "2021-07-01", "not-on-record", "partly-signed"},
		{"denied by another", "draft", drafted, []told{signs("b", original, "2020-03-01"), term, denies("a", "35", own, "2021-06-01")}, "2021-01-01", "not-on-record", "partly-signed"},
		{"denied by the news", "draft", drafted, []told{signs("b", original, "2020-03-01"), term, denies("a", "64", news, "2021-06-01")}, "2021-01-01", "not-on-record", "partly-signed"},
		{"denied, though the original was seen", "draft", drafted, with(both(original, "2020-03-01"), term, denies("a", "64", own, "2021-06-01")), "2021-01-01", "yes", "in-force"},
		{"denied, though it said so", "draft", drafted, []told{signs("a", own, "2020-03-01"), signs("b", original, "2020-03-01"), term, denies("a", "64", own, "2021-06-01")}, "2021-01-01", "cannot-tell", "cannot-tell"},
		{"signed after it was denied", "draft", drafted, with(both(original, "2020-03-01"), term, denies("a", "64", own, "2020-02-01")), "2021-01-01", "yes", "in-force"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			s.given("instrument/9", c.command, c.begin)
			for _, r := range c.then {
				s.given("instrument/9", r.command, r.body)
			}
			at := s.instrument("instrument/9").StandingAt(asOf(t, c.day))
			if at.InForce.Truth.String() != c.inForce || string(at.State) != c.state {
				t.Errorf("in force: %s because of %v, state %s; want %s, %s", at.InForce.Truth, at.InForce.Because, at.State, c.inForce, c.state)
			}
			if at.InForce.Truth != value.Yes && len(at.InForce.Because) == 0 {
				t.Errorf("%s without a reason", at.InForce.Truth)
			}
		})
	}
}

// Statements of one term stand beside each other: the better counts, and equal
// ones that disagree leave open just what they disagree about.
func TestTermsToldBySeveral(t *testing.T) {
	one := `"from":"2024-07-01","until":"2025-06-30"`
	two := `"from":"2025-07-01","until":"2026-06-30"`
	for _, c := range []struct {
		name  string
		terms []told
		day   string
		want  string
	}{
		{"one after another, in the first", []told{lasts(original, one), lasts(original, two)}, "2025-06-15", "cannot-tell"},
		{"the news after the original", []told{lasts(original, one), lasts(news, two)}, "2025-06-15", "yes"},
		{"the news before the original", []told{lasts(news, two), lasts(original, one)}, "2025-06-15", "yes"},
		{"a length in the news", []told{lasts(original, `"from":"2020-01-01","until":"2030-12-31"`), lasts(news, `"years":10`)}, "2025-06-15", "yes"},
		{"both say so on that day", []told{lasts(original, `"from":"2020-01-01","until":"2030-12-31"`), lasts(original, `"from":"2020-01-01","until":"2029-12-31"`)}, "2025-06-15", "yes"},
		{"they disagree on that day", []told{lasts(original, `"from":"2020-01-01","until":"2030-12-31"`), lasts(original, `"from":"2020-01-01","until":"2029-12-31"`)}, "2030-06-15", "cannot-tell"},
		{"a closer day", []told{lasts(original, `"from":"2020-01-01","until":"2030"`), lasts(original, `"from":"2020-01-01","until":"2030-05-31"`)}, "2030-06-15", "no"},
		{"the start by one, the end by another", []told{lasts(original, `"from":"2020-01-01"`), lasts(register, `"until":"2025-12-31"`)}, "2025-06-15", "yes"},
		{"extended", []told{lasts(original, one), {"extend-term", `{` + original + `,"fact":{"until":"2026-06-30"}}`}}, "2026-01-01", "yes"},
		{"extended by a year", []told{lasts(original, one), {"extend-term", `{` + original + `,"fact":{"years":1}}`}}, "2026-06-29", "yes"},
		{"extended, and over", []told{lasts(original, one), {"extend-term", `{` + original + `,"fact":{"until":"2026-06-30"}}`}}, "2026-07-01", "no"},
		{"extended by the news", []told{lasts(original, one), {"extend-term", `{` + news + `,"fact":{"until":"2026-06-30"}}`}}, "2026-01-01", "no"},
		{"before it was extended", []told{lasts(original, one), {"extend-term", `{` + original + `,"fact":{"until":"2026-06-30"}}`}}, "2025-06-30", "yes"},
		{"open-ended", []told{lasts(original, `"from":"2020-01-01","openEnded":true`)}, "2090-01-01", "yes"},
		{"open-ended by the news, ending by the paper", []told{lasts(news, `"openEnded":true`), lasts(original, one)}, "2026-01-01", "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			s.given("instrument/9", "draft", `{"fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"}]}}`)
			for _, r := range append([]told{signs("a", original, "2019-06-01")}, c.terms...) {
				s.given("instrument/9", r.command, r.body)
			}
			if a := s.instrument("instrument/9").InForce(asOf(t, c.day)); a.Truth.String() != c.want {
				t.Errorf("%s because of %v; want %s", a.Truth, a.Because, c.want)
			}
		})
	}
}

// What does not count never changes a yes.
func TestWhatDoesNotCountLeavesYesAlone(t *testing.T) {
	for _, r := range []told{
		signs("a", news, "2021-01-01"), signs("b", news, "2019-01-01"),
		{"sign", `{` + news + `,"fact":{}}`},
		lasts(news, `"from":"2022-01-01","until":"2022-12-31"`), lasts(news, `"openEnded":true`), lasts(`"evidence":[{"grade":"others-statement"}]`, `"years":1,"from":"1999-01-01"`),
		{"extend-term", `{` + news + `,"fact":{"years":4}}`},
		{"end", `{` + news + `,"fact":{"on":"2020-02-01","how":"cancelled"}}`},
		denies("a", "64", news, "2021-06-01"), denies("a", "35", own, "2021-06-01"), denies("b", "64", own, "2021-06-01"),
	} {
		s := affair(t)
		s.given("instrument/9", "draft", `{"fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`)
		for _, r := range []told{signs("a", own, "2020-01-01"), signs("b", own, "2020-01-01"), lasts(original, `"from":"2020-01-01","until":"2025-12-31"`)} {
			s.given("instrument/9", r.command, r.body)
		}
		s.try("instrument/9", r.command, r.body) // a lesser signature of a slot may be refused
		if a := s.instrument("instrument/9").InForce(asOf(t, "2021-06-15")); a.Truth != value.Yes {
			t.Errorf("%s %s: %s because of %v", r.command, r.body, a.Truth, a.Because)
		}
	}
}
