package output

import (
	"errors"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// row is one of an answer that is printed in every form.
type row struct {
	Who  string      `json:"who"`
	Says value.Words `json:"says,omitzero"`
	Days []int       `json:"days,omitempty"`
}

func printed(t *testing.T, form string, ans Answer) string {
	t.Helper()
	var b strings.Builder
	if err := printer(&b, form, value.English).Print(ans); err != nil {
		t.Fatal(form, err)
	}
	return b.String()
}

func TestForms(t *testing.T) {
	rows := []any{row{"“é”, \"ñ\"", value.Words{ID: "ya", EN: "yes"}, []int{1, 2}}, row{Who: "64\n35"}}
	ans := Answer{Whole: map[string]any{"rows": rows}, Rows: rows, Text: func(p *Page) { p.Line("for people") }}
	for form, want := range map[string]string{
		"table": `
for people
`,
		"json": `
{
  "rows": [
    {
      "who": "“é”, \"ñ\"",
      "says": {
        "id": "ya",
        "en": "yes"
      },
      "days": [
        1,
        2
      ]
    },
    {
      "who": "64\n35"
    }
  ]
}
`,
		"ndjson": `
{"who":"“é”, \"ñ\"","says":{"id":"ya","en":"yes"},"days":[1,2]}
{"who":"64\n35"}
`,
		"yaml": `
rows:
- who: “é”, "ñ"
  says:
    id: ya
    en: "yes"
  days:
  - 1
  - 2
- who: |-
    64
    35
`,
		"csv": `
who,says.id,says.en,days
"“é”, ""ñ""",ya,yes,1; 2
"64
35",,,
`,
	} {
		if got := "\n" + printed(t, form, ans); got != want {
			t.Errorf("%s: got%s\nwant%s", form, got, want)
		}
	}
}

// Rows travel without their head, so each says that it is of a demonstration.
func TestRowsOfADemonstration(t *testing.T) {
	ans := Answer{Head: engine.Head{Demo: true}, Rows: []any{row{Who: "64"}, struct{}{}}}
	if got := printed(t, "ndjson", ans); got != "{\"demo\":true,\"who\":\"64\"}\n{}\n" {
		t.Error(got)
	}
	if got := printed(t, "csv", ans); got != "demo,who\ntrue,64\n,\n" {
		t.Error(got)
	}
}

func TestNoRows(t *testing.T) {
	for _, form := range []string{"ndjson", "csv"} {
		if got := printed(t, form, Answer{}); got != "" {
			t.Errorf("%s of nothing: %q", form, got)
		}
	}
}

// A record is its bytes, and a refusal both its sentences.
func TestWhatTheAPIAnswers(t *testing.T) {
	refusal := value.NewRefusal(value.NotFound, "x", "tidak ada", "there is none").On("ref")
	if got := printed(t, "ndjson", Answer{Rows: []any{&fact.Record{Body: []byte(`{"b":1,"a":2}`)}, refusal}}); got != `{"b":1,"a":2}`+"\n"+`{"code":"x","field":"ref","id":"tidak ada","en":"there is none"}`+"\n" {
		t.Error(got)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

var errFull = errors.New("no room")

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	ans := Answer{Whole: 1, Rows: []any{row{Who: "64"}}, Text: func(p *Page) { p.Line("x") }}
	for _, form := range Forms {
		if err := printer(full{}, form, value.English).Print(ans); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", form, err)
		}
	}
}
