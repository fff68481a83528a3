package kv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
)

// The pages of a bbolt file, as far as they are looked at before bbolt does, which
// would follow a page that leads to itself until there is no more memory. Every
// number is as this computer has it.
const (
	pageHead   = 16 // id 8, flags 2, count 2, overflow 4
	branchElem = 16 // position of the key 4, its size 4, child 8
	leafElem   = 16 // flags 4, position of the key 4, its size 4, the value's size 4
	metaSize   = 56 // before its checksum

	isBranch, isLeaf, isFree = 1, 2, 16
)

var native = binary.NativeEndian

// checkPages makes sure that both heads of a file are whole, and that each of its
// pages has one place: in one tree, or among those that are free. What stands in
// them is not looked at.
func checkPages(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if i, err := f.Stat(); err != nil || i.Size() == 0 {
		return err
	}
	w := &pages{f: f, size: os.Getpagesize()}
	root, free, n, err := w.heads()
	if err != nil {
		return err
	}
	w.used = make([]bool, n)
	w.used[0], w.used[1] = true, true
	if err := w.tree(root, true); err != nil {
		return err
	}
	if err := w.free(free); err != nil {
		return err
	}
	for id, used := range w.used {
		if !used {
			return w.damaged(uint64(id))
		}
	}
	return nil
}

// checkFree looks only at what bbolt follows blindly whenever it writes: the heads,
// and the head of the page that says which are free.
func checkFree(f io.ReaderAt) error {
	w := &pages{f: f, size: os.Getpagesize()}
	_, free, n, err := w.heads()
	if err != nil {
		return err
	}
	flags, _, more, err := w.head(free)
	if err != nil || flags != isFree || free+more >= n {
		return w.damaged(free)
	}
	return nil
}

type pages struct {
	f    io.ReaderAt
	size int
	used []bool
}

func (*pages) damaged(id uint64) error { return fmt.Errorf("%w: page %d", ErrDamaged, id) }

// heads are both heads; what the newer says.
func (w *pages) heads() (root, free, n uint64, err error) {
	var newest uint64
	for id := range uint64(2) {
		b := make([]byte, pageHead+metaSize+8)
		if _, err := w.f.ReadAt(b, int64(id)*int64(w.size)); err != nil {
			return 0, 0, 0, w.damaged(id)
		}
		b = b[pageHead:]
		sum := fnv.New64a()
		sum.Write(b[:metaSize])
		if sum.Sum64() != native.Uint64(b[metaSize:]) || native.Uint32(b[8:]) != uint32(w.size) {
			return 0, 0, 0, w.damaged(id)
		}
		if tx := native.Uint64(b[48:]); id == 0 || tx > newest {
			newest, root, free, n = tx, native.Uint64(b[16:]), native.Uint64(b[32:]), native.Uint64(b[40:])
		}
	}
	return root, free, n, nil
}

// take reads the head of a page, and notes that it and those which go on with it
// are used.
func (w *pages) take(id uint64) (flags, count uint16, whole int, err error) {
	if id >= uint64(len(w.used)) {
		return 0, 0, 0, w.damaged(id)
	}
	flags, count, more, err := w.head(id)
	if err != nil {
		return 0, 0, 0, err
	}
	for i := id; i <= id+more; i++ {
		if i >= uint64(len(w.used)) || w.used[i] {
			return 0, 0, 0, w.damaged(id)
		}
		w.used[i] = true
	}
	return flags, count, int(more+1) * w.size, nil
}

// head is the head of a page, and how many pages go on with it.
func (w *pages) head(id uint64) (flags, count uint16, more uint64, err error) {
	b := make([]byte, pageHead)
	if _, err := w.f.ReadAt(b, int64(id)*int64(w.size)); err != nil || native.Uint64(b) != id {
		return 0, 0, 0, w.damaged(id)
	}
	return native.Uint16(b[8:]), native.Uint16(b[10:]), uint64(native.Uint32(b[12:])), nil
}

func (w *pages) read(id uint64, whole int) ([]byte, error) {
	b := make([]byte, whole)
	if _, err := w.f.ReadAt(b, int64(id)*int64(w.size)); err != nil {
		return nil, w.damaged(id)
	}
	return b, nil
}

// tree goes through the pages below one. Only the leaves of the first tree lead to
// others: it is that of the buckets.
func (w *pages) tree(id uint64, ofBuckets bool) error {
	flags, count, whole, err := w.take(id)
	if err != nil {
		return err
	}
	if flags == isLeaf && !ofBuckets {
		if pageHead+int(count)*leafElem > whole {
			return w.damaged(id)
		}
		return nil
	}
	b, err := w.read(id, whole)
	if err != nil {
		return err
	}
	var below []uint64
	switch {
	case count == 0 || pageHead+int(count)*branchElem > whole:
		return w.damaged(id)
	case flags == isBranch:
		for i := range int(count) {
			below = append(below, native.Uint64(b[pageHead+i*branchElem+8:]))
		}
	case flags == isLeaf:
		for i := range int(count) {
			at := pageHead + i*leafElem
			value := at + int(native.Uint32(b[at+4:])) + int(native.Uint32(b[at+8:]))
			if value+8 > whole {
				return w.damaged(id)
			}
			below = append(below, native.Uint64(b[value:]))
		}
		ofBuckets = false
	default:
		return w.damaged(id)
	}
	for _, child := range below {
		if err := w.tree(child, ofBuckets); err != nil {
			return err
		}
	}
	return nil
}

// free notes the pages that are free.
func (w *pages) free(id uint64) error {
	flags, count, whole, err := w.take(id)
	if err != nil {
		return err
	}
	b, err := w.read(id, whole)
	if err != nil || flags != isFree {
		return w.damaged(id)
	}
	ids, n := b[pageHead:], uint64(count)
	if count == 0xffff { // there are more than it can say
		n, ids = native.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids)/8) {
		return w.damaged(id)
	}
	for i := range n {
		page := native.Uint64(ids[i*8:])
		if page >= uint64(len(w.used)) || w.used[page] {
			return w.damaged(page)
		}
		w.used[page] = true
	}
	return nil
}
