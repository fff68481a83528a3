package value

import (
	"math"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the machine
)

// When is a time as a source tells it: a minute, a day, a month or a year, or
// an interval between two of these with either end open. The zero value is not
// stated.
//
// Its one text form is the EDTF interval (ISO 8601-2, level 0) with the zone of
// the place in brackets, as RFC 9557 writes it:
//
//	2022-07-28[Asia/Makassar]
//	2022-07-28T19:54[Asia/Makassar]
//	2022-07-28/2022-08-11[Asia/Makassar]
//	../2022-08-11
//	2022-07
//
// A time of day requires its zone. A day without one is taken across the three
// zones of Indonesia: from its start in the east to its end in the west.
type When struct {
	text  string
	first int64 // Unix seconds: not before this
	last  int64 // Unix seconds: before this
	late  int64 // start of the last day or minute it may have been

	firstDay, lastDay date // the calendar days of its place
}

const (
	forEver = math.MaxInt64
	never   = math.MinInt64
)

var (
	NotATime = NewRefusal(Invalid, "not-a-time",
		"%q bukan tanggal atau waktu. Tulis 2022-07-28, 2022-07, 2022-07-28/2022-08-11, atau 2022-07-28T19:54[Asia/Makassar].",
		"%q is not a date or time. Write 2022-07-28, 2022-07, 2022-07-28/2022-08-11, or 2022-07-28T19:54[Asia/Makassar].")
	NoSuchDay = NewRefusal(Invalid, "no-such-day",
		"Tanggal %q tidak ada di kalender. Periksa tahun, bulan, dan harinya.",
		"There is no day %q in the calendar. Check its year, month and day.")
	NoSuchZone = NewRefusal(Invalid, "no-such-zone",
		"Zona waktu %q tidak dikenal. Pakai Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT), atau nama zona IANA lain.",
		"There is no time zone %q. Use Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT) or another IANA zone name.")
	TimeWithoutZone = NewRefusal(Invalid, "time-without-zone",
		"Jam tanpa zona waktu pada %q. Tambahkan zonanya, misalnya [Asia/Makassar] untuk WITA.",
		"A time of day without a zone in %q. Add the zone, such as [Asia/Makassar] for WITA.")
	EndBeforeStart = NewRefusal(Invalid, "end-before-start",
		"Akhir mendahului awal pada %q. Tulis yang lebih dahulu di sebelah kiri garis miring.",
		"The end comes before the start in %q. Write the earlier one left of the slash.")
)

// ParseWhen reads the text form. An empty text is not stated.
func ParseWhen(s string) (When, error) {
	if s == "" {
		return When{}, nil
	}
	if len(s) > 120 {
		return When{}, NotATime.With(Clip(s))
	}
	body, zone, err := cutZone(s)
	if err != nil {
		return When{}, err
	}
	from, to, interval := strings.Cut(body, "/")
	if !interval {
		to = from
	}
	w := When{text: body}
	if zone != nil {
		w.text += "[" + zone.String() + "]"
	}
	a, err := parseEnd(from, zone, s, interval)
	if err != nil {
		return When{}, err
	}
	b, err := parseEnd(to, zone, s, interval)
	if err != nil {
		return When{}, err
	}
	w.first, w.last, w.late = a.start, b.end, b.start
	w.firstDay, w.lastDay = a.firstDay, b.lastDay
	if a.open {
		w.first, w.firstDay = never, math.MinInt32
	}
	if b.open {
		w.last, w.late, w.lastDay = forEver, w.first, math.MaxInt32
	}
	if a.open && b.open || !b.open && (w.last <= w.first || b.start < a.start && !a.open) {
		return When{}, EndBeforeStart.With(Clip(s))
	}
	return w, nil
}

// cutZone parts `body[zone]`.
func cutZone(s string) (body string, zone *time.Location, err error) {
	body, rest, ok := strings.Cut(s, "[")
	if !ok {
		return s, nil, nil
	}
	name, ok := strings.CutSuffix(rest, "]")
	if !ok || name == "" {
		return "", nil, NotATime.With(Clip(s))
	}
	zone, err = ZoneOf(name)
	return body, zone, err
}

type granule struct {
	start, end        int64
	firstDay, lastDay date
	open              bool
}

