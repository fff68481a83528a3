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

// free are the holidays that fall on a weekday, as days since 1970, sorted.
var free = func() (days []int64) {
	for _, c := range calendars {
		for _, h := range c.Days {
			t, err := time.Parse(time.DateOnly, h.Date)
			if err != nil {
				panic(err) // written above
			}
			if wd := t.Weekday(); wd != time.Saturday && wd != time.Sunday {
				days = append(days, dayNumber(t))
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}()

// dayNumber counts the days since 1970 of the calendar day of t.
func dayNumber(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// weekdaysBefore is the number of Mondays to Fridays before a day, counted from some
// Monday long ago.
func weekdaysBefore(day int64) int64 {
	d := day + 3 + 7*100_000 // 1970 began on a Thursday
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
func WorkingDays(from, to time.Time, zone *time.Location) (w Working) {
	first, last := dayNumber(from.In(zone))+1, dayNumber(to.In(zone))
	if last < first {
		return w
	}
	a, _ := slices.BinarySearch(free, first)
	b, _ := slices.BinarySearch(free, last+1)
	w.Days = int(weekdaysBefore(last+1)-weekdaysBefore(first)) - (b - a)
	for y := time.Unix(first*86400, 0).UTC().Year(); y <= to.In(zone).Year(); y++ {
		if !onRecord(y) {
			w.NoList = append(w.NoList, y)
		}
	}
	return w
}

// WorkingDaysSince counts from something that happened at w to the day asked as of, by the calendar day each fell on where it was; false where it is
// not known when it happened. An interval gives the least and the most.
func WorkingDaysSince(w When, asOf AsOf) (Working, bool) {
	last, ok := w.Latest()
	if !ok {
		return Working{}, false
	}
	zone := w.Zone()
	if zone == nil {
		zone = WIB
	}
	to := asOf.Time().Add(-1)
	n := WorkingDays(sameDay(last.Add(-1), zone), to, WIB)
	if first, ok := w.Earliest(); ok {
		if m := WorkingDays(sameDay(first, zone), to, WIB); m.Days > n.Days {
			n.Most, n.NoList = m.Days, m.NoList
		}
	}
	return n, true
}

// sameDay is the noon in Jakarta of the day that t falls on in zone.
func sameDay(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, WIB)
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
