// Package text lays out text for people who read it in a terminal: lines,
// paragraphs that wrap, fields under each other, and tables whose columns stand
// under each other and fit the width.
//
// It takes strings and knows neither what they mean nor in which language they
// are. It counts characters, not bytes, so that “é” takes the room of one. What
// goes to a file or a pipe is laid out for a fixed width and has no bold, so that
// it is the same everywhere.
package text

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// Page is a text that is being laid out. What is written to it is kept until
// WriteTo.
type Page struct {
	Width int  // in characters
	Bold  bool // headings may be bold
	text  strings.Builder
}

const (
	plainWidth = 120 // where there is no terminal and no COLUMNS
	leastWidth = 40  // no page is narrower
)

// PageFor is an empty page as wide as the terminal that out is, or else as the
// environment's COLUMNS. On a terminal headings are bold, unless NO_COLOR is set.
func PageFor(out io.Writer, env func(string) string) *Page {
	p := &Page{Width: plainWidth}
	if n, err := strconv.Atoi(env("COLUMNS")); err == nil && n > 0 {
		p.Width = n
	}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			p.Width = n
		}
		p.Bold = env("NO_COLOR") == ""
	}
	p.Width = max(p.Width, leastWidth)
	return p
}

// WriteTo writes the page.
func (p *Page) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, p.text.String())
	return int64(n), err
}

// Line writes one line as it is, but for spaces at its end.
func (p *Page) Line(s string) { p.text.WriteString(strings.TrimRight(s, " ") + "\n") }

// Para writes a text that wraps, each line under the same indent.
func (p *Page) Para(indent, s string) {
	for _, l := range wrap(s, p.Width-utf8.RuneCountInString(indent)) {
		p.Line(indent + l)
	}
}

// Hanging writes a text that wraps behind a mark, further lines under its start.
func (p *Page) Hanging(mark, s string) {
	n := utf8.RuneCountInString(mark)
	for _, l := range wrap(s, p.Width-n) {
		p.Line(mark + l)
		mark = strings.Repeat(" ", n)
	}
}

// Section writes the heading of what follows, with an empty line above it.
func (p *Page) Section(title string) {
	p.Line("")
	p.Line(p.Strong(title))
}

// Strong is a text in bold, where there is bold.
func (p *Page) Strong(s string) string {
	if p.Bold {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// Field is a text under a name.
type Field struct{ Name, Text string }

// Fields writes fields below each other, their texts aligned. One without a text
// is left out.
func (p *Page) Fields(fields ...Field) {
	width := 0
	for _, f := range fields {
		if f.Text != "" {
			width = max(width, utf8.RuneCountInString(f.Name))
		}
	}
	for _, f := range fields {
		if f.Text != "" {
			p.Hanging(padded(f.Name, width)+"  ", f.Text)
		}
	}
}

// padded fills a text up with spaces to a width.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", width-utf8.RuneCountInString(s))
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
