package domain

import (
	"strings"
	"time"

	"mufakat/domain/value"
)

// precedes answers whether a was over before b began: yes and no only where
// nothing that is stated leaves another reading. Days compare as the calendar days
// of their places, times of day as instants.
func precedes(a, b value.When) value.Truth {
	switch {
	case surelyBefore(a, b):
		return value.Yes
	case surelyNotBefore(a, b):
		return value.No
	}
	return value.CannotTell
}

// surelyBefore: the last that a may have been comes before the first that b may.
func surelyBefore(a, b value.When) bool { return a.Before(b) }

// surelyNotBefore: the first that a may have been does not come before the last
// that b may.
func surelyNotBefore(a, b value.When) bool {
	start, ok1 := a.Earliest()
	end, ok2 := b.Latest()
	switch {
	case !ok1 || !ok2:
		return false
	case ofClock(a) && ofClock(b):
		return !start.Before(end.Add(-time.Minute))
	}
	return firstDay(a, start) >= lastDay(b, end)
}

func ofClock(w value.When) bool { return strings.Contains(w.String(), "T") }

// firstDay is the calendar day of the place; a day without a zone begins in the
// east of Indonesia.
func firstDay(w value.When, start time.Time) string {
	zone := w.Zone()
	if zone == nil {
		zone = value.WIT
	}
	return start.In(zone).Format(time.DateOnly)
}

// lastDay is the same of its end, which it was before; it ends in the west.
func lastDay(w value.When, end time.Time) string {
	zone := w.Zone()
	if zone == nil {
		zone = value.WIB
	}
	return end.Add(-time.Nanosecond).In(zone).Format(time.DateOnly)
}

// sameName answers whether two texts name one person. Case, blanks, degrees and
// titles tell nothing; a name that is part of the other may be another's.
func sameName(a, b Name) value.Truth {
	x, y := nameWords(a), nameWords(b)
	switch {
	case strings.Join(x, " ") == strings.Join(y, " "):
		return value.Yes
	case within(x, y) || within(y, x):
		return value.CannotTell
	}
	return value.No
}

// nameWords are the words of a name before its degrees, without what is cut short.
func nameWords(n Name) (words []string) {
	own, _, _ := strings.Cut(strings.ToLower(string(n)), ",")
	for _, w := range strings.Fields(own) {
		if !strings.HasSuffix(w, ".") {
			words = append(words, w)
		}
	}
	return words
}

func within(some, all []string) bool {
	has := map[string]bool{}
	for _, w := range all {
		has[w] = true
	}
	for _, w := range some {
		if !has[w] {
			return false
		}
	}
	return true
}
