package value

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var someZones = []string{"", "[WIB]", "[WITA]", "[WIT]", "[Asia/Tokyo]", "[Europe/Amsterdam]", "[Pacific/Auckland]", "[Pacific/Honolulu]"}

func asOf(t testing.TB, s string) AsOf {
	t.Helper()
	a, err := ParseAsOf(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What happened on a day had happened by that day and not the day before,
// wherever it was and wherever it is asked.
func TestADayIsThatDayInEveryZone(t *testing.T) {
	for _, there := range someZones {
		told := []string{"2022-11-20" + there}
		if there != "" {
			told = append(told, "2022-11-20T00:10"+there, "2022-11-20T23:50"+there)
		}
		for _, here := range someZones {
			for day, want := range map[string]Truth{"2022-11-19": No, "2022-11-20": Yes, "2022-11-21": Yes, "2022-11": Yes, "2022-10": No} {
				for _, w := range told {
					if got := when(t, w).By(asOf(t, day+here)); got != want {
						t.Errorf("%s by %s%s: %v; want %v", w, day, here, got, want)
					}
				}
			}
		}
	}
}

func TestWhatHadHappenedByADay(t *testing.T) {
	for _, c := range []struct {
		told, by string
		want     Truth
	}{
		{"2022-11", "2022-11-29", CannotTell},
		{"2022-11", "2022-11-30", Yes},
		{"2022-11-19/2022-11-21", "2022-11-20", CannotTell},
		{"../2022-11-20", "2022-11-19", CannotTell},
		{"../2022-11-20", "2022-11-20", Yes},
		{"2022-11-20/..", "2022-11-19", No},
		{"2022-11-20/..", "2030", CannotTell},
		{"1941-03-04|1941-04-03", "1941-03-03", No},
		{"1941-03-04|1941-04-03", "1941-03-20", CannotTell},
		{"1941-03-04|1941-04-03", "1941-04-03", Yes},
		{`"malam Jumat"`, "2030", CannotTell},
		{"", "2030", CannotTell},
		{"2022-11-20T23:20[WIB]", "2022-11-20T23:20[WIB]", Yes},
		{"2022-11-20T23:20[WIB]", "2022-11-20T23:19[WIB]", No},
		{"2022-11-20T23:20[WIB]", "2022-11-21T00:20[WITA]", Yes},
		{"2022-11-20[WIB]", "2022-11-20T23:20[WIB]", CannotTell}, // the day still goes on
		{"2022-11-20[WIB]", "2022-11-20T17:00:00Z", Yes},
		{"1511-08-24", "1511-08-23", No},
		{"1511-08-24", "1511-08-24", Yes},
	} {
		if got := when(t, c.told).By(asOf(t, c.by)); got != c.want {
			t.Errorf("%s by %s: %v; want %v", c.told, c.by, got, c.want)
		}
	}
}

// What holds from one day until another holds on the whole of both.
func TestTheFirstAndTheLastDayAreWithin(t *testing.T) {
	for _, c := range []struct {
		told, by     string
		begun, ended Truth
	}{
		{"2023-06-30", "2023-06-29", No, No},
		{"2023-06-30", "2023-06-30", Yes, No},
		{"2023-06-30", "2023-07-01", Yes, Yes},
		{"2023-06-30[WIB]", "2023-06-30[WIT]", Yes, No},
		{"2023-06-30[WIB]", "2023-06-30T00:00[WIB]", Yes, No},
		{"2023-06-30[WIB]", "2023-06-30T12:00[WIB]", Yes, No},
		{"2023-06-30[WIB]", "2023-06-30T23:58[WIB]", Yes, No},
		{"2023-06-30[WIB]", "2023-07-01T00:00[WIB]", Yes, Yes},
		{"2023-06-30[WIB]", "2023-06-29T23:59[WIB]", No, No},
		{"2023-06-30", "2023-06-30T12:00[WIT]", Yes, No},
		{"2023-06", "2023-06-15", CannotTell, CannotTell},
		{"2023-06", "2023-06-01", CannotTell, No},
		{"2023-06", "2023-07-01", Yes, Yes},
		{"2023-06-29|2023-06-30", "2023-06-29", CannotTell, No},
		{"2023-06-29|2023-06-30", "2023-06-30", Yes, CannotTell},
		{"2023-06-30T12:00[WIB]", "2023-06-30", Yes, Yes},
		{"2023-06-30T12:00[WIB]", "2023-06-30T11:00[WIB]", No, No},
		{"2023-06-30T12:00[WIB]", "2023-06-30T12:00[WIB]", Yes, Yes},
		{"../2023-06-30", "2023-06-30", Yes, CannotTell},
		{`"akhir masa jabatan"`, "2023-06-30", CannotTell, CannotTell},
		{"", "2023-06-30", CannotTell, CannotTell},
	} {
		w, a := when(t, c.told), asOf(t, c.by)
		if begun, ended := w.BegunBy(a), w.EndedBy(a); begun != c.begun || ended != c.ended {
			t.Errorf("%s by %s: begun %v, ended %v; want %v, %v", c.told, c.by, begun, ended, c.begun, c.ended)
		}
	}
}

func TestDaysCompareAsDays(t *testing.T) {
	for _, c := range []struct {
		a, b             string
		before, overlaps bool
	}{
		{"2022-07-28", "2022-07-29", true, false},
		{"2022-07-28[WIB]", "2022-07-29[WIT]", true, false}, // though they have hours in common
		{"2022-07-28[WIB]", "2022-07-28[WIT]", false, true},
		{"2022-07-28[Pacific/Honolulu]", "2022-07-29[Pacific/Auckland]", true, false},
		{"2022-07-28[Pacific/Honolulu]", "2022-07-28[Pacific/Auckland]", false, true}, // though they have none
		{"2022-07-28T23:30[WIB]", "2022-07-29", true, false},
		{"2022-07-28T23:30[WIB]", "2022-07-29[WITA]", false, true},
		{"2022-07-28T22:59[WIB]", "2022-07-29[WITA]", true, false},
		{"1941-03-04|1941-04-03", "1941-03-15", false, false},
		{"1941-03-04|1941-04-03", "1941-04-03", false, true},
		{"1941-03-04|1941-04-03", "1941-04-04", true, false},
		{`"malam Jumat"`, "1941-04-04", false, true},
	} {
		a, b := when(t, c.a), when(t, c.b)
		if a.Before(b) != c.before || a.Overlaps(b) != c.overlaps || b.Overlaps(a) != c.overlaps {
			t.Errorf("%s and %s: before %v, overlap %v", c.a, c.b, a.Before(b), a.Overlaps(b))
		}
	}
}

func TestWhatSaysMore(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"2022-07", "2022-07-28", true},
		{"2022-07[WIB]", "2022-07-01[WIT]", true},
		{"2022-07-28", "2022-07-28[WIT]", true},
		{"2022-07-28", "2022-07-28[Pacific/Honolulu]", true},
		{"2022-07-28[WIT]", "2022-07-28", false},
		{"2022-07-28[WIB]", "2022-07-28[WIT]", false},
		{"2022-07-28[WIB]", "2022-07-28T10:00[WIB]", true},
		{"2022-07-28", "2022-07-28T10:00[WIB]", true},
		{"2022-07-28[WIB]", "2022-07-29T00:30[WITA]", false},
		{"2022-07-28T10:00[WIB]", "2022-07-28", false},
		{"2022-07-28", "2022-07-28", false},
		{"1941-03-04|1941-04-03", "1941-04-03", true},
		{"1941-03-04|1941-04-03", "1941-04-04", false},
		{"1941", "1941-03-04|1941-04-03", true},
		{"1941-03-04", "1941-03-04|1941-04-03", false},
		{`"malam Jumat"`, "1941-04-03", true},
		{"1941-04-03", `"malam Jumat"`, false},
		{"", "1941", true},
	} {
		if got := when(t, c.a).Refines(when(t, c.b)); got != c.want {
			t.Errorf("%s after %s: %v", c.b, c.a, got)
		}
	}
}

