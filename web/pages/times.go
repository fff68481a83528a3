package pages

import (
	"time"

	"mufakat/domain/value"
)

// How the pages tell times: of what day the page is, and when something
// happened or was recorded, also in the zones of the parties.

// Day is a time asked for, if it is a day that a form can show again.
func (s *page) Day(name string) string {
	if v := s.query.Get(name); len(v) == len(time.DateOnly) {
		return v
	}
	return ""
}

// Past reports whether the page is of another time than now.
func (s *page) Past() bool {
	return !s.Asked.AsOf.IsZero() || !s.Asked.KnownAt.IsZero() || !s.Asked.Published.IsZero()
}

// AsOf is the time as of which the page tells.
func (s *page) AsOf() string { return s.Head.AsOfIn(zone, s.Lang) }

// AsPublished is the day by which the sources had been published that count.
func (s *page) AsPublished() string { return s.Head.AsPublishedIn(zone, s.Lang) }

// KnownAt is the time by which what it tells was recorded.
func (s *page) KnownAt() string { return value.Moment(s.Asked.KnownAt, zone, s.Lang) }

// Zone is the zone that recorded times are told in.
func (s *page) Zone() string { return value.ZoneName(zone, s.Head.AsOf) }

// Instant tells when something was recorded, also in the parties' zones.
func (s *page) Instant(t time.Time) string {
	return value.Instant(t, zone, s.Lang) + s.elsewhere(t, zone)
}

// When tells when something happened, a time of day also in the parties' zones.
func (s *page) When(w value.When) string { return w.In(s.Lang) + s.minuteElsewhere(w) }

// Short is When without the day of the week, for tables.
func (s *page) Short(w value.When) string { return w.Short(s.Lang) + s.minuteElsewhere(w) }

func (s *page) minuteElsewhere(w value.When) string {
	if at, ok := w.Minute(); ok {
		return s.elsewhere(at, w.Zone())
	}
	return ""
}

// elsewhere is the time in the parties' zones that are not told already.
func (s *page) elsewhere(t time.Time, told *time.Location) (out string) {
	for _, id := range s.Zones {
		z, err := value.ZoneOf(string(id))
		if err != nil || value.ZoneName(z, t) == value.ZoneName(told, t) || value.ZoneName(z, t) == value.ZoneName(zone, t) {
			continue
		}
		out += " (" + value.Clock(t, z, s.Lang) + ")"
	}
	return out
}

// Printed is when the page was made.
func (s *page) Printed() string { return value.Instant(s.Asked.Now, zone, s.Lang) }
