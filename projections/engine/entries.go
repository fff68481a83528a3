package engine

import (
	"bytes"
	"iter"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/value"
)

// Entries are what the buckets of a file hold, at one moment. Keys and values are
// valid as long as it is.
type Entries struct{ tx *bolt.Tx }

// Get is the value of an entry, nil for none.
func (e Entries) Get(in Bucket, key []byte) []byte { return e.tx.Bucket(in.Name).Get(key) }

// From goes through the entries from a key on.
func (e Entries) From(in Bucket, key []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := e.tx.Bucket(in.Name).Cursor()
		for k, v := c.Seek(key); k != nil && yield(k, v); k, v = c.Next() {
		}
	}
}

// Begin goes through the entries whose keys begin with a prefix.
func (e Entries) Begin(in Bucket, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		for k, v := range e.From(in, prefix) {
			if !bytes.HasPrefix(k, prefix) || !yield(k, v) {
				return
			}
		}
	}
}

// Before goes backwards through the entries before a key; nil: from the last.
func (e Entries) Before(in Bucket, key []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := e.tx.Bucket(in.Name).Cursor()
		k, v := c.Last()
		if key != nil {
			if at, _ := c.Seek(key); at != nil {
				k, v = c.Prev()
			} else {
				k, v = c.Last()
			}
		}
		for ; k != nil && yield(k, v); k, v = c.Prev() {
		}
	}
}

// At is how far the file has read a stream, by the key of its feed.
func (e Entries) At(key string) uint64 { return positionAt(e.tx, []byte(key)) }

// First is the sequence of the first record about anything of a kind.
func (e Entries) First(kind value.Kind) (uint64, bool) {
	prefix := append([]byte(kind), 0)
	k, _ := e.tx.Bucket(inKinds).Cursor().Seek(prefix)
	if !bytes.HasPrefix(k, prefix) {
		return 0, false
	}
	return Number(k[len(prefix):]), true
}
