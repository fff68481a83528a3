package engine

import (
	"mufakat/domain/value"
)

var (
	newerViews = value.NewRefusal(value.Integrity, "views-newer",
		"Berkas pandangan %s ditulis Mufakat yang lebih baru (bentuk %d, di sini %d). Pasang versi itu, atau pindahkan berkasnya; pandangan disusun ulang dari catatan.",
		"The views file %s was written by a newer Mufakat (form %d, here %d). Install that version, or move the file away; the views are made again from the records.")
	viewsHeld = value.NewRefusal(value.Unavailable, "views-held",
		"Berkas pandangan %s sedang dipakai proses lain. Hentikan proses itu dahulu.",
		"The views file %s is held by another process. Stop that process first.")
	RowDamaged = value.NewRefusal(value.Integrity, "row-damaged",
		"Sebuah baris pandangan rusak. Jalankan: mufakat rebuild",
		"A row of the views is damaged. Run: mufakat rebuild")
	outOfOrder = value.NewRefusal(value.Integrity, "views-out-of-order",
		"Pandangan sampai catatan %d, tetapi yang berikut bernomor %d. Jalankan: mufakat verify",
		"The views hold up to record %d, but the next is number %d. Run: mufakat verify")
	ledgerShort = value.NewRefusal(value.Integrity, "ledger-shorter-than-views",
		"Buku catatan berakhir pada catatan %d, padahal pandangan memuat sampai %d. Jalankan: mufakat repair",
		"The ledger ends with record %d, but the views hold up to %d. Run: mufakat repair")
	rebuilding = value.NewRefusal(value.Conflict, "rebuilding",
		"Pandangan sedang disusun ulang atau diperiksa. Tunggu sampai selesai.",
		"The views are being made again or verified. Wait until that is done.")
	closed = value.NewRefusal(value.Unavailable, "views-closed",
		"Pandangan sudah ditutup. Jalankan Mufakat lagi.",
		"The views are closed. Start Mufakat again.")
	BadCursor = value.NewRefusal(value.Invalid, "bad-cursor",
		"Penanda halaman ini tidak dikenal. Pakai yang diberikan halaman sebelumnya.",
		"This page mark is not known. Use the one that the page before gave.").On("cursor")
	notOnRecord = value.NewRefusal(value.NotFound, "not-on-record",
		"%s belum tercatat. Periksa jenis dan pengenalnya.",
		"%s is not on record. Check its kind and id.")
	notKnownThen = value.NewRefusal(value.NotFound, "not-on-record-then",
		"%s belum tercatat saat itu.",
		"%s was not on record then.")
	notPublishedThen = value.NewRefusal(value.NotFound, "not-published-then",
		"Tentang %s belum ada sumber yang terbit saat itu.",
		"No source on %s had been published then.")
	NoSuchRecord = value.NewRefusal(value.NotFound, "no-such-record",
		"Catatan %s tidak ada. Nomor terakhir: %d.",
		"There is no record %s. The last has number %d.")
	NoSuchNotice = value.NewRefusal(value.NotFound, "no-such-notice",
		"Tidak ada pemberitahuan %s. Salin kuncinya dari mufakat notices.",
		"There is no notice %s. Copy its key from mufakat notices.")
)
