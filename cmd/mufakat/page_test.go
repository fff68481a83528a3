package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

func TestWrap(t *testing.T) {
	for _, x := range []struct {
		in    string
		width int
		want  []string
	}{
		{"", 5, nil},
		{"satu dua tiga", 8, []string{"satu dua", "tiga"}},
		{"tandatangan", 5, []string{"tanda", "tanga", "n"}},
		{"“é” ñ", 3, []string{"“é”", "ñ"}},
		{"a bbbbbb c", 4, []string{"a", "bbbb", "bb c"}},
	} {
		if got := wrap(x.in, x.width); !slices.Equal(got, x.want) {
			t.Errorf("wrap(%q, %d) = %q, not %q", x.in, x.width, got, x.want)
		}
	}
}

// Columns stand under each other whatever the letters, fit the page, and a
// column that is empty everywhere is left out.
func TestTable(t *testing.T) {
	a := &app{out: &bytes.Buffer{}, env: func(string) string { return "" }, settings: settings{lang: value.Indonesian}}
	p := a.page(engine.Head{})
	p.width = 40
	tab := table{columns: []value.Words{{ID: "satu"}, {ID: "kosong"}, {ID: "dua"}}}
	tab.add("“é”", "", "x")
	tab.add("sebuah kalimat yang panjang sekali untuk satu baris", "", "y")
	p.table(tab)
	got := p.buf.String()
	if strings.Contains(got, "kosong") {
		t.Errorf("an empty column is shown:\n%s", got)
	}
	column := -1
	for l := range strings.Lines(got) {
		if n := utf8.RuneCountInString(strings.TrimRight(l, "\n")); n > 40 {
			t.Errorf("%d wide: %q", n, l)
		}
		for _, mark := range []string{"dua", "x", "y"} {
			if before, _, ok := strings.Cut(strings.TrimRight(l, "\n"), "  "+mark); ok && before != "" {
				at := utf8.RuneCountInString(before)
				if column >= 0 && at != column && mark == "x" {
					t.Errorf("%q starts at %d, not %d", mark, at, column)
				}
				column = at
			}
		}
	}
}
