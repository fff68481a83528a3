// Package output prints what the ledger answers, in the form that was asked for:
// the whole answer as JSON or YAML, its rows as NDJSON or CSV, or a page of text
// for people, in their language and zone.
//
// Most answers are a table, whose columns the question itself names (rows.go).
// The others have a layout here, a file each: everything about an aggregate
// (show.go), what was recorded about it (history.go), what people say of it
// (accounts.go), what is told to whom (notices.go), and what can be recorded
// (events.go). Nothing is worked out here: what is not in the answer is not
// printed.
package output

import (
	"io"
	"time"

	"mufakat/domain/value"
	"mufakat/internal/text"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// Forms are the forms that an answer can take; the first is the page of text.
var Forms = []string{"table", "json", "ndjson", "yaml", "csv"}

// Answer is what a command prints, in any form.
type Answer struct {
	Head  engine.Head
	Whole any
	Rows  []any
	Text  func(*Page)
}

// Printer is where answers go, in which form, and for whom.
type Printer struct {
	Out  io.Writer
	Env  func(string) string
	Form string // one of Forms
	Lang value.Lang
	Zone *time.Location
}

// Print prints an answer.
func (pr Printer) Print(ans Answer) error {
	switch pr.Form {
	case "json":
		return writeJSON(pr.Out, ans.Whole)
	case "yaml":
		return writeYAML(pr.Out, ans.Whole)
	case "ndjson", "csv":
		rows, err := encoded(ans)
		if err != nil {
			return err
		}
		if pr.Form == "csv" {
			return writeCSV(pr.Out, rows)
		}
		return writeLines(pr.Out, rows)
	}
	p := pr.Page(ans.Head)
	ans.Text(p)
	_, err := p.WriteTo(pr.Out)
	return err
}

// Page is an empty page under a head.
func (pr Printer) Page(head engine.Head) *Page {
	return &Page{text.PageFor(pr.Out, pr.Env), head, question.LocaleFor(head, pr.Lang, pr.Zone)}
}
