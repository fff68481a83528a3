package value

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

// The four forms of a value, and how each is written.
func TestStatedInJSON(t *testing.T) {
	type paper struct {
		Count Stated[int] `json:"count,omitzero"`
	}
	for _, c := range []struct {
		text       string
		candidates []int
		words      string
	}{
		{`{}`, nil, ""},
		{`{"count":7}`, []int{7}, ""},
		{`{"count":0}`, []int{0}, ""},
		{`{"count":{"oneOf":[4,3]}}`, []int{4, 3}, ""},
		{`{"count":{"inWords":"beberapa"}}`, nil, "beberapa"},
	} {
		var p paper
		if err := json.Unmarshal([]byte(c.text), &p); err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if !slices.Equal(p.Count.Candidates(), c.candidates) || p.Count.Words() != c.words {
			t.Errorf("%s: %v, %q", c.text, p.Count.Candidates(), p.Count.Words())
		}
		if stated := c.text != `{}`; p.Count.IsZero() == stated {
			t.Errorf("%s: stated %v", c.text, !stated)
		}
		if again, err := json.Marshal(p); err != nil || string(again) != c.text {
			t.Errorf("%s is written %s, %v", c.text, again, err)
		}
	}
}

// A zero, a no and an empty list of candidates are three things.
func TestStatedFalseIsStated(t *testing.T) {
	var yesNo Stated[bool]
	if _, ok := yesNo.Known(); ok || !yesNo.IsZero() {
		t.Error("not stated is known")
	}
	if err := json.Unmarshal([]byte(`false`), &yesNo); err != nil {
		t.Fatal(err)
	}
	if v, ok := yesNo.Known(); v || !ok || yesNo.IsZero() {
		t.Errorf("false: %v, %v", v, ok)
	}
	if !OneOf(true, false).Or(true) || Is(false).Or(true) {
		t.Error("Or answers with the known value, and only then")
	}
}

func TestStatedWrongly(t *testing.T) {
	for _, s := range []string{
		`{}`, `{"oneOf":[]}`, `{"oneOf":[7]}`, `{"oneOf":[7,7]}`, `{"oneOf":[3,4,3]}`, `{"inWords":""}`,
		`{"oneOf":[3,4],"inWords":"tiga atau empat"}`, `{"oneof":[3,4]}`,
	} {
		var v Stated[int]
		if err := json.Unmarshal([]byte(s), &v); !errors.Is(err, StatedWrongly) {
			t.Errorf("%s: %v, %v", s, v, err)
		}
	}
	for _, s := range []string{`"tujuh"`, `7.5`, `[7]`, `true`, `{"oneOf":7}`, `{"oneOf":["a","b"]}`, `{"inWords":7}`} {
		var v Stated[int]
		if err := json.Unmarshal([]byte(s), &v); err == nil {
			t.Errorf("%s was taken for %v", s, v)
		}
	}
}

func TestWhetherItIs(t *testing.T) {
	for _, c := range []struct {
		name         string
		told         Stated[string]
		a, b, absent Truth
	}{
		{"known", Is("a"), Yes, No, No},
		{"one of two", OneOf("a", "b"), CannotTell, CannotTell, No},
		{"in words", InWords[string]("a"), CannotTell, CannotTell, CannotTell},
		{"not stated", Stated[string]{}, CannotTell, CannotTell, CannotTell},
	} {
		if a, b, absent := c.told.Is("a"), c.told.Is("b"), c.told.Is("z"); a != c.a || b != c.b || absent != c.absent {
			t.Errorf("%s: %v, %v, %v", c.name, a, b, absent)
		}
	}
}

// anyStated draws a value that is known, one of several or not stated.
func anyStated() *rapid.Generator[Stated[int]] {
	return rapid.Custom(func(t *rapid.T) Stated[int] {
		vs := rapid.SliceOfNDistinct(rapid.IntRange(0, 4), 0, 5, rapid.ID[int]).Draw(t, "candidates")
		return OneOf(vs...)
	})
}

