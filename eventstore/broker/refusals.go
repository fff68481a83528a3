package broker

import "mufakat/domain/value"

var (
	serverFailed = value.NewRefusal(value.Unavailable, "server-failed",
		"Penyimpanan di %s tidak dapat dijalankan: %s. Periksa ruang dan izin disk, lalu coba lagi.",
		"The store in %s cannot be started: %s. Check the disk's space and permissions, then try again.")
	SettingChanged = value.NewRefusal(value.Integrity, "stream-setting",
		"Pengaturan %q pada stream diubah: tertulis %s, seharusnya %s. Kembalikan pengaturan itu; sampai saat itu buku catatan hanya dapat dibaca.",
		"The stream's setting %q was changed: it is %s and should be %s. Set it back; until then the ledger can only be read.")
	AnotherLedger = value.NewRefusal(value.Integrity, "another-ledger",
		"Penyimpanan ini memuat buku catatan %s, bukan %s. Periksa alamat server dan direktorinya.",
		"This store holds ledger %s, not %s. Check the server's address and the directory.")
	RecordMissing = value.NewRefusal(value.Integrity, "record-missing",
		"Catatan %d hilang dari buku catatan. Hentikan pencatatan, jalankan `mufakat verify`, dan bandingkan dengan ekspor terakhir.",
		"Record %d is missing from the ledger. Stop recording, run `mufakat verify`, and compare with your last export.")
	badListen = value.NewRefusal(value.Invalid, "nats-listen-address",
		"%q bukan alamat untuk mendengarkan. Tulis alamat dan porta, misalnya 127.0.0.1:4222.",
		"%q is not an address to listen on. Write address and port, such as 127.0.0.1:4222.")
)
