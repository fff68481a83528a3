package output

import (
	"mufakat/domain/value"
	"mufakat/internal/text"
	"mufakat/projections/question"
)

// Rows writes the answer to a question as a table, under its head.
func (p *Page) Rows(columns []question.ColumnInfo, got question.Answer) {
	p.HeadOf(len(got.Rows))
	p.cells(columns, got.Cells(p.Locale))
	p.Para("", p.Say(got.Note))
}

func (p *Page) cells(columns []question.ColumnInfo, rows [][]question.Cell) {
	var t text.Table
	for _, c := range columns {
		t.Columns = append(t.Columns, p.Say(c.Words))
	}
	for _, r := range rows {
		var texts []string
		for _, c := range r {
			texts = append(texts, c.Text)
		}
		t.Add(texts...)
	}
	p.table(t)
}

// columns is a table without rows yet, its columns named in the reader's
// language.
func (p *Page) columns(names ...value.Words) (t text.Table) {
	for _, w := range names {
		t.Columns = append(t.Columns, p.Say(w))
	}
	return t
}

var noRows = value.Words{ID: "(belum ada yang tercatat)", EN: "(nothing on record)"}

// table writes a table, or that there is nothing in it.
func (p *Page) table(t text.Table) {
	if len(t.Rows) == 0 {
		p.Line(p.Say(noRows))
	}
	p.Table(t)
}