// Saying more is a strict partial order: nothing says more than itself, never
// both ways, and what says more than what says more says more.
func TestSayingMoreIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyStated().Draw(t, "a"), anyStated().Draw(t, "b"), anyStated().Draw(t, "c")
		if a.refines(a) {
			t.Fatal("a says more than itself")
		}
		if a.refines(b) && b.refines(a) {
			t.Fatal("both say more than the other")
		}
		if a.refines(b) && b.refines(c) && !a.refines(c) {
			t.Fatal("it does not carry on")
		}
	})
}

// A further detail takes back nothing: what was ruled out stays so, and no
// candidate comes up that was not there.
func TestFurtherDetailTakesNothingBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyStated().Draw(t, "before"), anyStated().Draw(t, "after")
		if !a.refines(b) {
			return
		}
		for v := range 5 {
			if was := a.Is(v); was != CannotTell && b.Is(v) != was {
				t.Fatalf("%d: %v, then %v", v, was, b.Is(v))
			}
			if !a.IsZero() && slices.Contains(b.Candidates(), v) && !slices.Contains(a.Candidates(), v) {
				t.Fatalf("%d came up", v)
			}
		}
	})
}

// A source's words are less than a value, and never narrow one.
func TestWordsAreLessThanAValue(t *testing.T) {
	words := InWords[int]("beberapa")
	for _, v := range []Stated[int]{Is(7), OneOf(6, 7)} {
		if !words.refines(v) || v.refines(words) {
			t.Errorf("%v against words", v)
		}
	}
	if none := (Stated[int]{}); !none.refines(words) || words.refines(none) {
		t.Error("words are more than nothing")
	}
}

// What is read is written so that it reads alike, and holds a value or words.
func FuzzStated(f *testing.F) {
	for _, s := range []string{`"a"`, `{"oneOf":["a","b"]}`, `{"inWords":"a"}`, `{}`, `{"oneOf":["a","a"]}`, `null`, `[`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v, again Stated[Text]
		if json.Unmarshal(b, &v) != nil {
			return
		}
		if (len(v.Candidates()) > 0) == (v.Words() != "") {
			t.Fatalf("%s: %v and %q", b, v.Candidates(), v.Words())
		}
		text, err := json.Marshal(v)
		if err == nil {
			err = json.Unmarshal(text, &again)
		}
		if err != nil || !reflect.DeepEqual(v, again) {
			t.Fatalf("%s is written %s, which reads %v, %v", b, text, again, err)
		}
	})
}

func TestTruthInText(t *testing.T) {
	for _, c := range []struct {
		truth        Truth
		text, id, en string
	}{
		{Yes, "yes", "ya", "yes"},
		{No, "no", "tidak", "no"},
		{CannotTell, "cannot-tell", "belum dapat dipastikan", "cannot be told yet"},
	} {
		b, err := c.truth.MarshalText()
		if err != nil || string(b) != c.text {
			t.Errorf("%s, %v", b, err)
		}
		var again Truth
		if err := again.UnmarshalText(b); err != nil || again != c.truth {
			t.Errorf("%s reads %v, %v", b, again, err)
		}
		if c.truth.Label(Indonesian) != c.id || c.truth.Label(English) != c.en {
			t.Errorf("%s: %q, %q", b, c.truth.Label(Indonesian), c.truth.Label(English))
		}
	}
	var v Truth
	if err := v.UnmarshalText([]byte("maybe")); !errors.Is(err, NotAChoice) {
		t.Error(err)
	}
}

func TestBothOfTwoAnswers(t *testing.T) {
	all := []Truth{No, CannotTell, Yes}
	for _, a := range all {
		if a.Both(Yes) != a || a.Both(No) != No {
			t.Errorf("%v with yes %v, with no %v", a, a.Both(Yes), a.Both(No))
		}
		for _, b := range all {
			if a.Both(b) != b.Both(a) {
				t.Errorf("%v and %v depend on their order", a, b)
			}
		}
	}
}
