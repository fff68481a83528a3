package projections

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/projections/records"
)

// asked is a question about something in the world: what must be given is given.
func (f *fixture) asked(q question.Question) question.Asking {
	f.Helper()
	x := q.Asking()
	for _, p := range x.Params {
		var err error
		switch {
		case p.InPath && p.Form == question.ReferenceForm:
			err = p.Set("instrument/" + f.someID("instrument"))
		case p.InPath && p.Form == question.KindForm:
			err = p.Set("instrument")
		case p.InPath:
			err = p.Set("1")
		case p.Form == question.BooleanForm && x.About.Name != "deferrals" && p.Name != "parked":
			err = p.Set("true")
		}
		must(f, p, err)
	}
	return x
}

// Whatever stands where a page's mark is expected, a question answers or refuses
// it, and it refuses the marks of others that cannot be its own.
func TestEveryCursorIsChecked(t *testing.T) {
	f := newFixture(t, 3)
	f.grow(400)
	f.take(100)
	marks := []string{"zzz", "A", "=", "\x00", "AAAA", base64.RawURLEncoding.EncodeToString(make([]byte, 40))}
	for _, q := range Queries {
		a, err := f.asked(q).Ask(f.views, engine.Asked{Now: later, Limit: 1})
		if must(t, a, err); a.Head.Next != "" {
			marks = append(marks, a.Head.Next)
		}
	}
	if len(marks) < 12 {
		t.Errorf("only %d marks", len(marks))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		b, _ := base64.RawURLEncoding.DecodeString(marks[random.IntN(len(marks))])
		b = slices.Clone(b[:random.IntN(len(b)+1)])
		if len(b) > 0 && random.IntN(2) == 0 {
			b[random.IntN(len(b))] ^= byte(1 + random.IntN(255))
		}
		marks = append(marks, base64.RawURLEncoding.EncodeToString(b))
	}
	for _, q := range Queries {
		refused := 0
		for _, mark := range marks {
			_, err := f.asked(q).Ask(f.views, engine.Asked{Now: later, Limit: 2, After: mark})
			switch {
			case err == nil:
			case code(err) == "bad-cursor":
				refused++
			default:
				t.Errorf("%s, cursor %q: %v", q.About().Name, mark, err)
			}
		}
		if refused < len(marks)/4 {
			t.Errorf("%s refused only %d of %d marks", q.About().Name, refused, len(marks))
		}
	}
}

// Page by page a question answers what it answers at once.
func TestPagesOfEveryQuestionJoin(t *testing.T) {
	f := newFixture(t, 5)
	f.grow(500)
	f.take(100)
	for _, q := range Queries {
		x := f.asked(q)
		if len(x.About.Columns) == 0 {
			continue // it is answered with one thing
		}
		whole, err := x.Ask(f.views, engine.Asked{Now: later, Limit: question.MaxRows})
		must(t, whole, err)
		var got []string
		for at := (engine.Asked{Now: later, Limit: 3}); len(got) <= question.MaxRows; {
			a, err := x.Ask(f.views, at)
			must(t, a, err)
			for _, r := range a.Rows {
				got = append(got, string(engine.Encoded(r)))
			}
			if at.After = a.Head.Next; at.After == "" {
				break
			}
		}
		var want []string
		for _, r := range whole.Rows {
			want = append(want, string(engine.Encoded(r)))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d rows by pages, %d at once", q.About().Name, len(got), len(want))
		}
		if len(want) == 0 && !slices.Contains([]string{"notices", "subscriptions"}, q.About().Name) {
			t.Errorf("%s: nothing was answered", q.About().Name)
		}
	}
}

