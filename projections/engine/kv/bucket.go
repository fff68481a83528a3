package kv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"

	"mufakat/internal/faultpoint"
)

// Bucket is one of a file's: its name, and how its keys and values are laid out.
type Bucket struct {
	Name       []byte
	Key, Value string
}

// Every value stands behind a checksum over its bucket, the key before it, its own
// key and itself. So it tells of a value that was turned, of an entry in the wrong
// place, and, which no checksum of an entry alone could, of entries that are
// missing: the one behind them names another. The last of each bucket is an entry
// with this key, which is after every other and is shown to nobody.
//
// Its value is long enough to keep bbolt from putting a small bucket into the page
// of another: it copies what it finds there into memory of Go's, and a damaged one
// would lead it to places there that the garbage collector dies of.
var (
	end    = bytes.Repeat([]byte{0xff}, 32)
	filler = make([]byte, os.Getpagesize()/4)
)

const sealed = 4 // bytes of the checksum

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (b Bucket) checksum(before, key, value []byte) uint32 {
	var lengths [8]byte
	binary.BigEndian.PutUint32(lengths[:4], uint32(len(before)))
	binary.BigEndian.PutUint32(lengths[4:], uint32(len(key)))
	sum := crc32.Checksum(b.Name, castagnoli)
	for _, x := range [][]byte{lengths[:], before, key, value} {
		sum = crc32.Update(sum, castagnoli, x)
	}
	return sum
}

// seal puts a value behind its checksum. The key before the first is nil.
func (b Bucket) seal(before, key, value []byte) []byte {
	s := make([]byte, sealed, sealed+len(value))
	binary.BigEndian.PutUint32(s, b.checksum(before, key, value))
	return append(s, value...)
}

// unseal is the value again. It panics where the entry, or what stands before it,
// is not what was written, for [guard].
func (b Bucket) unseal(before, key, s []byte) []byte {
	if len(s) < sealed || binary.BigEndian.Uint32(s) != b.checksum(before, key, s[sealed:]) && !faultpoint.Off(faultpoint.Seal) {
		panic(damage(fmt.Sprintf("in bucket %s, at the key %x", b.Name, key)))
	}
	return s[sealed:]
}

// damage is what a read panics with that met what was not written.
type damage string
