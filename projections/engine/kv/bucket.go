package kv

import (
	"encoding/binary"
	"hash/crc32"
)

// Bucket is one of a file's: its name, and how its keys and values are laid out.
// Values of a sealed one stand behind the checksum over their key and themselves.
type Bucket struct {
	Name       []byte
	Key, Value string
	Sealed     bool
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum is over a key and its value.
func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

// Seal puts a value behind the checksum over its key and itself.
func Seal(key, value []byte) []byte {
	b := make([]byte, 4, 4+len(value))
	binary.BigEndian.PutUint32(b, checksum(key, value))
	return append(b, value...)
}

// Unseal is the value, unless it or its key is not what was written.
func Unseal(key, b []byte) ([]byte, bool) {
	if len(b) < 4 || binary.BigEndian.Uint32(b) != checksum(key, b[4:]) {
		return nil, false
	}
	return b[4:], true
}
