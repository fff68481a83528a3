package text

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// written is what stands on a page of some width once write has written to it.
func written(width int, write func(*Page)) string {
	p := &Page{Width: width}
	write(p)
	var b strings.Builder
	_, _ = p.WriteTo(&b) // a strings.Builder takes everything
	return b.String()
}

// same compares lines; want begins with a line break, so that it can stand below
// the code.
func same(t *testing.T, got, want string) {
	t.Helper()
	if got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s\nwant%s", got, want)
	}
}

func TestWrap(t *testing.T) {
	for _, x := range []struct {
		in    string
		width int
		want  []string
	}{
		{"", 5, nil},
		{" \n ", 5, nil},
		{"satu dua tiga", 8, []string{"satu dua", "tiga"}},
		{"satu\ndua  tiga", 13, []string{"satu dua tiga"}},
		{"tandatangan", 5, []string{"tanda", "tanga", "n"}},
		{"“é” ñ", 3, []string{"“é”", "ñ"}},
		{"a bbbbbb c", 4, []string{"a", "bbbb", "bb c"}},
	} {
		if got := wrap(x.in, x.width); !slices.Equal(got, x.want) {
			t.Errorf("wrap(%q, %d) = %q, not %q", x.in, x.width, got, x.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	same(t, written(20, func(p *Page) {
		p.Para("", "Naskah ini belum ditandatangani.")
		p.Para("    ", "menurut catatan sekarang")
		p.Hanging("  • ", "“é” dan ñ, lalu sisanya")
		p.Section("Riwayat")
		p.Para("", "")
		p.Line("a baris apa adanya, betapapun panjangnya  ")
	}), `
Naskah ini belum
ditandatangani.
    menurut catatan
    sekarang
  • “é” dan ñ, lalu
    sisanya

Riwayat
a baris apa adanya, betapapun panjangnya
`)
}

func TestFields(t *testing.T) {
	same(t, written(24, func(p *Page) {
		p.Fields(Field{"jenis", "Kesepakatan Bersama"}, Field{"sama sekali tidak disebut", ""}, Field{"état", "berlaku"})
		p.Fields()
	}), `
jenis  Kesepakatan
       Bersama
état   berlaku
`)
}

func TestTheWidthOfAPage(t *testing.T) {
	for columns, want := range map[string]int{"": 120, "80": 80, "7": 40, "-1": 120, "wide": 120} {
		p := PageFor(&bytes.Buffer{}, func(name string) string { return map[string]string{"COLUMNS": columns}[name] })
		if p.Width != want || p.Bold {
			t.Errorf("COLUMNS=%q: %d wide, bold: %v; want %d and plain", columns, p.Width, p.Bold, want)
		}
	}
}

// Bold takes no room, and stands in headings only.
func TestBold(t *testing.T) {
	write := func(p *Page) {
		p.Section("Riwayat")
		p.Table(Table{[]string{"pihak", "keadaan"}, [][]string{{"Jawa Timur", "belum"}}})
	}
	bold := written(30, func(p *Page) { p.Bold = true; write(p) })
	same(t, bold, "\n\n\x1b[1mRiwayat\x1b[0m\n\x1b[1mpihak       keadaan\x1b[0m\nJawa Timur  belum\n")
	if plain := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace(bold); plain != written(30, write) {
		t.Errorf("without bold it is laid out in another way:\n%s", plain)
	}
}
