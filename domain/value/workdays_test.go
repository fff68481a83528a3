package value

import (
	"slices"
	"testing"
	"time"
)

// Counting by arithmetic says what counting one day after the other says.
func TestWorkingDaysOneByOne(t *testing.T) {
	for from := time.Date(2025, 12, 20, 23, 0, 0, 0, WIB); from.Year() < 2027; from = from.AddDate(0, 0, 5) {
		want, n := Working{}, 0
		for d := from; n < 60; n++ {
			d = d.AddDate(0, 0, 1)
			if y := d.Year(); !onRecord(y) && !slices.Contains(want.NoList, y) {
				want.NoList = append(want.NoList, y)
			}
			if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday && !slices.Contains(free, dateOf(d)) {
				want.Days++
			}
			if got := WorkingDays(from, d, WIB); got.Days != want.Days || !slices.Equal(got.NoList, want.NoList) {
				t.Fatalf("%s to %s: %+v, not %+v", from, d, got, want)
			}
		}
	}
	if w := WorkingDays(time.Unix(9e8, 0), time.Unix(8e8, 0), WIB); w.Days != 0 || w.NoList != nil {
		t.Error(w)
	}
}
