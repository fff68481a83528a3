package value

import (
	"errors"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

// The grades from the best to the least, as docs/design.md orders them.
var fromTheBest = []Grade{GradeOriginal, GradeESignature, GradeCopy, GradeOwnStatement, GradeOthersStatement, GradeNews, ""}

func TestRankOfGrades(t *testing.T) {
	for i, g := range fromTheBest[1:] {
		if better := fromTheBest[i]; better.Rank() >= g.Rank() {
			t.Errorf("%q does not rank above %q", better, g)
		}
	}
	for _, g := range fromTheBest[:6] {
		var again Grade
		if err := again.UnmarshalText([]byte(g)); err != nil || again != g {
			t.Errorf("%q reads %q, %v", g, again, err)
		}
		if g.Label(Indonesian) == string(g) || g.Label(English) == g.Label(Indonesian) {
			t.Errorf("%q is called %q, %q", g, g.Label(Indonesian), g.Label(English))
		}
	}
	if none := Grade(""); none.Label(Indonesian) != "tidak disebut" || none.Label(English) != "not stated" {
		t.Errorf("unstated: %q, %q", none.Label(Indonesian), none.Label(English))
	}
	var g Grade
	if err := g.UnmarshalText([]byte("rumour")); !errors.Is(err, NotAChoice) {
		t.Error(err)
	}
}

// A signature counts from the party's own word on; what is reported never does.
func TestWhichGradesCount(t *testing.T) {
	for _, day := range []string{"", "2022-07-28[WIB]", "../2022-07-28", "1950"} {
		at := when(t, day)
		for i, g := range fromTheBest {
			if want := i <= 3; g.Counts(at) != want {
				t.Errorf("%q on %q counts: %v", g, day, !want)
			}
		}
		if r := GradeRule(at); r.ID == "" || r.EN == "" {
			t.Errorf("the rule of %q is not told", day)
		}
	}
}

func graded(g ...Grade) Evidence { return Evidence{Grade: OneOf(g...)} }

func TestBestGradeOfSeveral(t *testing.T) {
	for _, c := range []struct {
		name string
		ev   []Evidence
		want Grade
	}{
		{"no source", nil, ""},
		{"one without a grade", []Evidence{{Title: "berita"}}, ""},
		{"a grade only in words", []Evidence{{Grade: InWords[Grade]("katanya asli")}}, ""},
		{"one", []Evidence{graded("news")}, "news"},
		{"the better of two", []Evidence{graded("news"), graded("copy")}, "copy"},
		{"one without a grade beside one", []Evidence{{}, graded("copy"), {}}, "copy"},
		{"of candidates the least", []Evidence{graded("copy", "news")}, "news"},
		{"of candidates the least, however told", []Evidence{graded("news", "original", "copy")}, "news"},
		{"a better one beside candidates", []Evidence{graded("copy", "news"), graded("own-statement")}, "own-statement"},
	} {
		if got := BestGrade(c.ev); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

// A further source never makes the evidence worse, in whatever order they come.
func TestAFurtherSourceNeverLowersTheGrade(t *testing.T) {
	source := rapid.Custom(func(t *rapid.T) Evidence {
		return graded(rapid.SliceOfNDistinct(rapid.SampledFrom(fromTheBest[:6]), 0, 3, rapid.ID[Grade]).Draw(t, "grades")...)
	})
	rapid.Check(t, func(t *rapid.T) {
		ev := rapid.SliceOfN(source, 0, 4).Draw(t, "sources")
		more := append(slices.Clone(ev), source.Draw(t, "further"))
		if BestGrade(more).Rank() > BestGrade(ev).Rank() {
			t.Fatal("it is worse with one more")
		}
		if BestGrade(rapid.Permutation(more).Draw(t, "otherwise")) != BestGrade(more) {
			t.Fatal("it depends on their order")
		}
	})
}

func TestHowASourceIsNamed(t *testing.T) {
	for _, c := range []struct {
		e    Evidence
		want string
	}{
		{Evidence{}, ""},
		{Evidence{Title: "Siaran pers"}, "Siaran pers"},
		{Evidence{By: "Antara"}, "Antara"},
		{Evidence{By: "Antara", Title: "Misi dagang"}, "Antara, “Misi dagang”"},
		{Evidence{By: "Biro POD", Title: "Nota dinas", Number: "074/12"}, "Biro POD, “Nota dinas” 074/12"},
		{Evidence{Number: "074/12"}, "074/12"},
		{Evidence{URL: "https://example.go.id/1"}, "https://example.go.id/1"},
		{Evidence{URL: "https://example.go.id/1", Title: "Siaran pers"}, "Siaran pers"},
		{Evidence{Quote: "sudah ditandatangani", Holder: "arsip"}, ""},
	} {
		if got := c.e.Cite(); got != c.want {
			t.Errorf("%+v: %q; want %q", c.e, got, c.want)
		}
	}
}

func TestEvidenceInJSON(t *testing.T) {
	const whole = `{"grade":{"oneOf":["copy","news"]},"title":"Nota dinas","by":"Biro POD","published":"2022-08-11[Asia/Jakarta]",` +
		`"url":"https://example.go.id/1","number":"074/12","holder":"arsip",` +
		`"hash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","quote":"sudah"}`
	for _, s := range []string{whole, `{}`} {
		var e Evidence
		err := json.Unmarshal([]byte(s), &e, json.RejectUnknownMembers(true))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(e); err != nil || string(again) != s {
			t.Errorf("%s, %v", again, err)
		}
	}
	for text, want := range map[string]*Refusal{
		`{"grade":"rumour"}`:                NotAChoice,
		`{"published":"yesterday"}`:         NotATime,
		`{"hash":"e3b0"}`:                   NotAHash,
		`{"grade":{"oneOf":["copy","it"]}}`: NotAChoice,
	} {
		var e Evidence
		if err := json.Unmarshal([]byte(text), &e); !errors.Is(err, want) {
			t.Errorf("%s: %v; want %s", text, err, want.Code)
		}
	}
}

// Who said it: by name, or else by office, or else by party.
func TestOnWhoseWord(t *testing.T) {
	names := func(r Ref, l Lang) string { return Words{"si ", "the "}.In(l) + string(r.Kind) }
	party, office := Is(PartyOf("64")), Is(OfficeID("00000000-0000-7000-8000-000000000002"))
	for _, c := range []struct {
		by     AssertedBy
		id, en string
	}{
		{AssertedBy{}, "", ""},
		{AssertedBy{Name: "Antara", Party: party, Office: office}, "Antara", "Antara"},
		{AssertedBy{Party: party, Office: office}, "si office", "the office"},
		{AssertedBy{Party: party}, "si party", "the party"},
		{AssertedBy{Party: InWords[PartyID]("pihak tamu")}, "“pihak tamu”", "“pihak tamu”"},
		{AssertedBy{Party: OneOf(PartyOf("35"), PartyOf("64"))}, "salah satu dari si party atau si party", "one of the party or the party"},
	} {
		if id, en := c.by.Format(Indonesian, names), c.by.Format(English, names); id != c.id || en != c.en {
			t.Errorf("%+v: %q, %q", c.by, id, en)
		}
	}
}

// Where it was is told in the source's words; else by the region it lies in.
func TestWhereItWas(t *testing.T) {
	for _, c := range []struct {
		p    Place
		want string
	}{
		{Place{}, ""},
		{Place{Text: "Pendopo Odah Etam"}, "Pendopo Odah Etam"},
		{Place{Text: "Pendopo Odah Etam", Region: Is(RegionCode("64"))}, "Pendopo Odah Etam"},
		{Place{Region: Is(RegionCode("64"))}, "Kalimantan Timur"},
		{Place{Region: Is(RegionCode("99"))}, "99"},
	} {
		if id, en := c.p.In(Indonesian), c.p.In(English); id != c.want || en != c.want {
			t.Errorf("%+v: %q, %q", c.p, id, en)
		}
	}
}

// A rule holds from its first day on, as that day is where the act was.
func TestARuleHoldsFromItsDayOn(t *testing.T) {
	rules := gradeRules
	defer func() { gradeRules = rules }()
	gradeRules = append(slices.Clip(rules), gradeRule{from: "2030-01-01", least: GradeOriginal})
	for told, want := range map[string]bool{
		"2029-12-31": true, "2029-12-31T23:00[Pacific/Honolulu]": true, "2029-12-31/2030-01-02": true, "": true, "../2030-01-02": true,
		"2030-01-01": false, "2030-01-01[WIT]": false, "2030-01-01T00:10[Pacific/Auckland]": false, "2030": false, "2030-01-01/..": false,
	} {
		if got := GradeOwnStatement.Counts(when(t, told)); got != want {
			t.Errorf("on %q it counts: %v", told, got)
		}
	}
}