// Every cell of every column reads in both languages, and every parameter goes
// through both of its directions.
func TestQuestionsAreWhole(t *testing.T) {
	f := newFixture(t, 5)
	f.grow(500)
	f.take(100)
	for _, q := range Queries {
		x := f.asked(q)
		name := x.About.Name
		a, err := x.Ask(f.views, engine.Asked{Now: later, Limit: question.MaxRows})
		must(t, a, err)
		for _, l := range []value.Lang{value.Indonesian, value.English} {
			for _, line := range a.Cells(question.LocaleFor(a.Head, l, time.UTC)) {
				if len(line) != len(x.About.Columns) {
					t.Errorf("%s: %d cells in %d columns", name, len(line), len(x.About.Columns))
				}
			}
		}
		if w := x.About.Words; w.ID == "" || w.EN == "" || w.ID == w.EN || len(x.About.Example) == 0 || x.About.Alias == "" {
			t.Errorf("%s: %+v", name, x.About)
		}
		for _, p := range x.Params {
			if p.Words.ID == "" || p.Words.EN == "" {
				t.Errorf("%s: %s says nothing", name, p.Name)
			}
			value := valueFor(f, p)
			if err := p.Set(value); err != nil || p.Get() != value {
				t.Errorf("%s: %s=%s came out as %q, %v", name, p.Name, value, p.Get(), err)
			}
			if err := p.Set("\x00"); err == nil {
				t.Errorf("%s: %s takes anything", name, p.Name)
			}
		}
		for _, c := range x.About.Columns {
			if c.Words.ID == "" || c.Words.EN == "" {
				t.Errorf("%s: column %s says nothing", name, c.Name)
			}
		}
	}
}

func valueFor(f *fixture, p question.Param) string {
	switch p.Form {
	case question.IntegerForm:
		return fmt.Sprint(p.Most)
	case question.BooleanForm:
		return "true"
	case question.ChoiceForm:
		return p.Choices[0].Value
	case question.KindForm:
		return "office"
	case question.IDForm:
		return f.someID("office")
	case question.ReferenceForm:
		return "office/" + f.someID("office")
	case question.DaysForm:
		return "2022-07/2022-08-11"
	case question.InstantForm:
		return "2022-08-11T09:00:00Z"
	}
	return "17"
}

// Two questions of one name do not start.
func TestNamesOfQuestionsStandOnce(t *testing.T) {
	for name, q := range map[string][]question.Question{
		"two questions": {records.List, records.List},
		"two aliases":   {records.List, question.Query[records.ListFilter, records.AggregateRow]{Name: "x", Alias: records.List.Alias}},
		"two columns":   {question.Query[records.ListFilter, records.AggregateRow]{Name: "x", Alias: "y", Columns: []question.Column[records.AggregateRow]{{Name: "a"}, {Name: "a"}}}},
		"two parameters": {question.Query[records.ListFilter, records.AggregateRow]{Name: "x", Alias: "y", Params: func(f *records.ListFilter) []question.Param {
			return []question.Param{question.KindParam("limit", &f.Kind, question.OfAnything)}
		}}},
		"no name": {question.Query[records.ListFilter, records.AggregateRow]{}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s started", name)
				}
			}()
			checked(q...)
		}()
	}
}

// The states of a document that can be asked for are those it can have.
func TestInstrumentStates(t *testing.T) {
	for _, c := range domain.InstrumentState("").Choices() {
		if c.ID == c.Value || c.ID == "" {
			t.Errorf("%q is no state", c.Value)
		}
	}
	var s domain.Instrument
	if string(s.StateAt(value.At(later))) != domain.InstrumentState("").Choices()[0].Value {
		t.Error(s.StateAt(value.At(later)))
	}
}

func TestParseInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2022-08-11":                       "2022-08-11T17:00:00Z", // the end of the day in Jakarta
		"2022-08-11[Asia/Makassar]":        "2022-08-11T16:00:00Z",
		"2022-07":                          "2022-07-31T17:00:00Z",
		"2022-07-28/2022-08-11":            "2022-08-11T17:00:00Z",
		"../2022-08-11":                    "2022-08-11T17:00:00Z",
		"2022-08-11T16:00[Asia/Makassar]":  "2022-08-11T08:00:59.999999999Z",
		"2022-08-11T16:00:00+08:00":        "2022-08-11T08:00:00Z",
		"2022-08-11T16:00:00 08:00":        "2022-08-11T08:00:00Z", // + in a query that was not encoded
		"2022-08-11T09:00:00.123456789Z":   "2022-08-11T09:00:00.123456789Z",
		"2022-08-11T23:59:59.999999+07:00": "2022-08-11T16:59:59.999999Z",
	} {
		got, err := value.ParseInstant(in)
		if err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, %v; want %s", in, got, err, want)
		}
	}
}
