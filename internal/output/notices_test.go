package output

import (
	"testing"

	"mufakat/domain/value"
	"mufakat/projections"
)

func TestNotices(t *testing.T) {
	rows := from[[]projections.NoticeRow](t, `[
		{"key":"signed/42/s1", "number":5, "subscription":"`+agency+`", "planned":"2022-08-12T10:30:00Z", "state":"due",
			"sentence":{"id":"Sudah ditandatangani.","en":"It was signed."}, "toDo":{"id":"Periksa.","en":"Check it."},
			"attempts":[{"begun":"2022-08-12T10:30:00Z"},{"begun":"2022-08-12T10:31:00Z","why":{"id":"tidak dijawab","en":"no answer"}}],
			"next":"2022-08-12T10:35:00Z"},
		{"key":"signed/42/s2", "number":1, "subscription":"`+agency+`", "planned":"2022-08-12T10:30:00Z", "state":"silent",
			"sentence":{"id":"Sudah ditandatangani.","en":"It was signed."}, "toDo":{"id":"Periksa.","en":"Check it."}}]`)
	who := map[value.SubscriptionID]projections.SubscriptionRow{
		agency: from[projections.SubscriptionRow](t, `{"agency":"`+agency+`", "since":2}`)}
	reads(t, value.English, named, func(p *Page) { p.Notices(rows, who) }, `
Ledger 0190a5f2, up to record 7 · 2 rows

Marine agency · notice 5 · Friday, 12 August 2022 17:30 WIB
· waiting to be sent
  It was signed. Check it.
  sent 2 times, last Friday, 12 August 2022 17:31 WIB: no
  answer; again Friday, 12 August 2022 17:35 WIB
  key: signed/42/s1

Marine agency · notice 1 · Friday, 12 August 2022 17:30 WIB
· not sent, from a restore
  It was signed. Check it.
  key: signed/42/s2
`)
	reads(t, value.Indonesian, named, func(p *Page) { p.Notices(nil, nil) }, `
Buku catatan 0190a5f2, sampai catatan 7 · 0 baris
(belum ada yang tercatat)
`)
}
