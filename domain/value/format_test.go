package value

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersInWords(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1.000", 12345: "12.345", 999999: "999.999", 1000000: "1.000.000",
		-7: "-7", -999: "-999", -1000: "-1.000", -123456: "-123.456", math.MinInt64: "-9.223.372.036.854.775.808",
	} {
		if got := Number(n, Indonesian); got != want {
			t.Errorf("%d: %s", n, got)
		}
		if got := Number(n, English); got != strings.ReplaceAll(want, ".", ",") {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := Rupiah(75_000_000_000).In(Indonesian); got != "Rp75.000.000.000" {
		t.Error(got)
	}
	if got := Rupiah(1_500).In(English); got != "Rp1,500" {
		t.Error(got)
	}
}

// However its thousands are kept apart, a number keeps its digits.
func TestNumbersKeepTheirDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		s := Number(n, English)
		if got, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64); err != nil || got != n {
			t.Fatalf("%s reads %d, %v", s, got, err)
		}
		for i, group := range strings.Split(strings.TrimPrefix(s, "-"), ",") {
			if len(group) > 3 || group == "" || i > 0 && len(group) != 3 {
				t.Fatalf("%s", s)
			}
		}
	})
}

// byKind names an aggregate by its kind, the test's only names.
func byKind(r Ref, l Lang) string { return Words{"si ", "the "}.In(l) + string(r.Kind) }

// The four forms of a value as people read them; no and nought are stated.
func TestStatedInWords(t *testing.T) {
	for _, c := range []struct {
		told interface {
			Format(Lang, Names) string
		}
		id, en string
	}{
		{Stated[int]{}, "tidak disebut", "not stated"},
		{Is(0), "0", "0"},
		{Is(1500), "1.500", "1,500"},
		{OneOf(0, 7), "salah satu dari 0 atau 7", "one of 0 or 7"},
		{OneOf(6, 7, 8), "salah satu dari 6, 7 atau 8", "one of 6, 7 or 8"},
		{InWords[int]("beberapa"), "“beberapa”", "“beberapa”"},
		{Stated[bool]{}, "tidak disebut", "not stated"},
		{Is(false), "tidak", "no"},
		{Is(true), "ya", "yes"},
		{OneOf(true, false), "salah satu dari ya atau tidak", "one of yes or no"},
		{OneOf(false, true), "salah satu dari tidak atau ya", "one of no or yes"},
		{Is(GradeNews), "menurut berita, belum dibuktikan", "reported in the news, not proven"},
		{Is(Rupiah(2500)), "Rp2.500", "Rp2,500"},
		{Is(Text("kain")), "kain", "kain"},
		{Is(PartyOf("64")), "si party", "the party"},
		{OneOf(OfficeID(anID), OfficeID("x")), "salah satu dari si office atau si office", "one of the office or the office"},
	} {
		if id, en := c.told.Format(Indonesian, byKind), c.told.Format(English, byKind); id != c.id || en != c.en {
			t.Errorf("%v: %q, %q; want %q, %q", c.told, id, en, c.id, c.en)
		}
	}
	if NotStated.In(Indonesian) != "tidak disebut" || NotStated.In(English) != "not stated" {
		t.Error("what is not stated is called otherwise")
	}
}

// A value of several parts is told part by part, each with what it is called;
// what is not stated is left out.
func TestStructsInWords(t *testing.T) {
	type crate struct {
		What  string        `json:"what,omitzero" id:"isi" en:"content"`
		Many  Stated[int]   `json:"many,omitzero" id:"banyaknya" en:"number"`
		Day   When          `json:"day,omitzero" id:"hari" en:"day"`
		Whose PartyID       `json:"whose,omitzero" id:"milik" en:"owner"`
		For   []OfficeID    `json:"for,omitempty" id:"untuk" en:"for"`
		Fresh bool          `json:"fresh,omitzero" id:"segar" en:"fresh"`
		Same  Stated[Grade] // not written, and so not told
	}
	day := when(t, "2022-07-28")
	for _, c := range []struct {
		v      any
		id, en string
	}{
		{crate{}, "", ""},
		{crate{What: "kain", Many: Is(0)}, "isi: kain, banyaknya: 0", "content: kain, number: 0"},
		{crate{Day: day, Whose: PartyOf("64"), Fresh: true}, "hari: Kamis, 28 Juli 2022, milik: si party, segar: ya",
			"day: Thursday, 28 July 2022, owner: the party, fresh: yes"},
		{crate{For: []OfficeID{"a", "b", "c"}, Same: Is(GradeNews)}, "untuk: si office, si office dan si office", "for: the office, the office and the office"},
		{[]crate{{What: "kain"}, {What: "kayu"}}, "isi: kain; isi: kayu", "content: kain; content: kayu"},
		{[]string{"kain", "kayu"}, "kain dan kayu", "kain and kayu"},
		{[]string{"kain"}, "kain", "kain"},
	} {
		v := reflect.ValueOf(c.v)
		if id, en := Format(v, Indonesian, byKind), Format(v, English, byKind); id != c.id || en != c.en {
			t.Errorf("%+v: %q, %q; want %q, %q", c.v, id, en, c.id, c.en)
		}
	}
}

// Only what is written of a struct is a member of it; embedded ones stand in place.
func TestMembersOfAStruct(t *testing.T) {
	type inner struct {
		B string `json:"b,omitzero" id:"huruf b" en:"letter b"`
	}
	type outer struct {
		A     string `json:"a" id:"huruf a" en:"letter a"`
		inner `json:",inline"`
		C     string
		D     string `json:"d" id:"huruf d" en:"letter d"`
	}
	var got []string
	for _, m := range Members(reflect.TypeFor[outer]()) {
		got = append(got, m.Name+"="+m.Label.EN)
	}
	if s := strings.Join(got, " "); s != "a=letter a b=letter b d=letter d" {
		t.Error(s)
	}
}
