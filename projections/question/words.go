package question

import (
	"iter"

	"mufakat/domain/value"
)

// What many questions are narrowed by and what their columns are called, where
// that names nothing of the domain.
var (
	OfAnything = value.Words{ID: "tentang: <jenis>/<pengenal>", EN: "about: <kind>/<id>"}

	WordWhen   = value.Words{ID: "waktu", EN: "when"}
	WordGrade  = value.Words{ID: "tingkat bukti", EN: "grade"}
	WordRecord = value.Words{ID: "catatan", EN: "record"}
	WordID     = value.Words{ID: "pengenal", EN: "id"}
)

// Name is how people know the aggregate.
func (l Locale) Name(ref value.Ref) string { return l.Names(ref, l.Lang) }

// countable is how many rows are counted before an answer leaves it at that.
const countable = 20_000

// Count is how many rows there are in all, -1 where they are too many.
func Count[K, V any](rows iter.Seq2[K, V]) (n int) {
	for range rows {
		if n++; n > countable {
			return -1
		}
	}
	return n
}
