package projections

import (
	"context"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// writeIndexes writes everything that is found by a key of its own.
func (m *making) writeIndexes(ctx context.Context) error {
	w := &appender{db: m.db, ctx: ctx}
	m.writeAggregates(w)
	m.writeTimes(w)
	for _, x := range []struct {
		bucket []byte
		of     **index
	}{{inIDs, &m.ids}, {inCommands, &m.commands}, {inFrozen, &m.frozen}} {
		for k, seq := range (*x.of).sorted() {
			w.put(x.bucket, k, seqKey(seq))
		}
		*x.of = nil
	}
	return w.commit()
}

func (m *making) writeAggregates(w *appender) {
	for i, ref := range m.refs {
		for _, seq := range m.seqs[i] {
			w.put(inSubjects, subjectKey(ref, seq), nil)
		}
	}
	kinds := make([]string, len(m.refs))
	for i, ref := range m.refs {
		kinds[i] = string(kindKey(ref, m.seqs[i][0]))
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		w.put(inKinds, []byte(k), nil)
	}
}

func (m *making) writeTimes(w *appender) {
	newest, any := int64(0), false
	for seq, t := range m.times {
		if t != 0 && (!any || t > newest) {
			newest, any = t, true
			w.put(inTimes, timeKey(time.Unix(0, t)), seqKey(uint64(seq)))
		}
	}
}

// bucketOf says where what the workers put under a letter goes.
var bucketOf = [256][]byte{'p': inPast, 'r': inRows, 't': inTellings}

// writeRows writes the rows in the order of their keys, while another goroutine
// merges them.
func (m *making) writeRows(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	w := &appender{db: m.db, ctx: ctx}
	n := 0
	for chunk := range m.rows.chunks(ctx) {
		for _, e := range chunk.entries {
			w.put(bucketOf[e.tag], e.key, e.value)
		}
		if chunk.err != nil && w.err == nil {
			w.abandon()
			w.err = chunk.err
		}
		if w.err != nil {
			return w.err
		}
		if n += len(chunk.entries); n > 4*tellEvery {
			n = 0
			m.progress("write", m.target)
		}
	}
	return w.commit()
}

// appender writes keys that come in their order, many to a transaction. After
// the first error it does nothing but repeat it.
type appender struct {
	db  *bolt.DB
	ctx context.Context
	tx  *bolt.Tx
	n   int
	siz int
	in  map[string]*bolt.Bucket
	err error
}

func (w *appender) put(bucket, key, value []byte) error {
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
	w.n, w.siz = w.n+1, w.siz+len(key)+len(value)
	if w.n < writeRecords && w.siz < writeBytes {
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
		w.tx, w.n, w.siz = nil, 0, 0
	}
	return w.err
}

func (w *appender) abandon() {
	if w.tx != nil {
		w.tx.Rollback()
		w.tx = nil
	}
}
