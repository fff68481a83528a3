package kv

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

const (
	appendEntries = 8192     // written in one transaction
	appendBytes   = 16 << 20 // of their keys and values
)

// Appender writes keys that come in their order, and after those that are there,
// many to a transaction. After the first error it does nothing but repeat it.
type Appender struct {
	ctx  context.Context
	file *File
	tx   *bolt.Tx
	n    int
	size int
	in   map[string]*tail
	err  error
}

// tail is the end of a bucket that is being written.
type tail struct {
	Bucket
	b    *bolt.Bucket
	last []byte // the key that was written last
}

// Appender writes into the file until the context ends.
func (f *File) Appender(ctx context.Context) *Appender { return &Appender{ctx: ctx, file: f} }

// Put writes an entry, with the next of them or at the next Commit.
func (w *Appender) Put(in Bucket, key, value []byte) error {
	if w.err != nil {
		return w.err
	}
	if w.tx == nil {
		if w.tx, w.err = w.file.begin(true); w.err != nil {
			return w.err
		}
		w.in = map[string]*tail{}
	}
	if err := w.file.run(func() error { return w.put(in, key, value) }); err != nil {
		return w.Abandon(err) // an open transaction would keep the file from being closed
	}
	w.n, w.size = w.n+1, w.size+len(key)+len(value)
	if w.n < appendEntries && w.size < appendBytes {
		return nil
	}
	return w.Commit()
}

func (w *Appender) put(in Bucket, key, value []byte) (err error) {
	t := w.in[string(in.Name)]
	if t == nil {
		e := Entries{w.tx}
		t = &tail{Bucket: in, b: e.bucket(in)}
		t.last, _ = e.LastBefore(in, nil)
		t.b.FillPercent = 1 // keys come in order, so pages can be full
		w.in[string(in.Name)] = t
	}
	if bytes.Compare(key, t.last) <= 0 || bytes.Compare(key, end) >= 0 {
		return errKey
	}
	err = t.b.Put(key, in.seal(t.last, key, value))
	t.last = bytes.Clone(key)
	return err
}

// Commit keeps what was put.
func (w *Appender) Commit() error {
	if w.err == nil {
		w.err = w.ctx.Err()
	}
	if w.err != nil {
		return w.Abandon(w.err)
	}
	if w.tx == nil {
		return nil
	}
	if err := w.file.run(w.commit); err != nil {
		return w.Abandon(err)
	}
	w.tx, w.n, w.size = nil, 0, 0
	return nil
}

func (w *Appender) commit() error {
	for _, t := range w.in {
		if err := t.b.Put(end, t.seal(t.last, end, filler)); err != nil {
			return err
		}
	}
	return unwritten(w.tx.Commit())
}

// Abandon forgets what was put since the last transaction, and says why.
func (w *Appender) Abandon(why error) error {
	if w.err = why; w.tx != nil {
		w.file.end(w.tx)
		w.tx = nil
	}
	return why
}
