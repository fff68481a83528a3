package value

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What a source says of a day beside its date is kept with it, as RFC 9557 writes
// what a program may ignore: the day of the week and the part of the day, in the
// source's own words. Neither changes how the time compares.
//
//	2022-07-28[Asia/Makassar][weekday=Kamis][part=malam]

const (
	weekdayTag = "weekday"
	partTag    = "part"

	longestPart = 40
)

var (
	noSuchWeekday = NewRefusal(Invalid, "no-such-weekday",
		"%q bukan nama hari. Tulis Senin, Selasa, Rabu, Kamis, Jumat, Sabtu, atau Minggu.",
		"%q is no day of the week. Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday.")
	tagOfNoDay = NewRefusal(Invalid, "no-single-day",
		"Nama hari atau bagian hari pada %q memerlukan satu tanggal. Tulis tanggalnya, atau seluruhnya dengan kata-kata sumber.",
		"A day of the week or a part of the day in %q needs one date. Write the date, or all of it in the source's words.")

	sourceSays = Words{"sumber menyebut %s", "the source says %s"}
)

// otherWeekdays are spellings beside those that are written.
var otherWeekdays = map[string]time.Weekday{"ahad": time.Sunday, "jum'at": time.Friday, "jum’at": time.Friday}

func weekdayOf(name string) (time.Weekday, bool) {
	for d, w := range weekdays {
		if strings.EqualFold(w.ID, name) || strings.EqualFold(w.EN, name) {
			return time.Weekday(d), true
		}
	}
	d, ok := otherWeekdays[strings.ToLower(name)]
	return d, ok
}

// tags are what stands beside a date.
type tags struct{ weekday, part string }

func (t tags) String() (s string) {
	if t.weekday != "" {
		s = "[" + weekdayTag + "=" + t.weekday + "]"
	}
	if t.part != "" {
		s += "[" + partTag + "=" + t.part + "]"
	}
	return s
}

// set reads one of them.
func (t *tags) set(key, text, whole string) error {
	_, known := weekdayOf(text)
	unseen := func(c rune) bool { return !unicode.IsPrint(c) }
	switch {
	case key == weekdayTag && t.weekday == "" && known:
		t.weekday = text
	case key == weekdayTag && t.weekday == "":
		return noSuchWeekday.With(Clip(text))
	case key == partTag && t.part == "" && text != "" && strings.TrimSpace(text) == text &&
		utf8.RuneCountInString(text) <= longestPart && !strings.ContainsFunc(text, unseen):
		t.part = text
	default:
		return NotATime.With(Clip(whole))
	}
	return nil
}

// Weekday is the day of the week that the source states, and whether the date, or
// each that it may be, is another; "" where it states none.
func (w When) Weekday() (stated string, differs bool) {
	for _, x := range w.Candidates() {
		_, _, t, _ := cutSuffixes(x.text)
		d, ok := weekdayOf(t.weekday)
		switch {
		case ok && d == x.firstDay.start(time.UTC, 0).Weekday():
			return t.weekday, false
		case ok && stated == "":
			stated = t.weekday
		}
	}
	return stated, stated != ""
}

// spoken reads a day as people write it, Kamis, 28 Juli 2022, and gives the text
// form; or what it was given.
func spoken(s string) string {
	said, suffix, bracket := strings.Cut(s, "[")
	words := strings.FieldsFunc(said, func(c rune) bool { return c == ' ' || c == ',' })
	t := tags{}
	if len(words) == 4 {
		if _, ok := weekdayOf(words[0]); !ok {
			return s
		}
		t.weekday, words = words[0], words[1:]
	}
	if len(words) != 3 {
		return s
	}
	for m, name := range months {
		if m > 0 && (strings.EqualFold(name.ID, words[1]) || strings.EqualFold(name.EN, words[1])) {
			date := fmt.Sprintf("%s-%02d-%02s", words[2], m, words[0])
			if bracket {
				date += "[" + suffix
			}
			return date + t.String()
		}
	}
	return s
}
