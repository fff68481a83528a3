package value

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// A time that may be one of several, or that stands only in words, has one text
// and one JSON; a year may be a number.
func TestSeveralTimesAndWords(t *testing.T) {
	for _, c := range []struct{ in, text, out, id, en string }{
		{`"2022-07-28[WITA]"`, "2022-07-28[Asia/Makassar]", `"2022-07-28[Asia/Makassar]"`, "Kamis, 28 Juli 2022 (WITA)", "Thursday, 28 July 2022 (WITA)"},
		{`{"oneOf":["1941-03-04","1941-04-03"]}`, "1941-03-04|1941-04-03", "", "Selasa, 4 Maret 1941 atau Kamis, 3 April 1941", "Tuesday, 4 March 1941 or Thursday, 3 April 1941"},
		{`"2020-03-04|2020-04-03[WIB]"`, "2020-03-04[Asia/Jakarta]|2020-04-03[Asia/Jakarta]", `{"oneOf":["2020-03-04[Asia/Jakarta]","2020-04-03[Asia/Jakarta]"]}`,
			"Rabu, 4 Maret 2020 (WIB) atau Jumat, 3 April 2020 (WIB)", "Wednesday, 4 March 2020 (WIB) or Friday, 3 April 2020 (WIB)"},
		{`{"oneOf":["1941","1943","1945-08"]}`, "1941|1943|1945-08", "", "1941, 1943 atau Agustus 1945", "1941, 1943 or August 1945"},
		{`{"inWords":"malam Jumat"}`, `"malam Jumat"`, "", "“malam Jumat”", "“malam Jumat”"},
		{`"\"malam \"Jumat\"\""`, `"malam "Jumat""`, `{"inWords":"malam \"Jumat\""}`, "“malam \"Jumat\"”", "“malam \"Jumat\"”"},
		{`1990`, "1990", `"1990"`, "1990", "1990"},
	} {
		var w When
		if err := json.Unmarshal([]byte(c.in), &w); err != nil || w.String() != c.text {
			t.Errorf("%s: %v, %v", c.in, w, err)
			continue
		}
		if c.out == "" {
			c.out = c.in
		}
		if b, err := json.Marshal(w); err != nil || string(b) != c.out {
			t.Errorf("%s is written %s, %v", c.in, b, err)
		}
		if again := when(t, w.String()); again != w {
			t.Errorf("%s reads another", w)
		}
		if w.In(Indonesian) != c.id || w.In(English) != c.en {
			t.Errorf("%s: %q, %q", c.in, w.In(Indonesian), w.In(English))
		}
	}
}

func TestWhatIsNotOneOfSeveral(t *testing.T) {
	for in, want := range map[string]*Refusal{
		`{"oneOf":["1941-03-04"]}`:                          StatedWrongly,
		`{"oneOf":["1941-03-04","1941-03-04"]}`:             StatedWrongly,
		`{"oneOf":[{"inWords":"malam Jumat"},"1941"]}`:      StatedWrongly,
		`{"oneOf":[{"oneOf":["1941","1942"]},"1943"]}`:      StatedWrongly,
		`{"oneOf":["1941","1942"],"inWords":"malam Jumat"}`: StatedWrongly,
		`{"oneOf":[]}`: StatedWrongly,
		`{}`:           StatedWrongly,
		`{"inWords":"` + strings.Repeat("é", 201) + `"}`: NotATime,
		`{"inWords":" "}`:            NotATime,
		`{"inWords":"malam\nJumat"}`: NotATime,
		`"\""`:                       NotATime,
		`"\"\""`:                     NotATime,
		`"1941-03-04|"`:              NotATime,
		`"1941-03-04|1941-02-30"`:    NoSuchDay,
		`"1941|` + strings.Repeat("1941-01|", 60) + `1942"`: NotATime,
		`"3/4/1941"`:      ambiguousDay,
		`"03-04-1941"`:    ambiguousDay,
		`"3.4.1941[WIB]"`: ambiguousDay,
		`"13/4/1941"`:     yearComesFirst,
		`"4/13/1941"`:     yearComesFirst,
		`"4/4/1941"`:      yearComesFirst,
		`1499`:            NoSuchDay,
		`true`:            NotATime,
		`null`:            NotATime,
		`[1990]`:          NotATime,
		`19.5`:            NotATime,
		`-5`:              NotATime,
	} {
		var w When
		if err := json.Unmarshal([]byte(in), &w); !errors.Is(err, want) {
			t.Errorf("%s: %v, %v; want %s", in, w, err, want.Code)
		}
	}
	_, err := ParseWhen("3/4/1941")
	if want := `"3/4/1941" can be read as 1941-04-03 or 1941-03-04. Write the one that is meant, or 1941-04-03|1941-03-04 where the source leaves it open.`; err.(*Refusal).EN != want {
		t.Errorf("%s", err.(*Refusal).EN)
	}
}

