package output

import (
	"testing"

	"mufakat/domain/value"
	"mufakat/projections"
)

func TestAccounts(t *testing.T) {
	rows := from[[]projections.QuestionRow](t, `[
		{"ref":"engagement/`+occasion+`", "about":"value of the deals", "differ":true, "accounts":[
			{"seq":3, "says":{"id":"Rp107 miliar","en":"Rp107 billion"}, "own":true, "occurred":"2022-07-28[Asia/Makassar]", "grade":"own-statement",
				"assertedBy":{"party":"35"}, "sources":[{"title":"The deals","by":"Newsroom"}], "quote":"lebih dari Rp107 miliar"},
			{"seq":9, "says":{"id":"Rp90 miliar","en":"Rp90 billion"}, "grade":"news", "setAside":true, "reason":"a first count"}]},
		{"ref":"instrument/`+agreement+`", "slot":"64-1", "differ":false, "accounts":[
			{"seq":4, "says":{"id":"ya","en":"yes"}, "grade":"news", "setAside":true}]}]`)
	reads(t, value.English, named, func(p *Page) { p.Accounts(rows) }, `
Ledger 0190a5f2, up to record 7 · 2 rows

Trade mission: value of the deals — accounts differ
  • Rp107 billion (Thursday, 28 July 2022 (WITA); the record
    of the event itself; East Java; by the party's own
    statement; Newsroom, “The deals”; record 3)
    “lebih dari Rp107 miliar”
  • Rp90 billion (reported in the news, not proven; record
    9; set aside: a first count)

Marine agreement: whether 64-1 had signed — set aside
  • yes (reported in the news, not proven; record 4; set
    aside)
`)
	reads(t, value.English, named, func(p *Page) { p.Accounts(nil) }, `
Ledger 0190a5f2, up to record 7 · 0 rows
(nothing on record)
`)
}
