package value

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A time that may be one of several, or that only the source's words tell.

var (
	ambiguousDay = NewRefusal(Invalid, "ambiguous-day",
		"%q dapat dibaca %s atau %s. Tulis yang dimaksud, atau %s bila sumbernya tidak memastikan.",
		"%q can be read as %s or %s. Write the one that is meant, or %s where the source leaves it open.")
	yearComesFirst = NewRefusal(Invalid, "year-comes-first",
		"Pada %q tahunnya di belakang. Tulis %s.",
		"In %q the year comes last. Write %s.")
)

// yearLast refuses a day as people write it, 3/4/1941, with how to write it.
func yearLast(s string) error {
	s, _, _ = strings.Cut(s, "[")
	for _, form := range []string{"2/1/2006", "2-1-2006", "2.1.2006"} {
		d, err1 := time.Parse(form, s)
		m, err2 := time.Parse("1"+form[1:2]+"2"+form[3:], s)
		day, other := d.Format(time.DateOnly), m.Format(time.DateOnly)
		switch {
		case err1 == nil && err2 == nil && day != other:
			return ambiguousDay.With(Clip(s), day, other, day+"|"+other)
		case err1 == nil:
			return yearComesFirst.With(Clip(s), day)
		case err2 == nil:
			return yearComesFirst.With(Clip(s), other)
		}
	}
	return nil
}

// parseCandidates reads a|b. The zone of the last is that of all that have none.
func parseCandidates(s string) (When, error) {
	parts := strings.Split(s, "|")
	several := make([]When, len(parts))
	var zone *time.Location
	for i, part := range slices.Backward(parts) {
		if zone != nil && !strings.Contains(part, "[") {
			part += "[" + zone.String() + "]"
		}
		w, err := parseOne(part)
		if err != nil {
			return When{}, err
		}
		if several[i] = w; i == len(parts)-1 {
			zone = w.Zone()
		}
	}
	return oneOfTimes(several)
}

// oneOfTimes spans the candidates: what holds of all of them holds of the span.
func oneOfTimes(several []When) (When, error) {
	w := several[0]
	if len(several) == 1 || twice(several) || slices.ContainsFunc(several, func(x When) bool { return len(x.Candidates()) != 1 }) {
		return When{}, StatedWrongly
	}
	for _, x := range several[1:] {
		w.text += "|" + x.text
		w.first, w.early, w.firstDay = min(w.first, x.first), min(w.early, x.early), min(w.firstDay, x.firstDay)
		w.late, w.begun = max(w.late, x.late), max(w.begun, x.begun)
		w.last, w.lastDay = max(w.last, x.last), max(w.lastDay, x.lastDay)
		w.clock, w.zoned = w.clock || x.clock, w.zoned && x.zoned
	}
	if len(w.text) > longestWhen {
		return When{}, NotATime.With(Clip(w.text))
	}
	return w, nil
}

// parseWords reads the source's words in quotation marks.
func parseWords(s string) (When, error) {
	words, ok := strings.CutSuffix(s[1:], `"`)
	unseen := func(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
	if !ok || strings.TrimSpace(words) != words || words == "" || utf8.RuneCountInString(words) > longestWords ||
		!utf8.ValidString(words) || strings.ContainsFunc(words, unseen) {
		return When{}, NotATime.With(Clip(s))
	}
	return When{text: s, first: never, early: never, late: never, begun: forEver, last: forEver,
		firstDay: math.MinInt32, lastDay: math.MaxInt32}, nil
}

// Words are the source's words, where only these are known.
func (w When) Words() string {
	if !strings.HasPrefix(w.text, `"`) {
		return ""
	}
	return w.text[1 : len(w.text)-1]
}

// Candidates are the times it may be: one where it is one, none where it is not
// stated or only in words.
func (w When) Candidates() (several []When) {
	switch {
	case w.IsZero() || w.Words() != "":
		return nil
	case !strings.Contains(w.text, "|"):
		return []When{w}
	}
	for part := range strings.SplitSeq(w.text, "|") {
		x, _ := parseOne(part) // it has been read before
		several = append(several, x)
	}
	return several
}

func (w When) MarshalJSONTo(enc *jsontext.Encoder) error {
	several := w.Candidates()
	if len(several) == 1 {
		return enc.WriteToken(jsontext.String(w.text))
	}
	return json.MarshalEncode(enc, unsure[When]{several, w.Words()})
}

// UnmarshalJSONFrom reads also a year that is written as a number.
func (w *When) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	switch dec.PeekKind() {
	case '{':
	case '"', '0':
		t, err := dec.ReadToken()
		if err != nil {
			return err
		}
		return w.UnmarshalText([]byte(t.String()))
	default:
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		return NotATime.With(Clip(string(v)))
	}
	var u unsure[When]
	if err := json.UnmarshalDecode(dec, &u); err != nil {
		return err
	}
	switch {
	case (len(u.OneOf) > 0) == (u.InWords != ""):
		return StatedWrongly
	case u.InWords != "":
		return w.UnmarshalText([]byte(`"` + u.InWords + `"`))
	}
	v, err := oneOfTimes(u.OneOf)
	*w = v
	return err
}
