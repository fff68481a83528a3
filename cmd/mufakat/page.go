package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// page is a text for people: a head that says of what and as of when, tables
// aligned by characters, and paragraphs that wrap.
type page struct {
	a     *app
	head  engine.Head
	buf   bytes.Buffer
	width int
	bold  bool
}

const (
	plainWidth = 120 // where there is no terminal and no COLUMNS
	leastCell  = 10  // no column is made narrower
)

func (a *app) page(head engine.Head) *page {
	p := &page{a: a, head: head, width: plainWidth}
	if n, err := strconv.Atoi(a.env("COLUMNS")); err == nil && n > 0 {
		p.width = n
	}
	if f, ok := a.out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			p.width = n
		}
		p.bold = a.env("NO_COLOR") == ""
	}
	p.width = max(p.width, 40)
	return p
}

// name is how people know the aggregate.
func (p *page) name(r value.Ref, l value.Lang) string { return p.head.Name(r, l) }

func (p *page) say(w value.Words) string   { return w.In(p.a.lang) }
func (p *page) instant(t time.Time) string { return value.Instant(t, p.a.zone, p.a.lang) }

// tell tells a value that may be unknown.
func tell[T comparable](p *page, v value.Stated[T]) string { return v.Format(p.a.lang, p.name) }

// line writes one line as it is.
func (p *page) line(s string) { p.buf.WriteString(strings.TrimRight(s, " ") + "\n") }

// para writes a text that wraps, each line under the same indent.
func (p *page) para(indent, s string) {
	for _, l := range wrap(s, p.width-utf8.RuneCountInString(indent)) {
		p.line(indent + l)
	}
}

// section writes a heading; what the rows below it are about.
func (p *page) section(w value.Words) {
	p.line("")
	p.line(p.strong(p.say(w)))
}

func (p *page) strong(s string) string {
	if p.bold {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

var (
	headDemo     = value.Words{ID: "PERAGAAN", EN: "DEMO"}
	headLedger   = value.Words{ID: "Buku catatan %s, sampai catatan %d", EN: "Ledger %s, up to record %d"}
	headAsOf     = value.Words{ID: "Keadaan per %s", EN: "As of %s"}
	headKnown    = value.Words{ID: "menurut catatan saat itu, %s", EN: "as recorded then, %s"}
	headKnownNow = value.Words{ID: "menurut catatan sekarang", EN: "as recorded now"}
	headZone     = value.Words{ID: "waktu dalam %s", EN: "times in %s"}
	headRows     = value.Words{ID: "%d baris", EN: "%d rows"}
	headMore     = value.Words{ID: "%d dari %d baris (berikutnya: --cursor %s)", EN: "%d of %d rows (next: --cursor %s)"}
	headMoreOpen = value.Words{ID: "%d baris (berikutnya: --cursor %s)", EN: "%d rows (next: --cursor %s)"}
	headFrozen   = value.Words{
		ID: "Berkas %s dibekukan dan mungkin kurang di sini: %s",
		EN: "The file of %s is frozen and may be missing here: %s"}
)

// heading writes the head of an answer: of which ledger, as of when, as known
// when, in which zone, how many rows, and what could not be read.
func (p *page) heading(rows int) {
	h := p.head
	first := headLedger.With(h.Ledger[:min(8, len(h.Ledger))], h.Position).In(p.a.lang)
	if h.Demo {
		first = p.say(headDemo) + " · " + first
	}
	parts := []string{first}
	if !h.AsOf.IsZero() {
		parts = append(parts, headAsOf.With(p.moment(h.AsOf)).In(p.a.lang))
		known := p.say(headKnownNow)
		if h.KnownAt != nil {
			known = headKnown.With(p.moment(*h.KnownAt)).In(p.a.lang)
		}
		parts = append(parts, known, headZone.With(value.ZoneName(p.a.zone, h.AsOf)).In(p.a.lang))
	}
	switch {
	case rows < 0:
	case h.Next != "" && h.Total >= 0:
		parts = append(parts, headMore.With(rows, h.Total, h.Next).In(p.a.lang))
	case h.Next != "":
		parts = append(parts, headMoreOpen.With(rows, h.Next).In(p.a.lang))
	default:
		parts = append(parts, headRows.With(rows).In(p.a.lang))
	}
	p.para("", strings.Join(parts, " · "))
	for _, f := range h.Frozen {
		p.para("! ", headFrozen.With(p.name(f.Ref, p.a.lang), f.Why.In(p.a.lang)).In(p.a.lang))
	}
}

func (p *page) moment(t time.Time) string { return value.Moment(t, p.a.zone, p.a.lang) }

// table is rows under column names, aligned; a column that is empty in every
// row is left out.
type table struct {
	columns []value.Words
	rows    [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

var noRows = value.Words{ID: "(belum ada yang tercatat)", EN: "(nothing on record)"}

func (p *page) table(t table) {
	if len(t.rows) == 0 {
		p.line(p.say(noRows))
		return
	}
	var names []string
	var keep []int
	for i, c := range t.columns {
		for _, r := range t.rows {
			if r[i] != "" {
				keep, names = append(keep, i), append(names, p.say(c))
				break
			}
		}
	}
	rows := make([][]string, len(t.rows))
	for i, r := range t.rows {
		for _, k := range keep {
			rows[i] = append(rows[i], strings.Join(strings.Fields(r[k]), " "))
		}
	}
	widths := p.widths(names, rows)
	p.row(names, widths, true)
	for _, r := range rows {
		p.row(r, widths, false)
	}
}

// widths gives each column what it needs, and takes from the widest until all
// fit the page.
func (p *page) widths(names []string, rows [][]string) []int {
	ws := make([]int, len(names))
	total := 2 * (len(names) - 1)
	for i := range names {
		ws[i] = utf8.RuneCountInString(names[i])
		for _, r := range rows {
			ws[i] = max(ws[i], utf8.RuneCountInString(r[i]))
		}
		total += ws[i]
	}
	for ; total > p.width; total-- {
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

func (p *page) row(cells []string, widths []int, head bool) {
	var lines [][]string
	for i, c := range cells {
		for n, l := range wrap(c, widths[i]) {
			for len(lines) <= n {
				lines = append(lines, make([]string, len(cells)))
			}
			lines[n][i] = l
		}
	}
	for _, l := range lines {
		var b strings.Builder
		for i, c := range l {
			b.WriteString(c)
			if i < len(l)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c)+2))
			}
		}
		text := strings.TrimRight(b.String(), " ")
		if head {
			text = p.strong(text)
		}
		p.line(text)
	}
}

// wrap breaks a text at its spaces, and a word that is longer than a line where
// the line ends.
func wrap(s string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		for utf8.RuneCountInString(word) > width {
			if line != "" {
				lines, line = append(lines, line), ""
			}
			r := []rune(word)
			lines, word = append(lines, string(r[:width])), string(r[width:])
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// paraHanging writes a text behind a mark, further lines under its start.
func (p *page) paraHanging(mark, s string) {
	n := utf8.RuneCountInString(mark)
	for i, l := range wrap(s, p.width-n) {
		if i > 0 {
			mark = strings.Repeat(" ", n)
		}
		p.line(mark + l)
	}
}
