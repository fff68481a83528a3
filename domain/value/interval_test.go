package value

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Where a time begins and ends, at the borders of months, years and zones.
func TestWhereAWhenBeginsAndEnds(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"2024-02-29[Asia/Jakarta]", "2024-02-28T17:00:00Z", "2024-02-29T17:00:00Z"},
		{"2024-02[Asia/Jakarta]", "2024-01-31T17:00:00Z", "2024-02-29T17:00:00Z"},
		{"2023-02[Asia/Jakarta]", "2023-01-31T17:00:00Z", "2023-02-28T17:00:00Z"},
		{"2000-02[Asia/Jakarta]", "2000-01-31T17:00:00Z", "2000-02-29T17:00:00Z"},
		{"2022-12[Asia/Jayapura]", "2022-11-30T15:00:00Z", "2022-12-31T15:00:00Z"},
		{"2022[Asia/Makassar]", "2021-12-31T16:00:00Z", "2022-12-31T16:00:00Z"},
		{"2022-07-28T19:54[Asia/Makassar]", "2022-07-28T11:54:00Z", "2022-07-28T11:55:00Z"},
		{"2022-07-28T00:00[Asia/Jakarta]", "2022-07-27T17:00:00Z", "2022-07-27T17:01:00Z"},
		{"2022-12-31T23:59[Asia/Jayapura]", "2022-12-31T14:59:00Z", "2022-12-31T15:00:00Z"},
		{"2022-07-28/2022-08-11[Asia/Makassar]", "2022-07-27T16:00:00Z", "2022-08-11T16:00:00Z"},
		{"2022-07/2022-08[Asia/Jakarta]", "2022-06-30T17:00:00Z", "2022-08-31T17:00:00Z"},
		{"2022-07-28T19:54/2022-07-28T20:10[Asia/Makassar]", "2022-07-28T11:54:00Z", "2022-07-28T12:11:00Z"},
		{"../2022-08-11[Asia/Jakarta]", "", "2022-08-11T17:00:00Z"},
		{"2022-08-11/..[Asia/Makassar]", "2022-08-10T16:00:00Z", ""},
		{"2022-03-27[Europe/Amsterdam]", "2022-03-26T23:00:00Z", "2022-03-27T22:00:00Z"}, // 23 hours
		{"", "", ""},
	} {
		w, err := ParseWhen(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		first, last := instant(w.Earliest()), instant(w.Latest())
		if first != c.first || last != c.last {
			t.Errorf("%s: from %s to %s; want %s to %s", c.text, first, last, c.first, c.last)
		}
	}
}

func instant(at time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return at.Format(time.RFC3339)
}