// parseEnd reads one end of an interval, or the whole of a single time.
func parseEnd(s string, zone *time.Location, whole string, interval bool) (granule, error) {
	if s == ".." && interval {
		return granule{open: true}, nil
	}
	f, unit, ok := digits(s)
	if !ok {
		return granule{}, NotATime.With(Clip(whole))
	}
	y, m, d := f[0], time.Month(f[1]), f[2]
	if y < 1900 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) || f[3] > 23 || f[4] > 59 {
		return granule{}, NoSuchDay.With(Clip(s))
	}
	if unit == minute && zone == nil {
		return granule{}, TimeWithoutZone.With(Clip(whole))
	}
	at := func(z *time.Location, next int) int64 {
		t := [5]int{y, int(m), d, f[3], f[4]}
		t[unit] += next
		return time.Date(t[0], time.Month(t[1]), t[2], t[3], t[4], 0, 0, z).Unix()
	}
	g := granule{firstDay: dateOn(y, m, d)}
	g.lastDay = g.firstDay
	if unit == minute {
		g.start = at(zone, 0)
		g.end = g.start + 60
		return g, nil
	}
	if unit != day {
		g.lastDay = date(at(time.UTC, 1)/86400) - 1
	}
	east, west := zone, zone
	if zone == nil {
		east, west = WIT, WIB
	}
	g.start, g.end = at(east, 0), at(west, 1)
	return g, nil
}

const (
	month  = 1
	day    = 2
	minute = 4
)

// digits reads YYYY[-MM[-DD[THH:MM]]]; unit says how far it went.
func digits(s string) (f [5]int, unit int, ok bool) {
	const form = "0000-00-00T00:00"
	f = [5]int{0, 1, 1, 0, 0}
	switch len(s) {
	case 4:
	case 7:
		unit = month
	case 10:
		unit = day
	case 16:
		unit = minute
	default:
		return f, 0, false
	}
	part, n := 0, 0
	for i := range len(s) {
		if form[i] != '0' {
			if s[i] != form[i] {
				return f, 0, false
			}
			f[part], part, n = n, part+1, 0
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return f, 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	f[part] = n
	return f, unit, true
}

func daysIn(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// On is the day of t in its zone.
func On(t time.Time) When {
	w, err := ParseWhen(t.Format(time.DateOnly) + "[" + t.Location().String() + "]")
	if err != nil {
		panic(err) // a zone of time.Location that cannot be loaded again
	}
	return w
}

func (w When) String() string               { return w.text }
func (w When) IsZero() bool                 { return w.text == "" }
func (w When) MarshalText() ([]byte, error) { return []byte(w.text), nil }
func (w *When) UnmarshalText(b []byte) error {
	v, err := ParseWhen(string(b))
	if err == nil && v.IsZero() {
		err = NotATime.With("")
	}
	*w = v
	return err
}

// Zone is the zone of the place, if one is stated.
func (w When) Zone() *time.Location {
	_, z, err := cutZone(w.text)
	if err != nil {
		return nil
	}
	return z
}

// Earliest is the first instant it may have been, and false if that is open.
func (w When) Earliest() (time.Time, bool) {
	return time.Unix(w.first, 0).UTC(), w.text != "" && w.first != never
}

// Latest is the instant it was before, and false if that is open.
func (w When) Latest() (time.Time, bool) {
	return time.Unix(w.last, 0).UTC(), w.text != "" && w.last != forEver
}

// lastInstant is the last one it may have been.
func (w When) lastInstant() time.Time { return time.Unix(w.last, -1).UTC() }

// endsInMinute reports whether its end is told to the minute.
func (w When) endsInMinute() bool { return w.last-w.late == 60 }

// By answers whether it was by then. Not stated cannot be told.
func (w When) By(a AsOf) Truth {
	u := a.at.Add(1).Unix()
	switch {
	case w.IsZero():
		return CannotTell
	case w.last <= u:
		return Yes
	case w.first >= u:
		return No
	}
	return CannotTell
}

// Overlaps reports whether both can have been at one time.
func (w When) Overlaps(x When) bool {
	return w.IsZero() || x.IsZero() || w.first < x.last && x.first < w.last
}

// within reports whether x says the same or more, and nothing against w.
func (w When) Refines(x When) bool {
	return !x.IsZero() && (w.IsZero() || x.first >= w.first && x.last <= w.last && (x.first > w.first || x.last < w.last))
}

// After reports whether some part of what it says lies after t: it begins
// after t, or its last day or minute does.
func (w When) After(t time.Time) bool {
	u := t.Unix()
	return !w.IsZero() && (w.first > u || w.late > u)
}

// SortKey orders times by their earliest instant, open and unstated ones first.
func (w When) SortKey() int64 {
	if w.IsZero() {
		return never
	}
	return w.first
}