// As days go on the answer goes from no over cannot tell to yes, never back; what
// holds from a time never ends before it begins; no answer depends on the zone in
// which it is asked.
func TestAnswersByDaysGoOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWhen().Draw(t, "w")
		day := time.Date(2019, 1, rapid.IntRange(-30, 2300).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		a, next := EndOf(day), EndOf(day.AddDate(0, 0, 1))
		for name, of := range map[string]func(AsOf) Truth{"by": w.By, "begun": w.BegunBy, "ended": w.EndedBy} {
			if way[of(next)] < way[of(a)] {
				t.Fatalf("%s: %v on %v, %v on the next day", name, of(a), a, of(next))
			}
		}
		if way[w.EndedBy(a)] > way[w.BegunBy(a)] {
			t.Fatalf("over before it began, on %v", a)
		}
		zone := rapid.SampledFrom(someZones).Draw(t, "zone")
		if b, err := ParseAsOf(fmt.Sprint(a, zone)); err != nil || b != a {
			t.Fatalf("%v, %v", b, err)
		}
	})
}

// A closer day changes no answer that was given for a day.
func TestCloserTimesAnswerTheSameByDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, x := anyWhen().Draw(t, "w"), anyWhen().Draw(t, "x")
		a := EndOf(time.Date(2019, 1, rapid.IntRange(-30, 2300).Draw(t, "day"), 0, 0, 0, 0, time.UTC))
		if was := w.By(a); w.Refines(x) && was != CannotTell && x.By(a) != was {
			t.Fatalf("%v on %v, not %v", x.By(a), a, was)
		}
	})
}