// Midnight comes two hours earlier in the east, and the day is that of the place.
func TestMidnightAcrossTheZones(t *testing.T) {
	east, west := when(t, "2022-07-29T00:30[WIT]"), when(t, "2022-07-28T22:30[WIB]")
	if instant(east.Earliest()) != instant(west.Earliest()) || instant(east.Latest()) != instant(west.Latest()) {
		t.Errorf("%v and %v are one minute", east, west)
	}
	at := time.Date(2022, 7, 28, 16, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"WIB": "2022-07-28[Asia/Jakarta]", "WITA": "2022-07-29[Asia/Makassar]", "WIT": "2022-07-29[Asia/Jayapura]", "UTC": "2022-07-28[UTC]",
	} {
		z, err := ZoneOf(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := On(at.In(z)).String(); got != want {
			t.Errorf("%s: %s; want %s", zone, got, want)
		}
	}
}

func when(t testing.TB, s string) When {
	t.Helper()
	w, err := ParseWhen(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return w
}

func TestWhatIsNoWhen(t *testing.T) {
	for _, c := range []struct {
		text string
		want *Refusal
	}{
		{"2023-02-29", NoSuchDay},
		{"1900-02-29", NoSuchDay},
		{"2022-04-31", NoSuchDay},
		{"2022-13", NoSuchDay},
		{"2022-00", NoSuchDay},
		{"2022-07-00", NoSuchDay},
		{"2022-07-28T24:00[WIB]", NoSuchDay},
		{"2022-07-28T19:60[WIB]", NoSuchDay},
		{"2022-07-28/2022-02-30", NoSuchDay},
		{"2022-07-28T19:54", TimeWithoutZone},
		{"2022-07-28/2022-07-28T19:54", TimeWithoutZone},
		{"2022-07-28[Asia/Surabaya]", NoSuchZone},
		{"2022-07-28[Local]", NoSuchZone},
		{"2022-08-11/2022-07-28", EndBeforeStart},
		{"2022-07-28T20:10/2022-07-28T19:54[WITA]", EndBeforeStart},
		{"2022-08/2022-07", EndBeforeStart},
		{"..", NotATime},
		{"/", NotATime},
		{"2022-07-28/", NotATime},
		{"/2022-07-28", NotATime},
		{"2022-07-28[", NotATime},
		{"2022-07-28[]", NotATime},
		{"2022-07-28[WIB]x", NotATime},
		{"[WIB]", NotATime},
		{"2022-7-28", NotATime},
		{"2022-07-28 19:54", NotATime},
		{"2022/07/28", NotATime},
		{"２０２２-07-28", NotATime},
		{"+022-07-28", NotATime},
		{"2022-07-28/2022-08-01/2022-08-11", NotATime},
		{strings.Repeat("2", 200), NotATime},
	} {
		w, err := ParseWhen(c.text)
		if !errors.Is(err, c.want) || !w.IsZero() {
			t.Errorf("%q: %v, %v; want %s", c.text, w, err, c.want.Code)
		}
	}
	if _, err := ParseWhen("../.."); err == nil {
		t.Error("an interval without ends was taken")
	}
}

// The text form is one: the people's names of the zones are written as IANA's.
func TestTextOfAWhen(t *testing.T) {
	for text, want := range map[string]string{
		"2022-07-28[WITA]":               "2022-07-28[Asia/Makassar]",
		"2022-07-28T19:54[WIB]":          "2022-07-28T19:54[Asia/Jakarta]",
		"../2022[WIT]":                   "../2022[Asia/Jayapura]",
		"2022-07-28/..":                  "2022-07-28/..",
		"2022-03-27[Europe/Amsterdam]":   "2022-03-27[Europe/Amsterdam]",
		"2022-07-28[Asia/Ujung_Pandang]": "2022-07-28[Asia/Ujung_Pandang]",
	} {
		w := when(t, text)
		b, err := w.MarshalText()
		if err != nil || string(b) != want {
			t.Errorf("%s is written %s, %v; want %s", text, b, err, want)
		}
		var again When
		if err := again.UnmarshalText(b); err != nil || again != w {
			t.Errorf("%s reads %v, %v", b, again, err)
		}
	}
	var w When
	if err := w.UnmarshalText(nil); !errors.Is(err, NotATime) {
		t.Errorf("an empty text: %v; what is not stated is left out", err)
	}
	if z := when(t, "2022-07-28[WITA]").Zone(); z == nil || z.String() != "Asia/Makassar" {
		t.Errorf("zone %v", z)
	}
	if z := when(t, "2022-07-28").Zone(); z != nil {
		t.Errorf("zone %v, though none is stated", z)
	}
}

// What has not come yet by 10 o'clock in Jakarta on 15 August 2022.
func TestWhatHasNotComeYet(t *testing.T) {
	now := time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC)
	for text, want := range map[string]bool{
		"2022-08-14[WIB]":            false,
		"2022-08-15[WIB]":            false, // it has begun
		"2022-08-16[WIB]":            true,
		"2022-08":                    false, // may have been on any of its days
		"2022-09":                    true,
		"2022-08-15T10:00[WIB]":      false,
		"2022-08-15T10:01[WIB]":      true,
		"2022-08-15T11:00[WITA]":     false, // the same minute
		"2022-08-01/2022-08-20[WIB]": true,  // its last day has not
		"2022-08-01/..[WIB]":         false,
		"2022-08-16/..[WIB]":         true,
		"../2022-08-14[WIB]":         false,
		"../2022-08-20[WIB]":         true,
		"":                           false,
	} {
		if got := when(t, text).After(now); got != want {
			t.Errorf("%q: %v; want %v", text, got, want)
		}
	}
}

func TestOrderOfTimes(t *testing.T) {
	want := []string{"", "../2022-07-01[WIB]", "2021[WIB]", "2022-07-28[WIT]", "2022-07-28[WITA]", "2022-07-28[WIB]", "2022-07-28T00:01[WIB]", "2022-07-29/..[WIB]"}
	ws := make([]When, 0, len(want))
	for _, s := range slices.Backward(want) {
		ws = append(ws, when(t, s))
	}
	slices.SortStableFunc(ws, func(a, b When) int { return cmp.Compare(a.SortKey(), b.SortKey()) })
	for i, w := range ws[2:] {
		if w.String() != when(t, want[i+2]).String() {
			t.Errorf("%d: %s, not %s", i+2, w, want[i+2])
		}
	}
	for _, w := range ws[:2] {
		if _, ok := w.Earliest(); ok {
			t.Errorf("%s has a beginning and comes first", w)
		}
	}
}

func TestWhetherTimesOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"2022-07-28[WIB]", "2022-07-29[WIB]", false},
		{"2022-07-28[WIB]", "2022-07[WIB]", true},
		{"2022-06[WIB]", "2022-07[WIB]", false},
		{"2022-07-28T23:59[WIB]", "2022-07-29[WIB]", false},
		{"2022-07-28T23:59[WIB]", "2022-07-29T00:59[WITA]", true},
		{"../2022-07-28[WIB]", "2022-07-29/..[WIB]", false},
		{"../2022-07-29[WIB]", "2022-07-29/..[WIB]", true},
		{"", "2022-07-29[WIB]", true},
	} {
		if got := when(t, c.a).Overlaps(when(t, c.b)); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// anyWhen draws a time in any of its forms; sometimes none.
func anyWhen() *rapid.Generator[When] {
	end := rapid.Custom(func(t *rapid.T) string {
		s := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", rapid.IntRange(2019, 2024).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"),
			rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		return s[:rapid.SampledFrom([]int{4, 7, 10, 16}).Draw(t, "how exact")]
	})
	return rapid.Custom(func(t *rapid.T) When {
		text := rapid.OneOf(end, rapid.Custom(func(t *rapid.T) string {
			from, to := end.Draw(t, "from"), end.Draw(t, "to")
			return rapid.SampledFrom([]string{from + "/" + to, to + "/" + from, from + "/..", "../" + to, from + "|" + to}).Draw(t, "interval")
		}), rapid.Just("")).Draw(t, "text")
		if text != "" {
			text += rapid.SampledFrom([]string{"", "[WIB]", "[WITA]", "[WIT]", "[Europe/Amsterdam]"}).Draw(t, "zone")
		}
		w, err := ParseWhen(text)
		if err != nil {
			return When{}
		}
		return w
	})
}

