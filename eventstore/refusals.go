package eventstore

import (
	"errors"

	"mufakat/domain/value"
)

// What the event store refuses. Both sentences take the same verbs in the same
// order.

// About the data directory, and the process that holds it.
var (
	nothingHere = value.NewRefusal(value.NotFound, "no-ledger",
		"Di %s belum ada buku catatan. Periksa alamat direktorinya, atau buat dengan `mufakat init`.",
		"There is no ledger in %s. Check the directory, or make one with `mufakat init`.")
	// LedgerExists is what Init answers where there is a ledger already.
	LedgerExists = value.NewRefusal(value.Conflict, "ledger-exists",
		"Di %s sudah ada buku catatan %s. Pakai yang itu, atau pilih direktori lain.",
		"There is already a ledger in %s: %s. Use that one, or choose another directory.")
	notEmpty = value.NewRefusal(value.Conflict, "directory-not-empty",
		"Direktori %s berisi berkas lain (%s). Pilih direktori yang kosong.",
		"The directory %s holds other files (%s). Choose an empty one.")
	// DirectoryHeld is what Open answers where another process has the directory.
	DirectoryHeld = value.NewRefusal(value.Unavailable, "directory-held",
		"Direktori %s sedang dipakai proses lain: %s. Hentikan proses itu dahulu, atau hubungi lewat HTTP.",
		"The directory %s is held by another process: %s. Stop that process first, or reach it over HTTP.")
	unreadableLedgerFile = value.NewRefusal(value.Integrity, "ledger-file",
		"Berkas %s tidak dapat dipakai: %s. Kembalikan dari cadangan, atau pasang versi Mufakat yang lebih baru.",
		"The file %s cannot be used: %s. Put it back from a backup, or install a newer version of Mufakat.")
	needsNATS = value.NewRefusal(value.Invalid, "needs-nats",
		"Untuk ini perlu alamat server NATS. Tambahkan --nats.",
		"This needs the address of a NATS server. Add --nats.")
	notALedgerID = value.NewRefusal(value.Invalid, "not-a-ledger-id",
		"%q bukan nomor buku catatan. Tulis UUID dengan huruf kecil.",
		"%q is not the id of a ledger. Write a UUID in lower case.")
)

// About the server and its stream.
var (
	noConnection = value.NewRefusal(value.Unavailable, "nats-unreachable",
		"Server NATS %s tidak dapat dihubungi: %s. Periksa alamat dan kuncinya.",
		"The NATS server %s cannot be reached: %s. Check its address and its credentials.")
	streamMissing = value.NewRefusal(value.Integrity, "stream-missing",
		"Isi buku catatan %s tidak ada di penyimpanannya. Periksa disk atau server; bila hilang, pulihkan dari ekspor dengan `mufakat restore`.",
		"The content of ledger %s is not in its store. Check the disk or the server; if it is lost, restore an export with `mufakat restore`.")
	streamReplaced = value.NewRefusal(value.Integrity, "stream-replaced",
		"Isi buku catatan %s dihapus lalu dibuat ulang selagi dibaca. Hentikan pencatatan, jalankan `mufakat verify`, dan bandingkan dengan ekspor terakhir.",
		"The content of ledger %s was deleted and made again while it was read. Stop recording, run `mufakat verify`, and compare with your last export.")
	streamTaken = value.NewRefusal(value.Conflict, "server-has-ledger",
		"Server ini sudah memuat buku catatan %s. Bergabunglah dengan `mufakat join`, atau pakai akun NATS lain.",
		"This server already holds ledger %s. Join it with `mufakat join`, or use another NATS account.")
)

// About the notices.
var noticesSetAside = value.NewRefusal(value.Integrity, "notices-set-aside",
	"Catatan pemberitahuan rusak dan disimpan di %s; buku catatan sendiri utuh. Jalankan ulang Mufakat untuk mulai memberi tahu lagi, dari catatan yang sesudahnya.",
	"The records of notices are damaged and kept in %s; the ledger itself is whole. Start Mufakat again to begin telling again, from the records after that.")

// About the records.
var (
	endMissing = value.NewRefusal(value.Integrity, "records-missing-at-end",
		"Buku catatan berakhir di catatan %d, padahal sampai catatan %d sudah pernah dibaca. Jalankan `mufakat repair` untuk mengembalikannya.",
		"The ledger ends at record %d, but up to record %d had been read. Run `mufakat repair` to put them back.")
	viewsBeyond = value.NewRefusal(value.Integrity, "views-beyond-end",
		"Kedua salinan buku catatan berakhir di catatan %d, padahal sampai catatan %d sudah pernah dibaca. Pulihkan dari ekspor dengan `mufakat restore`; bila direktori ini sengaja dikembalikan ke keadaan lama, hapus views.db.",
		"Both copies of the ledger end at record %d, but up to record %d had been read. Restore an export with `mufakat restore`; if this directory was put back to an earlier state on purpose, delete views.db.")
	notSoMany = value.NewRefusal(value.NotFound, "past-the-last",
		"Buku catatan berakhir di catatan %d; catatan %d belum ada. Minta sampai yang terakhir saja.",
		"The ledger ends at record %d; there is no record %d yet. Ask up to the last one.")
	recordDiffers = value.NewRefusal(value.Integrity, "record-differs",
		"Catatan %d tidak sama dengan yang pernah dibaca. Hentikan pencatatan, jalankan `mufakat verify`, dan bandingkan dengan ekspor terakhir.",
		"Record %d is not what had been read. Stop recording, run `mufakat verify`, and compare with your last export.")
	badSubject = value.NewRefusal(value.Integrity, "bad-subject",
		"Catatan %d disimpan di bawah nama %q yang bukan milik buku catatan. Jalankan `mufakat verify`.",
		"Record %d is stored under %q, which is no name of the ledger. Run `mufakat verify`.")
	wrongOrder = value.NewRefusal(value.Integrity, "restore-order",
		"Yang dipulihkan bernomor %d, padahal berikutnya harus %d. Periksa apakah ekspornya lengkap dan cocok dengan buku catatan ini.",
		"The record to put back is number %d, but the next must be %d. Check that the export is whole and fits this ledger.")
)

