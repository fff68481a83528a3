package value

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// From the end of Tuesday 18 August 2026 in Jakarta; Monday the 17th was a holiday.
func TestWorkingDaysSinceATime(t *testing.T) {
	asOf := endOfDay(when(t, "2026-08-18").lastDay)
	for _, c := range []struct {
		when   string
		ok     bool
		days   int
		most   int
		id, en string
	}{
		{"2026-08-14[WIB]", true, 1, 0, "1 hari kerja", "1 working day"},
		{"2026-08-13[WIB]", true, 2, 0, "2 hari kerja", "2 working days"},
		{"2026-08-18[WIB]", true, 0, 0, "0 hari kerja", "0 working days"},
		{"2026-08-15[WIB]", true, 1, 0, "1 hari kerja", "1 working day"},
		{"2026-08-14T23:59[WIT]", true, 1, 0, "1 hari kerja", "1 working day"},
		{"2026-08-14T00:01[WIT]", true, 1, 0, "1 hari kerja", "1 working day"}, // still Thursday in Jakarta
		{"2026-08-10/2026-08-14[WITA]", true, 1, 5, "1 sampai 5 hari kerja", "1 to 5 working days"},
		{"2026-08-14/2026-08-16[WITA]", true, 1, 0, "1 hari kerja", "1 working day"},
		{"../2026-08-14[WIB]", true, 1, 0, "1 hari kerja", "1 working day"},
		{"2026-08-14/..[WIB]", false, 0, 0, "", ""},
		{"", false, 0, 0, "", ""},
	} {
		w, ok := WorkingDaysSince(when(t, c.when), asOf)
		if ok != c.ok || w.Days != c.days || w.Most != c.most || len(w.NoList) > 0 {
			t.Errorf("%q: %+v, %v; want %d to %d", c.when, w, ok, c.days, c.most)
			continue
		}
		if id, en := w.In(Indonesian), w.In(English); ok && (id != c.id || en != c.en) {
			t.Errorf("%q: %q, %q", c.when, id, en)
		}
	}
}

// Years whose holidays are not on record are counted and named.
func TestWorkingDaysWithoutAListOfHolidays(t *testing.T) {
	asOf := endOfDay(when(t, "2026-01-02").lastDay)
	w, ok := WorkingDaysSince(when(t, "2022-07-28[WITA]"), asOf)
	if !ok || !slices.Equal(w.NoList, []int{2022, 2023, 2024, 2025}) {
		t.Errorf("%+v, %v", w, ok)
	}
	if id, want := (Working{Days: 1234, NoList: []int{2022}}).In(Indonesian), "1.234 hari kerja (hari libur 2022 belum tercatat)"; id != want {
		t.Errorf("%q; want %q", id, want)
	}
	if en, want := (Working{Days: 1, Most: 9, NoList: []int{2022}}).In(English), "1 to 9 working days (holidays of 2022 not on record)"; en != want {
		t.Errorf("%q; want %q", en, want)
	}
}

// Counting to a day between and on from there is counting the whole; a week has
// at most five.
func TestWorkingDaysAddUp(t *testing.T) {
	zone, err := ZoneOf("WITA")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(0, 2_000_000_000).Draw(t, "from"), 0)
		between := from.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "hours")) * time.Hour)
		to := between.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "more hours")) * time.Hour)
		a, b, whole := WorkingDays(from, between, zone), WorkingDays(between, to, zone), WorkingDays(from, to, zone)
		if a.Days+b.Days != whole.Days {
			t.Fatalf("%d and %d are %d", a.Days, b.Days, whole.Days)
		}
		if week := WorkingDays(from, from.AddDate(0, 0, 7), zone); week.Days > 5 || week.Days < 0 {
			t.Fatalf("%d in a week", week.Days)
		}
	})
}
