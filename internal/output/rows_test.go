package output

import (
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/question"
)

// answered reads an answer to a question as web/client does.
func answered(t *testing.T, q question.Question, text string) question.Answer {
	t.Helper()
	got, err := q.Asking().Read(func(v any) error { return json.Unmarshal([]byte(text), v) })
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRows(t *testing.T) {
	q := projections.Deferrals
	got := answered(t, q, `{"head":`+named+`, "rows":[
		{"engagement":"`+occasion+`", "seq":4, "planned":"2022-07-28[Asia/Makassar]", "reason":"signatory-absent",
			"documents":["`+agreement+`"], "grade":"news"},
		{"engagement":"`+occasion+`", "seq":6, "grade":"news"}]}`)
	reads(t, value.English, named, func(p *Page) { p.Rows(q.About().Columns, got) }, `
Ledger 0190a5f2, up to record 7 · 2 rows
planned     at the      documents   reason      said        grade
for         occasion
Thursday,   Trade       Marine      signatory   not stated  reported
28 July     mission     agreement   absent                  in the
2022                                                        news, not
(WITA)                                                      proven
not stated  Trade                   not stated  not stated  reported
            mission                                         in the
                                                            news, not
                                                            proven
`)
}

func TestNoRowsOfAnyQuestion(t *testing.T) {
	for _, q := range projections.Queries {
		x := q.Asking()
		if len(x.About.Columns) == 0 {
			continue
		}
		got := answered(t, q, `{"head":`+named+`, "rows":[]}`)
		got.Note = value.Words{}
		reads(t, value.English, named, func(p *Page) { p.Rows(x.About.Columns, got) }, `
Ledger 0190a5f2, up to record 7 · 0 rows
(nothing on record)
`)
	}
}
