package wire

import (
	"mufakat/domain/value"
)

// What this package refuses. Both sentences take the same verbs in the same
// order, and say what to do.

// About requests.
var (
	KeyMissing = value.NewRefusal(value.Invalid, "key-missing",
		"Kepala Idempotency-Key belum diisi. Kirim kunci baru untuk perintah baru, misalnya UUID, dan kunci yang sama bila mengulang.",
		"The header Idempotency-Key is missing. Send a new key with a new command, such as a UUID, and the same key when repeating it.").On("Idempotency-Key")
	HeaderTwice = value.NewRefusal(value.Invalid, "header-twice",
		"Kepala %s tertulis lebih dari sekali. Kirim satu saja.",
		"The header %s stands more than once. Send it once.")
	BadIfMatch = value.NewRefusal(value.Invalid, "bad-if-match",
		"If-Match %q bukan nomor versi. Tulis nomor dari ETag, misalnya \"3\", atau hilangkan.",
		"If-Match %q is not a version. Write the number of the ETag, such as \"3\", or leave it out.").On("If-Match")
	BadName = value.NewRefusal(value.Invalid, "bad-name",
		"Nama pencatat harus 1 sampai 200 huruf UTF-8 (dikodekan persen) tanpa tanda kendali atau tanda yang tidak terlihat. Ketik ulang.",
		"The recorder's name must be 1 to 200 characters of UTF-8 (percent-encoded) without control or unseen characters. Type it again.").On("Mufakat-By")
	BodyCut = value.NewRefusal(value.Invalid, "body-cut",
		"Isi permintaan terputus sebelum lengkap. Kirim lagi dengan kunci yang sama.",
		"The request ended before it was whole. Send it again with the same key.")
	BodyTooLarge = value.NewRefusal(value.Invalid, "body-too-large",
		"Isi perintah lebih dari %d byte. Persingkat, atau lampirkan sebagai bukti.",
		"The command is longer than %d bytes. Shorten it, or attach it as evidence.")
	RequestTooSlow = value.NewRefusal(value.Invalid, "request-too-slow",
		"Permintaan tidak sampai lengkap pada waktunya. Kirim lagi, dengan kunci yang sama bila ini perintah.",
		"The request did not arrive in time. Send it again, with the same key if this is a command.")
	NotHTTP = value.NewRefusal(value.Invalid, "not-http",
		"Yang dikirim bukan permintaan HTTP yang benar. Periksa alamat dan kepalanya, lalu kirim lagi.",
		"What was sent is not a correct HTTP request. Check its address and headers, and send it again.")
	HeadTooLarge = value.NewRefusal(value.Invalid, "head-too-large",
		"Alamat dan kepala permintaan terlalu panjang. Persingkat, misalnya dengan lebih sedikit kuki atau parameter.",
		"The address and headers of the request are too long. Shorten them, for instance with fewer cookies or parameters.")
	NoSuchCoding = value.NewRefusal(value.Invalid, "no-such-coding",
		"Transfer-Encoding ini tidak dikenal. Kirim dengan Content-Length, atau dengan chunked.",
		"This Transfer-Encoding is not known. Send with a Content-Length, or with chunked.").On("Transfer-Encoding")
	NoSuchVersion = value.NewRefusal(value.Invalid, "no-such-version",
		"Versi HTTP ini tidak dilayani. Pakai HTTP/1.1.",
		"This version of HTTP is not served. Use HTTP/1.1.")
	NoSuchExpectation = value.NewRefusal(value.Invalid, "no-such-expectation",
		"Kepala Expect hanya boleh berisi 100-continue. Perbaiki atau hilangkan.",
		"The header Expect may only hold 100-continue. Correct it or leave it out.").On("Expect")
	NoSuchPage = value.NewRefusal(value.NotFound, "no-such-page",
		"Tidak ada apa-apa di %s. Lihat /openapi.json untuk alamat yang ada.",
		"There is nothing at %s. See /openapi.json for the addresses there are.")
	WrongMethod = value.NewRefusal(value.Invalid, "wrong-method",
		"Alamat ini tidak menerima %s. Pakai %s.",
		"This address does not take %s. Use %s.")
	ForeignHost = value.NewRefusal(value.NotAllowed, "foreign-host",
		"Permintaan ini ditujukan ke %q, padahal server ini hanya untuk komputer ini sendiri. Pakai http://127.0.0.1 atau http://localhost.",
		"This request is addressed to %q, but this server is for this computer only. Use http://127.0.0.1 or http://localhost.").On("Host")
	CrossOrigin = value.NewRefusal(value.NotAllowed, "cross-origin",
		"Permintaan ini datang dari halaman situs lain, sehingga ditolak. Lakukan dari alamat Mufakat sendiri.",
		"This request came from a page of another site and is refused. Make it from Mufakat's own address.").On("Origin")
)

