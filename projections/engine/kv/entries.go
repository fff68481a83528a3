package kv

import (
	"bytes"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"
)

// Entries are what the buckets of a file hold, at one moment. Keys and values are
// valid as long as it is. What is not as it was written, or is missing, panics for
// [guard] to catch.
type Entries struct{ tx *bolt.Tx }

// Get is the value of an entry, nil for none.
func (e Entries) Get(in Bucket, key []byte) []byte {
	c := e.Cursor(in)
	if v := c.find(key); bytes.Equal(c.key, key) {
		return v
	}
	return nil
}

// Raw is what stands under a key, as it lies in the file; nil for nothing.
func (e Entries) Raw(in Bucket, key []byte) []byte { return e.bucket(in).Get(key) }

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
		c := e.Cursor(in)
		c.seek(orEnd(key))
		for k, v := c.back(); k != nil && yield(k, v); k, v = c.back() {
		}
	}
}

// FirstFrom is the first entry from a key on, and LastBefore the last before one;
// nil: of all. The key is nil where there is none.
func (e Entries) FirstFrom(in Bucket, key []byte) (k, v []byte) { return e.Cursor(in).Seek(key) }
func (e Entries) LastBefore(in Bucket, key []byte) (k, v []byte) {
	c := e.Cursor(in)
	c.seek(orEnd(key))
	return c.back()
}

func orEnd(key []byte) []byte {
	if key == nil {
		return end
	}
	return key
}

func (e Entries) bucket(in Bucket) *bolt.Bucket {
	b := e.tx.Bucket(in.Name)
	if b == nil {
		panic(damage(fmt.Sprintf("there is no bucket %s", in.Name)))
	}
	return b
}

// Cursor goes through a bucket for whoever merges it with another.
func (e Entries) Cursor(in Bucket) *Cursor { return &Cursor{in: in, c: e.bucket(in).Cursor()} }

// Cursor stands at an entry of a bucket.
type Cursor struct {
	in       Bucket
	c        *bolt.Cursor
	before   []byte // the key before the entry, nil for none
	key, raw []byte // the entry, its value sealed
}

// Seek goes to the first entry from a key on, and Next to the one that follows;
// the key is nil where there is none.
func (c *Cursor) Seek(key []byte) (k, v []byte) { return c.shown(c.seek(key)) }
func (c *Cursor) Next() (k, v []byte) {
	if bytes.Equal(c.key, end) {
		return nil, nil
	}
	c.before = c.key
	c.key, c.raw = c.c.Next()
	return c.shown(c.value())
}

func (c *Cursor) shown(v []byte) (key, value []byte) {
	if bytes.Equal(c.key, end) {
		return nil, nil
	}
	return c.key, v
}

// seek goes to the first entry from a key on, the last of the bucket included.
func (c *Cursor) seek(key []byte) (value []byte) {
	value = c.find(key)
	if c.before != nil {
		c.c.Next()
	} else {
		c.c.Seek(c.key)
	}
	return value
}

// find is the value of that entry, and makes sure that there is none between the
// key and it. bbolt's own cursor stands before it then.
func (c *Cursor) find(key []byte) (value []byte) {
	c.key, c.raw = c.c.Seek(key)
	c.before, _ = c.prev(c.key)
	if value = c.value(); bytes.Compare(c.key, key) < 0 || c.before != nil && bytes.Compare(c.before, key) >= 0 {
		panic(c.damage())
	}
	return value
}

// value is that of the entry, which is there: at the latest the last.
func (c *Cursor) value() []byte {
	if c.key == nil {
		panic(c.damage())
	}
	return c.in.unseal(c.before, c.key, c.raw)
}

func (c *Cursor) damage() damage {
	return damage(fmt.Sprintf("in bucket %s, behind the key %x", c.in.Name, c.before))
}

// back goes to the entry before.
func (c *Cursor) back() (k, v []byte) {
	if c.before == nil {
		return nil, nil
	}
	return c.shown(c.seek(c.before))
}

// prev is what bbolt has before the key at which it stands, nil for nothing. It
// stops at each page that this transaction has emptied.
func (c *Cursor) prev(key []byte) (k, raw []byte) {
	b := c.c.Bucket()
	for range mostEmptied {
		if k, raw = c.c.Prev(); k != nil || !b.Writable() {
			return k, raw
		}
		if first, _ := b.Cursor().First(); bytes.Compare(first, key) >= 0 {
			return nil, nil
		}
	}
	panic(c.damage())
}

// mostEmptied is more pages than a transaction empties.
const mostEmptied = 1 << 16

// Snapshot is a moment that is held. The file grows while it is open.
type Snapshot struct {
	Entries
	file *File
}

// Run runs a function that reads it.
func (s Snapshot) Run(read func() error) error { return s.file.run(read) }

// Close lets go of it.
func (s Snapshot) Close() { s.file.end(s.tx) }

// Tx writes, and sees what it wrote.
type Tx struct{ Entries }

// Put writes an entry, and seals the one after it anew.
func (t Tx) Put(in Bucket, key, value []byte) error {
	if bytes.Compare(key, end) >= 0 {
		return errKey
	}
	b, c := t.bucket(in), t.Cursor(in)
	next, before := c.seek(key), c.before
	is := in.seal(before, key, value)
	if bytes.Equal(c.key, key) {
		return b.Put(key, is)
	}
	after := in.seal(key, c.key, next)
	if err := b.Put(key, is); err != nil {
		return err
	}
	return b.Put(c.key, after)
}

// Delete takes an entry away, if it is there, and seals the one after it anew.
func (t Tx) Delete(in Bucket, key []byte) error {
	b, c := t.bucket(in), t.Cursor(in)
	if c.seek(key); !bytes.Equal(c.key, key) || bytes.Equal(key, end) {
		return nil
	}
	before := c.before
	c.Next()
	after := in.seal(before, c.key, c.raw[sealed:])
	if err := b.Delete(key); err != nil {
		return err
	}
	return b.Put(c.key, after)
}
