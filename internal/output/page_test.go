package output

import (
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// What goes in here is an answer as the API gives it; what comes out is what
// stands on the screen.

const (
	agreement = "0190a5f2-7c1e-7000-8000-000000000001"
	occasion  = "0190a5f2-7c1e-7000-8000-000000000002"
	agency    = "0190a5f2-7c1e-7000-8000-000000000003"
	office    = "0190a5f2-7c1e-7000-8000-000000000004"
	jatim     = "957b664d-2e69-5da4-b5ca-5916587115e9"
	kaltim    = "84ec65a1-c4fa-54d2-8068-1c0fa81481a0"
)

// named is a head with names.
const named = `{"ledger":"0190a5f2-7c1e","position":7,"total":-1,"names":{
	"instrument/` + agreement + `":{"id":"PKS Kelautan","en":"Marine agreement"},
	"engagement/` + occasion + `":{"id":"Misi dagang","en":"Trade mission"},
	"agency/` + agency + `":{"id":"Dinas Kelautan","en":"Marine agency"},
	"office/` + office + `":{"id":"Kepala","en":"Head"},
	"party/` + jatim + `":{"id":"Jawa Timur","en":"East Java"}, "party/` + kaltim + `":{"id":"Kalimantan Timur","en":"East Kalimantan"}}}`

func from[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// printer prints on a narrow page for somebody in Jakarta.
func printer(out io.Writer, form string, l value.Lang) Printer {
	env := map[string]string{"COLUMNS": "60"}
	return Printer{Out: out, Env: func(name string) string { return env[name] }, Form: form, Lang: l, Zone: value.WIB}
}

// reads compares what is printed under a head with the lines wanted, which begin
// with a line break so that they can stand below the code.
func reads(t *testing.T, l value.Lang, head string, write func(*Page), want string) {
	t.Helper()
	var b strings.Builder
	if err := printer(&b, "table", l).Print(Answer{Head: from[engine.Head](t, head), Text: write}); err != nil {
		t.Fatal(err)
	}
	if b.String() != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s\nwant%s", b.String(), want)
	}
}

func TestHead(t *testing.T) {
	rows := func(p *Page) { p.HeadOf(2) }
	for _, x := range []struct {
		head  string
		write func(*Page)
		want  string
	}{
		{`{"ledger":"l","position":7}`, (*Page).Head, `
Ledger l, up to record 7
`},
		{`{"ledger":"0190a5f2-7c1e","position":7,"asOf":"2022-08-12T17:00:00Z"}`, rows, `
Ledger 0190a5f2, up to record 7 · As of the end of 12 August
2022 · as recorded now · times in WIB · 2 rows
`},
		{`{"ledger":"l","demo":true,"position":7,"total":5,"next":"abc"}`, rows, `
DEMO · Ledger l, up to record 7 · 2 of 5 rows (next:
--cursor abc)
`},
		{`{"ledger":"l","position":7,"total":-1,"next":"abc"}`, rows, `
Ledger l, up to record 7 · 2 rows (next: --cursor abc)
`},
		{`{"ledger":"l","position":7,"asOf":"2022-08-11T09:01:00Z","knownAt":"2022-08-13T17:00:00Z",
			"frozen":[{"ref":"party/` + jatim + `","seq":5,"why":{"id":"rusak","en":"record 5 is damaged"}}]}`, (*Page).Head, `
Ledger l, up to record 7 · As of Thursday, 11 August 2022
16:01 WIB · as recorded then, the end of 13 August 2022 ·
times in WIB
! The file of party 957b664d is frozen and may be missing
! here: record 5 is damaged
`},
	} {
		reads(t, value.English, x.head, x.write, x.want)
	}
	reads(t, value.Indonesian, `{"ledger":"l","demo":true,"position":7,"asOf":"2022-08-12T17:00:00Z"}`, (*Page).Head, `
PERAGAAN · Buku catatan l, sampai catatan 7 · Keadaan per
akhir 12 Agustus 2022 · menurut catatan sekarang · waktu
dalam WIB
`)
}
