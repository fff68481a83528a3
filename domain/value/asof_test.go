package value

import (
	"testing"
	"time"
)

// A day is the same day whatever zone is written; a minute is told as it was asked.
func TestAsOf(t *testing.T) {
	for in, c := range map[string]struct{ text, at, told string }{
		"2022-11-20":                {"2022-11-20", "2022-11-20T17:00:00Z", "the end of 20 November 2022"},
		"2022-11-20[WIT]":           {"2022-11-20", "2022-11-20T17:00:00Z", "the end of 20 November 2022"},
		"2022-11":                   {"2022-11-30", "2022-11-30T17:00:00Z", "the end of 30 November 2022"},
		"2022":                      {"2022-12-31", "2022-12-31T17:00:00Z", "the end of 31 December 2022"},
		"../2022-11-20":             {"2022-11-20", "2022-11-20T17:00:00Z", "the end of 20 November 2022"},
		"1511-08-24":                {"1511-08-24", "1511-08-24T16:52:48Z", "the end of 24 August 1511"},
		"2022-11-20T23:20[WITA]":    {"2022-11-20T15:20:59.999999999Z", "2022-11-20T15:20:59Z", "Sunday, 20 November 2022 23:20 WITA (22:20 WIB)"},
		"2022-11-20T23:20:00+08:00": {"2022-11-20T15:20:00Z", "2022-11-20T15:20:00Z", "Sunday, 20 November 2022 23:20 WITA (22:20 WIB)"},
	} {
		a := asOf(t, in)
		if got := a.Time().Truncate(time.Second).Format(time.RFC3339); a.String() != c.text || got != c.at || a.In(WITA, English) != c.told {
			t.Errorf("%s: %s, %s, %s", in, a, got, a.In(WITA, English))
		}
		if again := asOf(t, a.String()); again != a {
			t.Errorf("%s reads %v", a, again)
		}
	}
	if day := EndOf(time.Date(2022, 11, 21, 0, 30, 0, 0, WIT)); day.Day() != "2022-11-21" || day != asOf(t, "2022-11-21") {
		t.Errorf("%v", day)
	}
	if !At(time.Time{}).IsZero() || asOf(t, "1970-01-01").IsZero() {
		t.Error("which is none")
	}
}