// closer draws a time that lies within w, where it has both ends.
func closer(t *rapid.T, w When) When {
	first, ok1 := w.Earliest()
	last, ok2 := w.Latest()
	if !ok1 || !ok2 {
		return anyWhen().Draw(t, "closer")
	}
	most := int64(last.Sub(first)/time.Minute) - 1
	from := rapid.Int64Range(0, most).Draw(t, "minutes in")
	to := rapid.Int64Range(from, most).Draw(t, "minutes to")
	minute := func(n int64) string { return first.Add(time.Duration(n) * time.Minute).Format("2006-01-02T15:04") }
	x, err := ParseWhen(minute(from) + "/" + minute(to) + "[UTC]")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTextOfAnyWhenReadsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWhen().Draw(t, "w")
		if again, err := ParseWhen(w.String()); err != nil || again != w {
			t.Fatalf("%v, %v", again, err)
		}
	})
}

func TestOverlapHasNoSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyWhen().Draw(t, "a"), anyWhen().Draw(t, "b")
		if a.Overlaps(b) != b.Overlaps(a) || !a.Overlaps(a) {
			t.Fatal("it depends on which is asked")
		}
	})
}

// A closer time is a strict partial order, overlaps what it narrows, and
// changes no answer that was given.
func TestCloserTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyWhen().Draw(t, "a")
		b := closer(t, a)
		c := closer(t, b)
		at := time.Unix(rapid.Int64Range(1_500_000_000, 1_800_000_000).Draw(t, "at"), 0)
		if a.Refines(a) || a.Refines(b) && b.Refines(a) {
			t.Fatal("it is closer than itself")
		}
		if a.Refines(b) && b.Refines(c) && !a.Refines(c) {
			t.Fatal("it does not carry on")
		}
		for _, x := range []When{b, c} {
			if !a.Refines(x) {
				continue
			}
			if was := a.By(At(at)); !a.Overlaps(x) || was != CannotTell && x.By(At(at)) != was {
				t.Fatalf("%v says otherwise than %v", x, a)
			}
		}
	})
}

// way is how an answer goes on with time.
var way = map[Truth]int{No: 1, CannotTell: 2, Yes: 3}

// As time goes on the answer goes from no over cannot tell to yes, never back.
func TestTheAnswerGoesOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWhen().Draw(t, "w")
		from := rapid.Int64Range(1_500_000_000, 1_800_000_000).Draw(t, "from")
		later := from + rapid.Int64Range(0, 100_000_000).Draw(t, "later")
		if way[w.By(At(time.Unix(later, 0)))] < way[w.By(At(time.Unix(from, 0)))] {
			t.Fatal("it went back")
		}
	})
}