// About parameters.
var (
	unknownParameter = value.NewRefusal(value.Invalid, "unknown-parameter",
		"Di sini tidak ada parameter %q. Yang ada: %s.",
		"There is no parameter %q here. There are: %s.")
	parameterTwice = value.NewRefusal(value.Invalid, "parameter-twice",
		"Parameter %q tertulis lebih dari sekali. Kirim satu saja.",
		"The parameter %q stands more than once. Send it once.")
	badQuery = value.NewRefusal(value.Invalid, "bad-query",
		"Bagian alamat sesudah tanda tanya tidak terbaca. Kodekan tanda khususnya dengan persen.",
		"The part of the address after the question mark cannot be read. Percent-encode its special characters.")
	// NotAPosition refuses what is no position to read or follow from.
	NotAPosition = value.NewRefusal(value.Invalid, "not-a-position",
		"%q bukan nomor catatan. Tulis nomor urut, atau latest.",
		"%q is not a record's number. Write a number, or latest.")
	NotThereYet = value.NewRefusal(value.Unavailable, "views-behind",
		"Catatan %d belum sampai ke pandangan; yang sudah sampai %d. Periksa nomornya, atau ulangi sebentar lagi.",
		"Record %d has not reached the views, which hold up to %d. Check the number, or ask again shortly.").On("min_seq")
	NotReady = value.NewRefusal(value.Unavailable, "not-ready",
		"Mufakat belum siap: %s",
		"Mufakat is not ready: %s")
	ReadOnly = value.NewRefusal(value.Unavailable, "read-only",
		"Buku catatan sedang hanya dapat dibaca. Jalankan `mufakat doctor`.",
		"The ledger can only be read now. Run `mufakat doctor`.")
	tooSlow = value.NewRefusal(value.Unavailable, "too-slow",
		"Jawaban tidak selesai pada waktunya. Ulangi sebentar lagi, dengan kunci yang sama bila ini perintah.",
		"The answer was not ready in time. Ask again shortly, with the same key if this is a command.")
	failed = value.Words{
		ID: "Terjadi kesalahan di dalam Mufakat. Sampaikan nomor ini kepada pengelola: %s.",
		EN: "Something went wrong inside Mufakat. Give this number to the administrator: %s."}
)

// About where it listens.
var (
	BadListen = value.NewRefusal(value.Invalid, "listen-address",
		"%q bukan alamat untuk mendengarkan. Tulis alamat dan porta, misalnya 127.0.0.1:8080.",
		"%q is not an address to listen on. Write address and port, such as 127.0.0.1:8080.")
	NoLogin = value.NewRefusal(value.NotAllowed, "no-login",
		"Mufakat belum mempunyai pemeriksaan masuk, sehingga di %s siapa saja dapat mencatat. Pakai 127.0.0.1, atau tambahkan --i-know-there-is-no-login bila itu disengaja.",
		"Mufakat has no login yet, so at %s anybody could record. Use 127.0.0.1, or add --i-know-there-is-no-login if that is meant.")
)

// About the other end.
var (
	NotRunning = value.NewRefusal(value.Unavailable, "not-running",
		"Tidak ada Mufakat yang menjawab di %s. Jalankan dengan `mufakat serve`, atau periksa alamatnya.",
		"No Mufakat answers at %s. Start it with `mufakat serve`, or check the address.")
	ConnectionLost = value.NewRefusal(value.Unavailable, "connection-lost",
		"Hubungan ke %s terputus sebelum jawabannya lengkap. Ulangi; perintah aman diulang dengan kunci yang sama.",
		"The connection to %s broke before the answer was whole. Repeat it; a command is safe to repeat with the same key.")
	NotMufakat = value.NewRefusal(value.Unavailable, "not-mufakat",
		"Yang menjawab di %s bukan Mufakat, atau versinya berbeda (%d). Periksa alamatnya.",
		"What answers at %s is not Mufakat, or is another version of it (%d). Check the address.")
)

// About exports.
var (
	exportHeader = value.NewRefusal(value.Invalid, "export-header",
		"Baris 1 bukan kepala ekspor Mufakat. Periksa apakah berkasnya benar dan lengkap.",
		"Line 1 is not the head of a Mufakat export. Check that this is the right file and that it is whole.")
	exportLine = value.NewRefusal(value.Invalid, "export-line",
		"Baris %d bukan catatan dalam bentuk ekspor. Ambil lagi berkasnya dari sumbernya.",
		"Line %d is not a record in the form of an export. Get the file again from its source.")
	exportOrder = value.NewRefusal(value.Invalid, "export-order",
		"Baris %d memuat catatan %d, padahal berikutnya harus %d. Ambil lagi berkasnya dari sumbernya.",
		"Line %d holds record %d, and the next must be %d. Get the file again from its source.")
	exportCut = value.NewRefusal(value.Invalid, "export-cut",
		"Ekspor berakhir di baris %d dengan catatan %d, padahal kepalanya menyebut %d. Ambil lagi berkasnya dari sumbernya.",
		"The export ends at line %d with record %d, though its head says %d. Get the file again from its source.")
	exportMore = value.NewRefusal(value.Invalid, "export-more",
		"Baris %d datang sesudah catatan %d, yang menurut kepalanya terakhir. Ambil lagi berkasnya dari sumbernya.",
		"Line %d comes after record %d, which the head says is the last. Get the file again from its source.")
	exportLong = value.NewRefusal(value.Invalid, "export-line-too-long",
		"Baris %d lebih panjang dari %d byte. Periksa apakah berkasnya benar.",
		"Line %d is longer than %d bytes. Check that this is the right file.")
)