// What a source says of the day beside its date is kept, and pointed out where it
// is not so; it changes nothing else.
func TestTheDayOfTheWeekAndThePartOfTheDay(t *testing.T) {
	for _, c := range []struct{ in, text, id, en string }{
		{"2022-07-28[WITA][weekday=Kamis]", "2022-07-28[Asia/Makassar][weekday=Kamis]", "Kamis, 28 Juli 2022 (WITA)", "Thursday, 28 July 2022 (WITA)"},
		{"2022-07-28[WITA][weekday=Jumat]", "2022-07-28[Asia/Makassar][weekday=Jumat]", "Kamis, 28 Juli 2022 (WITA) (sumber menyebut Jumat)", "Thursday, 28 July 2022 (WITA) (the source says Jumat)"},
		{"2022-07-28[weekday=Ahad][part=malam]", "2022-07-28[weekday=Ahad][part=malam]", "Kamis, 28 Juli 2022, malam (sumber menyebut Ahad)", "Thursday, 28 July 2022, malam (the source says Ahad)"},
		{"2022-07-28[part=menjelang magrib]", "2022-07-28[part=menjelang magrib]", "Kamis, 28 Juli 2022, menjelang magrib", "Thursday, 28 July 2022, menjelang magrib"},
		{"2022-07-28[part=malam][weekday=kamis]", "2022-07-28[weekday=kamis][part=malam]", "Kamis, 28 Juli 2022, malam", "Thursday, 28 July 2022, malam"},
		{"Kamis, 28 Juli 2022", "2022-07-28[weekday=Kamis]", "Kamis, 28 Juli 2022", "Thursday, 28 July 2022"},
		{"Jum'at 28 Juli 2022 [WIB]", "2022-07-28[Asia/Jakarta][weekday=Jum'at]", "Kamis, 28 Juli 2022 (WIB) (sumber menyebut Jum'at)", "Thursday, 28 July 2022 (WIB) (the source says Jum'at)"},
		{"3 April 1941", "1941-04-03", "Kamis, 3 April 1941", "Thursday, 3 April 1941"},
		{"1941-03-04[weekday=Selasa]|1941-04-03", "1941-03-04[weekday=Selasa]|1941-04-03", "Selasa, 4 Maret 1941 atau Kamis, 3 April 1941", "Tuesday, 4 March 1941 or Thursday, 3 April 1941"},
	} {
		w := when(t, c.in)
		if w.String() != c.text || w.In(Indonesian) != c.id || w.In(English) != c.en || when(t, w.String()) != w {
			t.Errorf("%s: %s, %q, %q", c.in, w, w.In(Indonesian), w.In(English))
		}
	}
	told, plain := when(t, "2022-07-28[WITA][weekday=Jumat][part=malam]"), when(t, "2022-07-28[WITA]")
	if told.Before(plain) || plain.Before(told) || told.By(asOf(t, "2022-07-28")) != Yes || told.Zone() != WITA || told.SortKey() != plain.SortKey() {
		t.Error("it compares as another day")
	}
	for in, want := range map[string]*Refusal{
		"2022-07-28[weekday=Kemis]":               noSuchWeekday,
		"2022-07[weekday=Kamis]":                  tagOfNoDay,
		"2022-07-28/2022-07-29[part=malam]":       tagOfNoDay,
		"2022-07-28[weekday=Kamis][weekday=Rabu]": NotATime,
		"2022-07-28[weekday=Kamis][WITA]":         NotATime,
		"2022-07-28[part=]":                       NotATime,
		"2022-07-28[part=ma\nlam]":                NotATime,
		"2022-07-28[u-ca=islamic]":                NotATime,
		"2022-07-28[WITA]x":                       NotATime,
		"2022-07-28[WITA][":                       NotATime,
		"Kamis, 31 Juni 2022":                     NoSuchDay,
		"28 Juli":                                 NotATime,
		"28 Yuli 2022":                            NotATime,
		"kemarin pagi sekali":                     NotATime,
	} {
		if w, err := ParseWhen(in); !errors.Is(err, want) {
			t.Errorf("%s: %v, %v; want %s", in, w, err, want.Code)
		}
	}
}
