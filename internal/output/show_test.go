package output

import (
	"testing"

	"mufakat/domain/value"
	"mufakat/projections"
)

func TestShowADocument(t *testing.T) {
	shown := from[projections.Shown](t, `{"ref":"instrument/`+agreement+`", "version":3,
		"instrument":{"kind":"pks", "bundle":true, "count":2, "items":[{"title":"PKS ikan","field":"kelautan"},{"field":"kehutanan"}],
			"fields":["kelautan","kehutanan"], "state":"partly-signed", "inForce":{"truth":"no"},
			"slots":[{"slot":"35-1", "party":"35", "state":"not-on-record"},
				{"slot":"64-1", "party":"64", "office":{"inWords":"para kepala OPD"}, "state":"cannot-tell", "because":["extent"], "signatures":[
					{"record":"0190a5f2-7c1e-7000-8000-000000000005", "seq":5, "occurred":"2022-07-28/2022-08-11[Asia/Makassar]", "grade":"own-statement", "extent":"1/2"},
					{"seq":6, "grade":"news"}]}]},
		"notes":[{"record":"0190a5f2-7c1e-7000-8000-000000000005", "title":{"id":"tanpa kuasa","en":"no power"},"basis":{"id":"Pasal 5","en":"Pasal 5"}, "words":{"id":"tanpa surat kuasa","en":"signed without a mandate"}}],
		"history":[]}`)
	reads(t, value.English, named, func(p *Page) { p.Show(shown, false) }, `
Ledger 0190a5f2, up to record 7

Marine agreement
instrument/0190a5f2-7c1e-7000-8000-000000000001
kind      cooperation agreement (PKS)
number    a bundle of 2 documents
fields    kelautan, kehutanan
state     signed by some; a compliance note stands
in force  no
  1. PKS ikan, kelautan
  2. kehutanan

Signature table
signatory  party       office      state       when        grade       how many    record
35-1       East Java   not stated  not on
                                   record
64-1       East        “para       cannot be   between 28  by the      1 of 2      5
           Kalimantan  kepala      told yet    July 2022   party's     documents
                       OPD”        (not        and 11      own
                                   stated:     August      statement
                                   how many    2022
                                   were        (WITA)
                                   signed); a
                                   compliance
                                   note
                                   stands
                                               not stated  reported                6
                                                           in the
                                                           news, not
                                                           proven

Compliance notes
  • signed without a mandate (Pasal 5)

History
(nothing on record)
`)
}

func TestShowAnOccasion(t *testing.T) {
	shown := from[projections.Shown](t, `{"ref":"engagement/`+occasion+`", "version":2,
		"engagement":{"kind":"trade-mission", "guest":"35", "occurred":"2022-07-28[Asia/Makassar]", "place":{"text":"Samarinda"}},
		"deferrals":[{"engagement":"`+occasion+`", "seq":4, "planned":"2022-07-28[Asia/Makassar]", "reason":"signatory-absent",
			"documents":["`+agreement+`"], "grade":"news"}],
		"copies":[{"engagement":"`+occasion+`", "seq":5, "from":"64", "to":"35", "count":1, "receipt":"not-on-record", "grade":"news"}],
		"questions":[{"about":"venue", "differ":false, "accounts":[{"seq":3, "says":{"id":"Hotel","en":"a hotel"}, "grade":"news"}]},
			{"about":"hour", "differ":false, "accounts":[]}],
		"history":[]}`)
	reads(t, value.Indonesian, named, func(p *Page) { p.Show(shown, false) }, `
Buku catatan 0190a5f2, sampai catatan 7

Misi dagang
engagement/0190a5f2-7c1e-7000-8000-000000000002
jenis   misi dagang
tamu    Jawa Timur
waktu   Kamis, 28 Juli 2022 (WITA)
tempat  Samarinda

Penundaan
rencana     pada        naskah      alasan      dikatakan   tingkat
semula      kegiatan                                        bukti
Kamis, 28   Misi        PKS         penanda     tidak       menurut
Juli 2022   dagang      Kelautan    tangan      disebut     berita,
(WITA)                              tidak                   belum
                                    hadir                   dibuktikan

Penyerahan naskah
waktu       dari        kepada      banyaknya  tanda       tingkat
                                               terima      bukti
tidak       Kalimantan  Jawa Timur  1          belum ada   menurut
disebut     Timur                              tanda       berita,
                                               terima      belum
                                                           dibuktikan

Keterangan
venue — berdiri sendiri
  • Hotel (menurut berita, belum dibuktikan; catatan 3)

hour — keterangan dikesampingkan

Riwayat
(belum ada yang tercatat)
`)
}

// Of somebody who has left an office, and a place nobody has signed in.
func TestShowTables(t *testing.T) {
	shown := from[projections.Shown](t, `{"ref":"office/`+office+`", "version":1,
		"holders":[{"office":"`+office+`", "holder":"Pejabat 1", "from":"2019-02", "to":"2022-02", "heldOn":{"truth":"no"}, "grade":"copy"}],
		"open":[{"instrument":"`+agreement+`", "signatory":{"slot":"35-1","party":"35"}, "state":"not-on-record",
			"since":"2022-07-28[Asia/Makassar]", "sinceWhat":"signing-deferred", "workingDays":{"days":11}}],
		"history":[]}`)
	reads(t, value.English, named, func(p *Page) { p.Show(shown, false) }, `
Ledger 0190a5f2, up to record 7

Head
office/0190a5f2-7c1e-7000-8000-000000000004

Holders
office  signer     acting as   from        until       on that     grade
                                                       day
Head    Pejabat 1  not stated  February    February    no          copy or
                               2019        2022                    photo

Not yet signed
document    signatory  party      office      state       since       counted     for
                                                                      from
Marine      35-1       East Java  not stated  not on      Thursday,   the         11 working
agreement                                     record      28 July     deferral    days
                                                          2022
                                                          (WITA)

History
(nothing on record)
`)
}
