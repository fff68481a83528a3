package value

import (
	"strings"
	"time"
)

// AsOf is what a question is asked as of: a calendar day, wherever it is, with
// everything that happened on it; or an instant. It is comparable.
type AsOf struct {
	at    time.Time // of a day: its end in Jakarta, where it ends last in Indonesia
	date  date
	isDay bool
}

// At is as of an instant.
func At(t time.Time) AsOf { return AsOf{at: t.UTC().Round(0)} }

// EndOf is as of the day of t in its zone.
func EndOf(t time.Time) AsOf { return endOfDay(dateOf(t)) }

func endOfDay(d date) AsOf {
	return AsOf{at: d.start(WIB, 1).UTC(), date: d, isDay: true}
}

// Time is the instant by which things are on record, and that orders them; of a
// day its end in Jakarta.
func (a AsOf) Time() time.Time { return a.at }

// DayAround is how far the ends of one calendar day lie from each other around the
// earth, at most: from UTC+14 to UTC-12.
const DayAround = 26 * time.Hour

// Earliest is before every instant that had not come by then: a day ends elsewhere
// before it does in Jakarta.
func (a AsOf) Earliest() time.Time {
	if a.isDay {
		return a.at.Add(-DayAround)
	}
	return a.at
}

func (a AsOf) IsZero() bool { return a == AsOf{} }

// unix is the second that what happened by then was before.
func (a AsOf) unix() int64 { return a.at.Add(1).Unix() }

// Day is the calendar day, "" as of an instant.
func (a AsOf) Day() string {
	if !a.isDay {
		return ""
	}
	return a.date.String()
}

func (a AsOf) String() string {
	switch {
	case a.isDay:
		return a.Day()
	case a.IsZero():
		return ""
	}
	return a.at.Format(time.RFC3339Nano)
}

// In tells it to a reader in zone.
func (a AsOf) In(zone *time.Location, l Lang) string {
	if a.isDay {
		return endOf.With(Day(a.date.start(time.UTC, 0), time.UTC, l)).In(l)
	}
	return Moment(a.at, zone, l)
}

var (
	notAnInstant = NewRefusal(Invalid, "not-an-instant",
		"%q bukan saat. Tulis 2022-08-11, 2022-08-11T16:00[Asia/Makassar], atau 2022-08-11T09:00:00Z.",
		"%q is not an instant. Write 2022-08-11, 2022-08-11T16:00[Asia/Makassar], or 2022-08-11T09:00:00Z.")
	openInstant = NewRefusal(Invalid, "open-instant",
		"%q tidak berakhir, sehingga saatnya tidak dapat ditentukan. Tulis tanggal akhirnya.",
		"%q has no end, so it names no instant. Write its last day.")
)

// ParseAsOf reads an RFC 3339 time or a minute, which are instants, or a day, a
// month, a year or an interval, of which it is the last day.
func ParseAsOf(s string) (AsOf, error) {
	// An unencoded + in a query arrives as a space, which stands in no instant.
	if t, err := time.Parse(time.RFC3339Nano, strings.ReplaceAll(s, " ", "+")); err == nil {
		return At(t), nil
	}
	w, err := instantOf(s)
	if err != nil {
		return AsOf{}, err
	}
	a, _ := w.End()
	return a, nil
}

// ParseInstant reads an instant: what [ParseAsOf] reads, a day being its end,
// where it is, or in Jakarta where that is not said.
func ParseInstant(s string) (time.Time, error) {
	a, err := ParseAsOf(s)
	if err != nil || !a.isDay {
		return a.at, err
	}
	w, err := ParseWhen(s)
	return time.Unix(w.last, 0).UTC(), err
}

// instantOf is a time that ends.
func instantOf(s string) (When, error) {
	w, err := ParseWhen(s)
	switch {
	case err != nil && len(s) > 10 && strings.Contains(s, "T") && !strings.Contains(s, "["), s == "":
		return When{}, notAnInstant.With(Clip(s))
	case err != nil:
		return When{}, err
	case w.last == forEver:
		return When{}, openInstant.With(Clip(s))
	}
	return w, nil
}
