package demo

import (
	"mufakat/domain/value"
)

// Answer is one part of what the demonstration shows: what it is about, and the
// commands that anybody can type to be answered the same.
type Answer struct {
	Title, About value.Words
	Commands     []string // without the program's name; nothing in them is quoted
}

var (
	kesepakatan = "instrument/" + string(KesepakatanBersama)
	tujuhPKS    = "instrument/" + string(PKS)
)

// Answers are the parts in order. What is asked as of a day is asked as of its
// end where both days were told of: Jakarta.
var Answers = []Answer{{
	Title: value.Words{ID: "Keadaan tiap naskah", EN: "The state of each document"},
	About: value.Words{ID: "Sampai sehari sesudah kunjungan, menurut semua berita.", EN: "Up to a day after the visit, by all reports."},
	Commands: []string{
		"list instrument --as-of 2022-08-12",
		"show " + kesepakatan + " --as-of 2022-08-12",
		"show " + tujuhPKS + " --as-of 2022-08-12",
	},
}, {
	Title: value.Words{ID: "Siapa menandatangani kapan", EN: "Who signed when"},
	About: value.Words{ID: "Juga yang hanya diberitakan atau disangkal, dan karena itu tidak dihitung.",
		EN: "Also what is only reported or denied, and therefore does not count."},
	Commands: []string{"signatures --reported --as-of 2022-08-12"},
}, {
	Title: value.Words{ID: "Apa yang belum ditandatangani, dan sejak berapa hari kerja, pada 11 Agustus 2022",
		EN: "What was not yet signed, and for how many working days, on 11 August 2022"},
	About: value.Words{ID: "“Belum tercatat” berarti tidak ada catatan, bukan bukti bahwa tidak terjadi.",
		EN: "“Not on record” means that there is no record, not proof that it did not happen."},
	Commands: []string{"open --as-of 2022-08-11"},
}, {
	Title: value.Words{ID: "Mengapa ditunda", EN: "Why it was deferred"},
	About: value.Words{ID: "Siapa yang tidak hadir tidak disebut dengan pasti; kedua kemungkinan dicatat.",
		EN: "Who was absent is not stated for certain; both possibilities are on record."},
	Commands: []string{"deferrals --as-of 2022-08-12"},
}, {
	Title: value.Words{ID: "Apa yang diserahkan", EN: "What was handed over"},
	About: value.Words{ID: "Penyerahan tanpa tanda terima belum berarti diterima.",
		EN: "A hand-over without a receipt does not yet mean that it was received."},
	Commands: []string{"copies --as-of 2022-08-12"},
}, {
	Title: value.Words{ID: "Siapa akan diberi tahu", EN: "Who would have been told"},
	About: value.Words{ID: "Kedua provinsi berlangganan sebelum misi dagang; beginilah yang sampai kepada mereka, menurut catatan pada harinya.",
		EN: "Both provinces subscribed before the mission; this is what reached them, as recorded on the day."},
	Commands: []string{
		"notices --subscription " + string(ofJatim),
		"notices --subscription " + string(ofKaltim),
	},
}, {
	Title: value.Words{ID: "Di mana keterangan berbeda", EN: "Where the accounts differ"},
	About: value.Words{ID: "Keterangan berdiri berdampingan sampai salah satunya dipegang dengan alasan.",
		EN: "Accounts stand side by side until one is upheld with a reason."},
	Commands: []string{"accounts --as-of 2022-08-12"},
}, {
	Title: value.Words{ID: "Apa yang diketahui kapan", EN: "What was known when"},
	About: value.Words{ID: "Kesepakatan Bersama dan PKS menurut catatan pada 11 dan pada 13 Agustus 2022. Kesepakatan Bersama baru tercatat pada 12 Agustus.",
		EN: "The joint agreement and the PKS as recorded by 11 and by 13 August 2022. The joint agreement was recorded only on 12 August."},
	Commands: []string{
		"list instrument --as-of 2022-08-11 --known-at 2022-08-11",
		"open --as-of 2022-08-11 --known-at 2022-08-11",
		"signatures --as-of 2022-08-11 --known-at 2022-08-11",
		"list instrument --as-of 2022-08-11 --known-at 2022-08-13",
		"open --as-of 2022-08-11 --known-at 2022-08-13",
		"signatures --as-of 2022-08-11 --known-at 2022-08-13",
	},
}, {
	Title: value.Words{ID: "Menyusun ulang pandangan", EN: "Making the views again"},
	About: value.Words{ID: "Semua jawaban di atas dapat disusun ulang dari catatannya.",
		EN: "Every answer above can be made again from the records."},
	Commands: []string{"rebuild"},
}, {
	Title:    value.Words{ID: "Memeriksa", EN: "Verifying"},
	About:    value.Words{ID: "Setiap catatan dibandingkan byte demi byte.", EN: "Every record is compared byte for byte."},
	Commands: []string{"verify"},
}}
