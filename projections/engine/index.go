package engine

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
)

// index is an index in memory while a rebuild folds. Ids that are UUIDs, which
// is nearly all, stand without a pointer at the place of their record, so that
// a million of them cost sixteen megabytes and no work of the garbage collector.
type index struct {
	packed [][16]byte // by sequence; zero: none

	mu  sync.Mutex // guards odd, held while one is added
	odd []oddEntry
}

type oddEntry struct {
	key string
	seq uint64
}

func newIndex(last uint64) *index { return &index{packed: make([][16]byte, last+1)} }

// add notes the record of an id; a record that cannot be read has none. Several
// may add at once, each of other records.
func (x *index) add(id string, seq uint64) {
	if b, ok := Packed(id); ok && b != ([16]byte{}) {
		x.packed[seq] = b
	} else if id != "" {
		x.mu.Lock()
		x.odd = append(x.odd, oddEntry{idKey(id), seq})
		x.mu.Unlock()
	}
}

// sorted goes through the ids as keys in their order; of one that stands more
// than once, the first record.
func (x *index) sorted() iter.Seq2[[]byte, uint64] {
	var order []uint64
	for seq, b := range x.packed {
		if b != ([16]byte{}) {
			order = append(order, uint64(seq))
		}
	}
	slices.SortFunc(order, func(a, b uint64) int {
		return cmp.Or(bytes.Compare(x.packed[a][:], x.packed[b][:]), cmp.Compare(a, b))
	})
	slices.SortFunc(x.odd, func(a, b oddEntry) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.seq, b.seq))
	})
	return func(yield func([]byte, uint64) bool) {
		p, o := order, x.odd
		var last []byte
		for len(p) > 0 || len(o) > 0 {
			var k []byte
			var seq uint64
			if len(o) == 0 || len(p) > 0 && string(x.packed[p[0]][:]) < o[0].key {
				k, seq, p = bytes.Clone(x.packed[p[0]][:]), p[0], p[1:]
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
