package value

import (
	"slices"
	"time"
)

// Holiday is a day on which government offices do not work, with where it
// comes from.
type Holiday struct {
	Date  string // YYYY-MM-DD
	Joint bool   // cuti bersama (PP 11/2017 Pasal 333), not a national holiday
}

// Calendar is the holidays of one year as one decree names them.
type Calendar struct {
	Year  int
	Basis string
	Days  []Holiday
}

// calendars is data. Years that are missing here are counted Monday to Friday
// only, and [WorkingDays] says so.
var calendars = []Calendar{{
	Year:  2026,
	Basis: "SKB 3 Menteri 1497/2025, 2/2025, 5/2025",
	Days: append(
		holidays(false, "2026-01-01", "2026-01-16", "2026-02-17", "2026-03-19", "2026-03-21", "2026-03-22", "2026-04-03",
			"2026-04-05", "2026-05-01", "2026-05-14", "2026-05-27", "2026-05-31", "2026-06-01", "2026-06-16", "2026-08-17",
			"2026-08-25", "2026-12-25"),
		holidays(true, "2026-02-16", "2026-03-18", "2026-03-20", "2026-03-23", "2026-03-24", "2026-05-15", "2026-05-28",
			"2026-12-24")...),
}}

func holidays(joint bool, dates ...string) (hs []Holiday) {
	for _, d := range dates {
		hs = append(hs, Holiday{d, joint})
	}
	return hs
}

// free are the holidays that fall on a weekday, sorted.
var free = func() (days []date) {
	for _, c := range calendars {
		for _, h := range c.Days {
			t, err := time.Parse(time.DateOnly, h.Date)
			if err != nil {
				panic(err) // written above
			}
			if wd := t.Weekday(); wd != time.Saturday && wd != time.Sunday {
				days = append(days, dateOf(t))
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}()

// weekdaysBefore is the number of Mondays to Fridays before a day, counted from some
// Monday long ago.
func weekdaysBefore(day date) int {
	d := int(day) + 3 + 7*100_000 // 1970 began on a Thursday
	return d/7*5 + min(d%7, 5)
}

// Working is a number of working days and what it rests on.
type Working struct {
	Days   int   `json:"days"`                    // at least
	Most   int   `json:"most,omitzero"`           // at most, where it cannot be told more exactly
	NoList []int `json:"noHolidayList,omitempty"` // years whose holidays are not on record
}

// WorkingDays counts the working days after the day of from, up to and with the
// day of to, in zone: Monday to Friday (Perpres 21/2023 Pasal 3) without the
// holidays on record. The day after from is day 1.
func WorkingDays(from, to time.Time, zone *time.Location) Working {
	return workingDays(dateOf(from.In(zone)), dateOf(to.In(zone)))
}

func workingDays(from, last date) (w Working) {
	first := from + 1
	if last < first {
		return w
	}
	a, _ := slices.BinarySearch(free, first)
	b, _ := slices.BinarySearch(free, last+1)
	w.Days = weekdaysBefore(last+1) - weekdaysBefore(first) - (b - a)
	for y := first.start(time.UTC, 0).Year(); y <= last.start(time.UTC, 0).Year(); y++ {
		if !onRecord(y) {
			w.NoList = append(w.NoList, y)
		}
	}
	return w
}

// WorkingDaysSince counts from the calendar day on which something happened at w,
// where it was, to the day asked as of, that of an instant being Jakarta's; false
// where it is not known when it happened. An interval gives the least and the most.
func WorkingDaysSince(w When, asOf AsOf) (Working, bool) {
	_, _, begins, ends := w.Days()
	if !ends {
		return Working{}, false
	}
	to := asOf.date
	if !asOf.isDay {
		to = dateOf(asOf.at.Add(-1).In(WIB))
	}
	n := workingDays(w.lastDay, to)
	if begins {
		if m := workingDays(w.firstDay, to); m.Days > n.Days {
			n.Most, n.NoList = m.Days, m.NoList
		}
	}
	return n, true
}

func onRecord(year int) bool {
	for _, c := range calendars {
		if c.Year == year {
			return true
		}
	}
	return false
}

// In says how many, and for which years holidays could not be taken off.
func (w Working) In(l Lang) string {
	s := Words{"%s hari kerja", "%s working days"}.With(Number(int64(w.Days), l)).In(l)
	if w.Days == 1 && l == English {
		s = "1 working day"
	}
	if w.Most > w.Days {
		s = Words{"%s sampai %s hari kerja", "%s to %s working days"}.With(Number(int64(w.Days), l), Number(int64(w.Most), l)).In(l)
	}
	if len(w.NoList) > 0 {
		s += Words{" (hari libur %d belum tercatat)", " (holidays of %d not on record)"}.With(w.NoList[0]).In(l)
	}
	return s
}
