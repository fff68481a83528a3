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
