package kv

import (
	"context"

	bolt "go.etcd.io/bbolt"
)

const (
	appendEntries = 8192     // written in one transaction
	appendBytes   = 16 << 20 // of their keys and values
)

// Appender writes keys that come in their order, many to a transaction. After
// the first error it does nothing but repeat it.
type Appender struct {
	ctx  context.Context
	db   *bolt.DB
	tx   *bolt.Tx
	n    int
	size int
	in   map[string]*bolt.Bucket
	err  error
}

// Appender writes into the file until the context ends.
func (f *File) Appender(ctx context.Context) *Appender { return &Appender{ctx: ctx, db: f.db} }

// Put writes an entry, with the next of them or at the next Commit.
func (w *Appender) Put(in Bucket, key, value []byte) error {
	if w.err != nil {
		return w.err
	}
	if w.tx == nil {
		if w.tx, w.err = w.db.Begin(true); w.err != nil {
			return w.err
		}
		w.in = map[string]*bolt.Bucket{}
	}
	b := w.in[string(in.Name)]
	if b == nil {
		b = w.tx.Bucket(in.Name)
		b.FillPercent = 1 // keys come in order, so pages can be full
		w.in[string(in.Name)] = b
	}
	if err := b.Put(key, value); err != nil {
		return w.Abandon(err) // an open transaction would keep the file from being closed
	}
	w.n, w.size = w.n+1, w.size+len(key)+len(value)
	if w.n < appendEntries && w.size < appendBytes {
		return nil
	}
	return w.Commit()
}

// Commit keeps what was put.
func (w *Appender) Commit() error {
	if w.err == nil {
		w.err = w.ctx.Err()
	}
	if w.err != nil {
		return w.Abandon(w.err)
	}
	if w.tx != nil {
		w.err = w.tx.Commit()
		w.tx, w.n, w.size = nil, 0, 0
	}
	return w.err
}

// Abandon forgets what was put since the last transaction, and says why.
func (w *Appender) Abandon(why error) error {
	if w.err = why; w.tx != nil {
		w.tx.Rollback()
		w.tx = nil
	}
	return why
}
