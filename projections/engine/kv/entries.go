package kv

import (
	"bytes"
	"iter"

	bolt "go.etcd.io/bbolt"
)

// Entries are what the buckets of a file hold, at one moment. Keys and values are
// valid as long as it is.
type Entries struct{ tx *bolt.Tx }

// Get is the value of an entry, nil for none.
func (e Entries) Get(in Bucket, key []byte) []byte {
	if b := e.tx.Bucket(in.Name); b != nil {
		return b.Get(key)
	}
	return nil
}

// From goes through the entries from a key on.
func (e Entries) From(in Bucket, key []byte) iter.Seq2[[]byte, []byte] {
	return e.while(in, key, nil)
}

// Begin goes through the entries whose keys begin with a prefix.
func (e Entries) Begin(in Bucket, prefix []byte) iter.Seq2[[]byte, []byte] {
	return e.while(in, prefix, prefix)
}

// while goes through the entries from a key on as long as they begin with a
// prefix.
func (e Entries) while(in Bucket, from, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := e.Cursor(in)
		for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix) && yield(k, v); k, v = c.Next() {
		}
	}
}

// Before goes backwards through the entries before a key; nil: from the last.
func (e Entries) Before(in Bucket, key []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := e.tx.Bucket(in.Name).Cursor()
		for k, v := before(c, key); k != nil && yield(k, v); k, v = c.Prev() {
		}
	}
}

// FirstFrom is the first entry from a key on, and LastBefore the last before one;
// nil: of all. The key is nil where there is none.
func (e Entries) FirstFrom(in Bucket, key []byte) (k, v []byte) { return e.Cursor(in).Seek(key) }
func (e Entries) LastBefore(in Bucket, key []byte) (k, v []byte) {
	return before(e.tx.Bucket(in.Name).Cursor(), key)
}

func before(c *bolt.Cursor, key []byte) (k, v []byte) {
	if key == nil {
		return c.Last()
	}
	if k, _ := c.Seek(key); k == nil {
		return c.Last()
	}
	return c.Prev()
}

// Cursor goes through a bucket for whoever merges it with another.
func (e Entries) Cursor(in Bucket) Cursor { return Cursor{e.tx.Bucket(in.Name).Cursor()} }

// Cursor stands at an entry of a bucket.
type Cursor struct{ c *bolt.Cursor }

// Seek goes to the first entry from a key on, and Next to the one that follows;
// the key is nil where there is none.
func (c Cursor) Seek(key []byte) (k, v []byte) { return c.c.Seek(key) }
func (c Cursor) Next() (k, v []byte)           { return c.c.Next() }

// Snapshot is a moment that is held. The file grows while it is open.
type Snapshot struct{ Entries }

// Close lets go of it.
func (s Snapshot) Close() { s.tx.Rollback() }

// Tx writes, and sees what it wrote.
type Tx struct{ Entries }

// Put writes an entry.
func (t Tx) Put(in Bucket, key, value []byte) error { return t.tx.Bucket(in.Name).Put(key, value) }

// Delete takes an entry away, if it is there.
func (t Tx) Delete(in Bucket, key []byte) error { return t.tx.Bucket(in.Name).Delete(key) }
