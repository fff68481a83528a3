package broker

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// What the server writes before each message of a block, little-endian: its
// length with all of this, its sequence, its time and how long its subject is.
// See msgHdrSize, hbit, ebit and tbit in the server's filestore.go.
const (
	headSize   = 4 + 8 + 8 + 2
	hasHeaders = 1 << 31 // of the length
	isErased   = 1 << 63 // of the sequence
	isDeletion = 1 << 62 // of the sequence: nothing is stored under it
)

// distrustIndexes removes the server's index of every stream one of whose blocks
// does not count its messages one by one, and answers which. The server must not
// be running.
//
// An index vouches for blocks that nobody has read since. When the server reads one
// it looks at no checksum, and keeps an entry for each sequence between two messages:
// a single bit that has turned in a sequence then takes all the memory there is.
// Without an index it makes one from the messages whose checksums are right, at the
// cost of reading them.
func distrustIndexes(dir string) (distrusted []string, err error) {
	store := os.DirFS(filepath.Join(dir, storeDir))
	indexes, err := fs.Glob(store, "jetstream/*/streams/*/msgs/index.db")
	for _, index := range indexes {
		if countsOneByOne(store, path.Dir(index)) {
			continue
		}
		distrusted = append(distrusted, index)
		if e := os.Remove(filepath.Join(dir, storeDir, filepath.FromSlash(index))); e != nil {
			err = errors.Join(err, e)
		}
	}
	return distrusted, err
}

// countsOneByOne says whether each block of a stream does. One that cannot be read
// is for the server to report.
func countsOneByOne(store fs.FS, msgs string) bool {
	blocks, _ := fs.Glob(store, msgs+"/*.blk") // whose pattern is sound
	for _, name := range blocks {
		if block, err := fs.ReadFile(store, name); err == nil && !inOrder(block) {
			return false
		}
	}
	return true
}

// inOrder says whether the messages of a block follow each other to its end.
func inOrder(block []byte) bool {
	for last := uint64(0); len(block) > 0; {
		if len(block) < headSize {
			return false
		}
		size := uint64(binary.LittleEndian.Uint32(block) &^ hasHeaders)
		seq := binary.LittleEndian.Uint64(block[4:])
		if size < headSize || size > uint64(len(block)) {
			return false
		}
		block = block[size:]
		if seq&isDeletion != 0 {
			continue
		}
		seq &^= isErased
		if last != 0 && seq != last+1 {
			return false
		}
		last = seq
	}
	return true
}