// About writing.
var (
	badKey = value.NewRefusal(value.Invalid, "idempotency-key",
		"Kunci perintah harus 1 sampai 255 tanda ASCII yang dapat dicetak; ini %d tanda. Kirim kunci lain.",
		"The idempotency key must be 1 to 255 printable ASCII characters; this has %d. Send another key.")
	keyReused = value.NewRefusal(value.Conflict, "key-reused",
		"Kunci ini sudah dipakai untuk perintah lain, yang tercatat sebagai nomor %d. Kirim perintah ini dengan kunci baru.",
		"This key was already used for another command, recorded as number %d. Send this command with a new key.")
	clockBehind = value.NewRefusal(value.Unavailable, "clock-behind",
		"Jam komputer ini menunjuk %s, sedangkan catatan %d bertanggal %s. Bila jamnya keliru, betulkan; bila catatan itu yang bertanggal terlalu jauh, jalankan `mufakat clock accept --reason …`. Lalu ulangi dengan kunci yang sama.",
		"This computer's clock says %s, and record %d is dated %s. If the clock is wrong, set it right; if that record is dated ahead, run `mufakat clock accept --reason …`. Then repeat with the same key.")
	clockMoved = value.NewRefusal(value.Unavailable, "clock-moved",
		"Jam komputer ini bergeser %s sejak %s dan kini menunjuk %s. Kembalikan jamnya; bila yang sekarang benar, jalankan `mufakat clock accept --reason …`. Lalu ulangi dengan kunci yang sama.",
		"This computer's clock was moved by %s since %s, and now says %s. Set it back; if it is right now, run `mufakat clock accept --reason …`. Then repeat with the same key.")
	clockBelieved = value.NewRefusal(value.Conflict, "clock-believed",
		"Jam komputer ini menunjuk %s, dan perintah diterima. Tidak ada yang perlu diterima.",
		"This computer's clock says %s, and commands are taken. There is nothing to accept.")
	notAhead = value.NewRefusal(value.Conflict, "not-dated-ahead",
		"Bukan catatan itu yang bertanggal sesudah jam; sekarang catatan %d (0: tidak ada). Jalankan lagi `mufakat clock accept`.",
		"That is not the record dated after the clock, which is %d now (0: none). Run `mufakat clock accept` again.")
	notMoved = value.NewRefusal(value.Conflict, "not-moved-then",
		"Bukan sejak itu jam bergeser; sekarang sejak %q (kosong: tidak bergeser). Jalankan lagi `mufakat clock accept`.",
		"That is not since when the clock was moved, which is %q now (empty: it was not). Run `mufakat clock accept` again.")
	outcomeUnknown = value.NewRefusal(value.Unavailable, "outcome-unknown",
		"Belum diketahui apakah perintah ini tercatat. Ulangi dengan kunci yang sama; tidak akan tercatat dua kali.",
		"It is not known whether this command was recorded. Repeat it with the same key; it will not be recorded twice.")
	notRecorded = value.NewRefusal(value.Unavailable, "not-recorded",
		"Perintah ini tidak tercatat karena penyimpanan menolaknya. Ulangi sebentar lagi dengan kunci yang sama.",
		"This command was not recorded: the store would not take it. Repeat it shortly with the same key.")
	viewsBehind = value.NewRefusal(value.Unavailable, "reading-behind",
		"Perintah ini tidak tercatat: pembacaan buku catatan tertinggal. Ulangi sebentar lagi dengan kunci yang sama.",
		"This command was not recorded: reading the ledger lags behind. Repeat it shortly with the same key.")
	tooLarge = value.NewRefusal(value.Invalid, "record-too-large",
		"Catatan ini %d byte, lebih dari yang diterima server. Persingkat, atau lampirkan sebagai bukti.",
		"This record has %d bytes, more than the server takes. Shorten it, or attach it as evidence.")
	starting = value.NewRefusal(value.Unavailable, "still-checking",
		"Buku catatan masih diperiksa sebelum menerima perintah. Ulangi sebentar lagi dengan kunci yang sama.",
		"The ledger is still being checked before it takes commands. Repeat shortly with the same key.")
	closed = value.NewRefusal(value.Unavailable, "closed",
		"Buku catatan sedang ditutup. Ulangi setelah dibuka lagi, dengan kunci yang sama.",
		"The ledger is being closed. Repeat when it is open again, with the same key.")
)

func isRefusal(err error) bool {
	var r *value.Refusal
	return errors.As(err, &r)
}
