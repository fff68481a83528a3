package engine

import (
	"bytes"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// Entries are what the file holds, at one moment. Keys and values are valid as
// long as it is.
type Entries struct{ kv.Entries }

// At is how far the file has read a stream, by the key of its feed.
func (e Entries) At(key string) uint64 {
	if b := e.Get(inMeta, []byte(key)); len(b) == 8 {
		return Number(b)
	}
	return 0
}

// position is the sequence of the last record of the ledger that the file holds.
func (e Entries) position() uint64 { return e.At(positionKey) }

// First is the sequence of the first record about anything of a kind.
func (e Entries) First(kind value.Kind) (uint64, bool) {
	prefix := KindKey(kind)
	k, _ := e.FirstFrom(inKinds, prefix)
	if !bytes.HasPrefix(k, prefix) {
		return 0, false
	}
	return Number(k[len(prefix):]), true
}
