package engine

import (
	"context"

	bolt "go.etcd.io/bbolt"
)

// appender writes keys that come in their order, many to a transaction. After
// the first error it does nothing but repeat it.
type appender struct {
	db   *bolt.DB
	ctx  context.Context
	tx   *bolt.Tx
	n    int
	size int
	in   map[string]*bolt.Bucket
	err  error
}

func (w *appender) Put(bucket, key, value []byte) error {
	if w.err != nil {
		return w.err
	}
	if w.tx == nil {
		if w.tx, w.err = w.db.Begin(true); w.err != nil {
			return w.err
		}
		w.in = map[string]*bolt.Bucket{}
	}
	b := w.in[string(bucket)]
	if b == nil {
		b = w.tx.Bucket(bucket)
		b.FillPercent = 1 // keys come in order, so pages can be full
		w.in[string(bucket)] = b
	}
	if w.err = b.Put(key, value); w.err != nil {
		return w.err
	}
	w.n, w.size = w.n+1, w.size+len(key)+len(value)
	if w.n < writeRecords && w.size < writeBytes {
		return nil
	}
	return w.commit()
}

func (w *appender) commit() error {
	if w.err == nil {
		w.err = w.ctx.Err()
	}
	if w.err != nil {
		w.abandon()
		return w.err
	}
	if w.tx != nil {
		w.err = w.tx.Commit()
		w.tx, w.n, w.size = nil, 0, 0
	}
	return w.err
}

func (w *appender) abandon() {
	if w.tx != nil {
		w.tx.Rollback()
		w.tx = nil
	}
}
