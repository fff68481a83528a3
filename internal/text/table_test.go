package text

import "testing"

// Columns stand under each other whatever the letters, and one that is empty in
// every row is left out.
func TestTable(t *testing.T) {
	same(t, written(40, func(p *Page) {
		t := Table{Columns: []string{"pihak", "kosong", "keadaan"}}
		t.Add("“é”", "", "belum")
		t.Add("Jawa Timur", "", "")
		t.Add("", "", "sudah\n sebagian")
		p.Table(t)
	}), `
pihak       keadaan
“é”         belum
Jawa Timur
            sudah sebagian
`)
}

// The widest column gives room first, and what does not fit goes on below.
func TestANarrowTable(t *testing.T) {
	table := Table{Columns: []string{"no", "naskah", "pihak"}, Rows: [][]string{
		{"1", "Perjanjian Kerja Sama tentang kelautan dan perikanan", "Kalimantan Timur"}}}
	same(t, written(44, func(p *Page) { p.Table(table) }), `
no  naskah                  pihak
1   Perjanjian Kerja Sama   Kalimantan Timur
    tentang kelautan dan
    perikanan
`)
	// No column is narrower than ten: rather than letter by letter, it is too wide.
	same(t, written(12, func(p *Page) { p.Table(table) }), `
no  naskah      pihak
1   Perjanjian  Kalimantan
    Kerja Sama  Timur
    tentang
    kelautan
    dan
    perikanan
`)
}

func TestATableWithoutRowsOrWithoutText(t *testing.T) {
	same(t, written(40, func(p *Page) {
		p.Table(Table{Columns: []string{"pihak"}})
		p.Table(Table{Columns: []string{"pihak"}, Rows: [][]string{{""}}})
		p.Table(Table{})
	}), "")
}
