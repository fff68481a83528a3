package value

import (
	"fmt"
	"strings"
	"time"
)

var (
	weekdays = [7]Words{{"Minggu", "Sunday"}, {"Senin", "Monday"}, {"Selasa", "Tuesday"}, {"Rabu", "Wednesday"},
		{"Kamis", "Thursday"}, {"Jumat", "Friday"}, {"Sabtu", "Saturday"}}
	months = [13]Words{{}, {"Januari", "January"}, {"Februari", "February"}, {"Maret", "March"}, {"April", "April"},
		{"Mei", "May"}, {"Juni", "June"}, {"Juli", "July"}, {"Agustus", "August"}, {"September", "September"},
		{"Oktober", "October"}, {"November", "November"}, {"Desember", "December"}}

	between  = Words{"antara %s dan %s", "between %s and %s"}
	notAfter = Words{"paling lambat %s", "not after %s"}
	notBefor = Words{"tidak sebelum %s", "not before %s"}
)

// In tells the time as people write it, with the zone of the place.
func (w When) In(l Lang) string { return w.in(l, true) }

// Short is In without the day of the week.
func (w When) Short(l Lang) string { return w.in(l, false) }

func (w When) in(l Lang, weekday bool) string {
	if w.IsZero() {
		return NotStated.In(l)
	}
	if words := w.Words(); words != "" {
		return "“" + words + "”"
	}
	if several := w.Candidates(); len(several) > 1 {
		parts := make([]string, len(several))
		for i, x := range several {
			parts[i] = x.in(l, weekday)
		}
		return JoinWords(parts, Or, l)
	}
	body, zone, said, _ := cutSuffixes(w.text)
	from, to, interval := strings.Cut(body, "/")
	if !interval {
		text := w.end(from, zone, weekday, l)
		if said.part != "" {
			text += ", " + said.part
		}
		text += w.zoneMark(from, zone)
		if stated, differs := w.Weekday(); differs {
			text += " (" + sourceSays.With(stated).In(l) + ")"
		}
		return text
	}
	switch {
	case from == "..":
		return fmt.Sprintf(notAfter.In(l), w.end(to, zone, false, l)) + w.zoneMark(to, zone)
	case to == "..":
		return fmt.Sprintf(notBefor.In(l), w.end(from, zone, false, l)) + w.zoneMark(from, zone)
	}
	return fmt.Sprintf(between.In(l), w.end(from, zone, false, l), w.end(to, zone, false, l)) + w.zoneMark(to, zone)
}

// end writes one end of an interval or a single time, as precise as it is.
func (w When) end(s string, zone *time.Location, withWeekday bool, l Lang) string {
	f, unit, _ := digits(s)
	switch unit {
	case 0:
		return fmt.Sprint(f[0])
	case month:
		return fmt.Sprintf("%s %d", months[f[1]].In(l), f[0])
	}
	day := fmt.Sprintf("%d %s %d", f[2], months[f[1]].In(l), f[0])
	if withWeekday && f[0] > 1582 { // before the calendar was reformed it was another
		wd := time.Date(f[0], time.Month(f[1]), f[2], 0, 0, 0, 0, time.UTC).Weekday()
		day = weekdays[wd].In(l) + ", " + day
	}
	if unit != minute {
		return day
	}
	at := time.Date(f[0], time.Month(f[1]), f[2], f[3], f[4], 0, 0, zone)
	return day + " " + clock(at, zone, l)
}

// clock writes a time of day with its zone, and what it is in Jakarta.
func clock(at time.Time, zone *time.Location, l Lang) string {
	s := Clock(at, zone, l)
	if zone != WIB && ZoneName(zone, at) != ZoneName(WIB, at) {
		s += " (" + Clock(at, WIB, l) + ")"
	}
	return s
}

// Clock writes a time of day in one zone: 16.01 WIB.
func Clock(at time.Time, zone *time.Location, l Lang) string {
	form := "15.04"
	if l == English {
		form = "15:04"
	}
	return at.In(zone).Format(form) + " " + ZoneName(zone, at)
}

// zoneMark names the zone of a day; a time of day has named it already.
func (w When) zoneMark(s string, zone *time.Location) string {
	if zone == nil || len(s) > 10 {
		return ""
	}
	return " (" + ZoneName(zone, time.Unix(w.last-1, 0)) + ")"
}

// Instant writes an instant for a reader in zone: Kamis, 11 Agustus 2022 16.01 WIB.
func Instant(at time.Time, zone *time.Location, l Lang) string {
	t := at.In(zone)
	return fmt.Sprintf("%s, %d %s %d %s", weekdays[t.Weekday()].In(l), t.Day(), months[t.Month()].In(l), t.Year(), clock(at, zone, l))
}

var endOf = Words{"akhir %s", "the end of %s"}

// Moment writes an instant that was asked for: the end of a day as that day.
func Moment(at time.Time, zone *time.Location, l Lang) string {
	t := at.In(zone)
	switch h, m, s := t.Clock(); {
	case h == 0 && m == 0 && s == 0:
		return endOf.With(Day(t.Add(-1), zone, l)).In(l)
	case h == 23 && m == 59 && s == 59:
		return endOf.With(Day(t, zone, l)).In(l)
	}
	return Instant(at, zone, l)
}

// Day writes the day of an instant for a reader in zone: 11 Agustus 2022.
func Day(at time.Time, zone *time.Location, l Lang) string {
	t := at.In(zone)
	return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()].In(l), t.Year())
}
