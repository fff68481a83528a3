package text

import (
	"strings"
	"unicode/utf8"
)

// Table is rows under the names of their columns.
type Table struct {
	Columns []string
	Rows    [][]string // a cell for each column
}

// Add adds a row.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, cells) }

const (
	leastCell = 10 // no column is made narrower
	gap       = 2  // between columns
)

// Table writes a table, its columns aligned and wrapped to fit the page. A column
// that is empty in every row is left out; of no rows nothing is written.
func (p *Page) Table(t Table) {
	names, rows := t.filled()
	widths := p.widths(names, rows)
	for _, l := range laidOut(names, widths) {
		p.Line(p.Strong(l))
	}
	for _, r := range rows {
		for _, l := range laidOut(r, widths) {
			p.Line(l)
		}
	}
}

// filled is the table without the columns that are empty in every row. Spaces
// and line breaks within a cell become single spaces.
func (t Table) filled() (names []string, rows [][]string) {
	rows = make([][]string, len(t.Rows))
	for i, name := range t.Columns {
		empty := true
		for _, r := range t.Rows {
			empty = empty && r[i] == ""
		}
		if empty {
			continue
		}
		names = append(names, name)
		for n, r := range t.Rows {
			rows[n] = append(rows[n], strings.Join(strings.Fields(r[i]), " "))
		}
	}
	return names, rows
}

// widths gives each column what it needs, and takes from the widest until all
// fit the page.
func (p *Page) widths(names []string, rows [][]string) []int {
	ws := make([]int, len(names))
	total := gap * (len(names) - 1)
	for i := range names {
		ws[i] = utf8.RuneCountInString(names[i])
		for _, r := range rows {
			ws[i] = max(ws[i], utf8.RuneCountInString(r[i]))
		}
		total += ws[i]
	}
	for ; total > p.Width; total-- {
		widest := 0
		for i := range ws {
			if ws[i] > ws[widest] {
				widest = i
			}
		}
		if ws[widest] <= leastCell {
			break
		}
		ws[widest]--
	}
	return ws
}

// laidOut is a row as lines, each cell wrapped to the width of its column.
func laidOut(cells []string, widths []int) (lines []string) {
	wrapped, height := make([][]string, len(cells)), 0
	for i, c := range cells {
		wrapped[i] = wrap(c, widths[i])
		height = max(height, len(wrapped[i]))
	}
	for n := range height {
		line := ""
		for i, cell := range wrapped {
			text := ""
			if n < len(cell) {
				text = cell[n]
			}
			line += padded(text, widths[i]+gap)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}
