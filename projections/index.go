package projections

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
)

// index is an index in memory while a rebuild folds. Ids that are UUIDs, which
// is nearly all, are kept without a pointer, so that a million of them cost the
// garbage collector nothing.
type index struct {
	packed []packedEntry
	odd    []oddEntry
}

type packedEntry struct {
	key [16]byte
	seq uint64
}

type oddEntry struct {
	key string
	seq uint64
}

// add notes the record of an id; a record that cannot be read has none.
func (x *index) add(id string, seq uint64) {
	if b, ok := packed(id); ok {
		x.packed = append(x.packed, packedEntry{b, seq})
	} else if id != "" {
		x.odd = append(x.odd, oddEntry{id, seq})
	}
}

func (x *index) take(o index) {
	x.packed = append(x.packed, o.packed...)
	x.odd = append(x.odd, o.odd...)
}

// sorted goes through the ids as keys in their order; of one that stands more
// than once, the first record.
func (x *index) sorted() iter.Seq2[[]byte, uint64] {
	slices.SortFunc(x.packed, func(a, b packedEntry) int {
		return cmp.Or(bytes.Compare(a.key[:], b.key[:]), cmp.Compare(a.seq, b.seq))
	})
	slices.SortFunc(x.odd, func(a, b oddEntry) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.seq, b.seq))
	})
	return func(yield func([]byte, uint64) bool) {
		p, o := x.packed, x.odd
		var last []byte
		for len(p) > 0 || len(o) > 0 {
			var k []byte
			var seq uint64
			if len(o) == 0 || len(p) > 0 && string(p[0].key[:]) < o[0].key {
				k, seq, p = bytes.Clone(p[0].key[:]), p[0].seq, p[1:]
			} else {
				k, seq, o = []byte(o[0].key), o[0].seq, o[1:]
			}
			if last != nil && bytes.Equal(k, last) {
				continue
			}
			if last = k; !yield(k, seq) {
				return
			}
		}
	}
}
