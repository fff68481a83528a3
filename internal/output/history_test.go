package output

import (
	"strings"
	"testing"

	"mufakat/domain/value"
	"mufakat/projections/records"
)

var hash = strings.Repeat("0a", 32)

var recorded = `[{"seq":3, "recorded":"2022-08-12T03:15:00Z", "by":{"name":"bureau"}, "grade":"own-statement",
		"sentence":{"id":"Ditandatangani oleh Kalimantan Timur.","en":"Signed by East Kalimantan, as its own bureau said on the day after."},
		"sources":[{"title":"The visit","by":"Newsroom"},{"number":"112"}], "pending":[7],
		"changes":[{"seq":5, "recorded":"2022-08-13T03:15:00Z", "sentence":{"id":"x","en":"“place” was added: Samarinda by bureau, since record 5."}}],
		"readsNow":{"since":5, "grade":"original", "sentence":{"id":"x","en":"Signed by East Kalimantan in Samarinda."}}},
	{"ref":"instrument/` + agreement + `", "seq":12345, "version":2, "record":"0190a5f2-7c1e-7000-8000-0000000000aa", "type":"id.mufakat.x.v1",
		"recorded":"2022-08-12T03:15:00Z", "grade":"news", "sentence":{"id":"Batal.","en":"Did not happen."}, "gone":true,
		"changes":[{"seq":5, "recorded":"2022-08-13T03:15:00Z", "notHappened":true, "sentence":{"id":"x","en":"Declared not to have happened, since record 5."}}],
		"commandId":"c1", "hash":"` + hash + `", "body":{"id":1}}]`

func TestHistory(t *testing.T) {
	rows := from[[]records.HistoryRow](t, recorded)
	reads(t, value.English, named, func(p *Page) { p.History(rows, false) }, `
Ledger 0190a5f2, up to record 7 · 2 rows

   3  Signed by East Kalimantan, as its own bureau said on
      the day after.
      recorded Friday, 12 August 2022 10:15 WIB by bureau ·
      original seen · Newsroom, “The visit”; 112
      “place” was added: Samarinda by bureau, since record
      5. (recorded Saturday, 13 August 2022 10:15 WIB)
      Read since record 5 as: Signed by East Kalimantan in
      Samarinda.
      The correction in record 7 waits for another person to
      confirm it.
12345  Did not happen.
      recorded Friday, 12 August 2022 10:15 WIB, recorder
      not stated · reported in the news, not proven
      Declared not to have happened, since record 5.
      (recorded Saturday, 13 August 2022 10:15 WIB)
`)
	reads(t, value.Indonesian, named, func(p *Page) { p.History(nil, false) }, `
Buku catatan 0190a5f2, sampai catatan 7 · 0 baris

(belum ada yang tercatat)
`)
}

// What only programs need stands in lines that are never broken.
func TestTechnicalHistory(t *testing.T) {
	rows := from[[]records.HistoryRow](t, recorded)[1:]
	reads(t, value.English, named, func(p *Page) { p.History(rows, true) }, `
Ledger 0190a5f2, up to record 7 · 1 rows

12345  Did not happen.
      recorded Friday, 12 August 2022 10:15 WIB, recorder
      not stated · reported in the news, not proven
      Declared not to have happened, since record 5.
      (recorded Saturday, 13 August 2022 10:15 WIB)
      ref: instrument/0190a5f2-7c1e-7000-8000-000000000001
      id: 0190a5f2-7c1e-7000-8000-0000000000aa
      type: id.mufakat.x.v1
      streamversion: 2
      commandid: c1
      sha256: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
      bytes: {"id":1}
`)
}
