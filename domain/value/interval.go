package value

import (
	"cmp"
	"errors"
	"math"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the machine
)

// When is a time as a source tells it: a minute, a day, a month or a year, an
// interval between two of these with either end open, one of several of these, or
// only the source's words. The zero value is not stated.
//
// Its one text form is the EDTF interval (ISO 8601-2, level 0) with the zone of
// the place in brackets, as RFC 9557 writes it:
//
//	2022-07-28[Asia/Makassar]
//	2022-07-28T19:54[Asia/Makassar]
//	2022-07-28/2022-08-11[Asia/Makassar]
//	../2022-08-11
//	2022-07
//	2022-07-28[weekday=Kamis][part=malam]
//	1941-03-04|1941-04-03
//	"malam Jumat"
//
// In JSON one of several is also {"oneOf":[…]}, and words are {"inWords":"…"}, as
// a [Stated] value has them.
//
// A day is the calendar day of its place and compares as that day; a time of day,
// which requires its zone, compares as an instant. Where a day without a zone must
// be an instant it is taken across the three zones of Indonesia: from its start in
// the east to its end in the west.
type When struct {
	text  string
	first int64 // Unix seconds: not before this
	early int64 // end of the first day or minute it may have been
	late  int64 // start of the last day, month or minute that it tells
	begun int64 // start of the last day or minute it may have been
	last  int64 // Unix seconds: before this

	firstDay, lastDay date // of its place

	clock bool // an end is told to the minute
	zoned bool
}

const (
	forEver = math.MaxInt64
	never   = math.MinInt64

	firstYear = 1500
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

const (
	longestWhen  = 400
	longestWords = 200
)

// ParseWhen reads the text form. An empty text is not stated.
func ParseWhen(s string) (When, error) {
	switch {
	case s == "":
		return When{}, nil
	case len(s) > longestWhen:
		return When{}, NotATime.With(Clip(s))
	case s[0] == '"':
		return parseWords(s)
	case strings.Contains(s, "|"):
		return parseCandidates(s)
	}
	return parseOne(s)
}

// parseOne reads what is neither one of several nor in words: the text form, or a
// day as people write it.
func parseOne(s string) (When, error) {
	w, err := parseText(s)
	if !errors.Is(err, NotATime) {
		return w, err
	}
	if t := spoken(s); t != s {
		return parseText(t)
	}
	return w, cmp.Or(yearLast(s), err)
}

func parseText(s string) (When, error) {
	body, zone, said, err := cutSuffixes(s)
	if err != nil {
		return When{}, err
	}
	from, to, interval := strings.Cut(body, "/")
	w := When{text: body, zoned: zone != nil}
	if zone != nil {
		w.text += "[" + zone.String() + "]"
	}
	a, err := parseEnd(from, zone, s, interval)
	if err != nil {
		return When{}, err
	}
	b := a
	if interval {
		if b, err = parseEnd(to, zone, s, interval); err != nil {
			return When{}, err
		}
	}
	w.first, w.early, w.firstDay = a.start, a.early, a.firstDay
	w.late, w.begun, w.last, w.lastDay = b.start, b.begun, b.end, b.lastDay
	w.clock = a.minute || b.minute
	if a.open {
		w.first, w.early, w.firstDay = never, never, math.MinInt32
	}
	if b.open {
		w.late, w.begun, w.last, w.lastDay = w.first, forEver, forEver, math.MaxInt32
	}
	if a.open && b.open || !b.open && (w.last <= w.first || b.start < a.start && !a.open) {
		return When{}, EndBeforeStart.With(Clip(s))
	}
	if said != (tags{}) && w.firstDay != w.lastDay {
		return When{}, tagOfNoDay.With(Clip(s))
	}
	w.text += said.String()
	return w, nil
}

// cutSuffixes parts `body[zone][key=value]`.
func cutSuffixes(s string) (body string, zone *time.Location, t tags, err error) {
	body, rest, more := strings.Cut(s, "[")
	for first := true; more; first = false {
		var name, key, text string
		var closed, tag bool
		name, rest, closed = strings.Cut(rest, "]")
		if !closed || name == "" {
			return "", nil, t, NotATime.With(Clip(s))
		}
		switch key, text, tag = strings.Cut(name, "="); {
		case tag:
			err = t.set(key, text, s)
		case first:
			zone, err = ZoneOf(name)
		default:
			err = NotATime.With(Clip(s))
		}
		if err != nil {
			return "", nil, t, err
		}
		if rest == "" {
			break
		}
		if rest, more = strings.CutPrefix(rest, "["); !more {
			return "", nil, t, NotATime.With(Clip(s))
		}
	}
	return body, zone, t, nil
}

type granule struct {
	start, early, begun, end int64
	firstDay, lastDay        date
	minute, open             bool
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
	if y < firstYear || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) || f[3] > 23 || f[4] > 59 {
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
	g := granule{firstDay: dateOn(y, m, d), minute: unit == minute}
	g.lastDay = g.firstDay
	switch unit {
	case minute:
		g.start = at(zone, 0)
		g.begun, g.end = g.start, g.start+60
		g.early = g.end
		return g, nil
	case month:
		g.lastDay += date(daysIn(y, m) - 1)
	case year:
		g.lastDay = dateOn(y, 12, 31)
	}
	east, west := zone, zone
	if zone == nil {
		east, west = WIT, WIB
	}
	g.start, g.early = at(east, 0), g.firstDay.start(east, 1).Unix()
	g.begun, g.end = g.lastDay.start(west, 0).Unix(), at(west, 1)
	return g, nil
}

const (
	year   = 0
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

// Zone is the zone of the place, if one is stated; of several times that of all.
func (w When) Zone() *time.Location {
	if !w.zoned {
		return nil
	}
	body, _, _ := strings.Cut(w.text, "|")
	_, z, _, err := cutSuffixes(body)
	if err != nil {
		return nil
	}
	return z
}
