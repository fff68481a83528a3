package value

import "time"

// date is a calendar day, counted from 1 January 1970, wherever it is.
type date int32

// dateOf is the calendar day of t in its zone.
func dateOf(t time.Time) date { return dateOn(t.Date()) }

func dateOn(y int, m time.Month, d int) date {
	return date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// start is when the day that comes some days later begins in the zone.
func (d date) start(zone *time.Location, later int) time.Time {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return time.Date(y, m, day+later, 0, 0, 0, 0, zone)
}

func (d date) String() string { return d.start(time.UTC, 0).Format(time.DateOnly) }
