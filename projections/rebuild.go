package projections

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain"
)

// Rebuild makes the views again from the records, in a new file, and puts it in
// the place of the old one while questions go on being answered. It fixes its
// target at the start, tells how far it is, and can be cancelled at any moment:
// then the old file stays. It never goes back in time, and answers with the
// digest of what it made.
func (v *Views) Rebuild(ctx context.Context, tell func(Progress)) (done Rebuilt, err error) {
	if !v.working.TryLock() {
		return done, rebuilding
	}
	defer v.working.Unlock()
	began := time.Now()
	target, err := v.c.Source.Last(ctx)
	if err != nil {
		return done, err
	}
	if at := v.Position(); target < at {
		return done, ledgerShort.With(target, at)
	}
	path := v.c.rebuildPath()
	defer os.Remove(path)
	db, err := v.afresh(ctx, path, target, v.toldPosition(), tell)
	if err != nil {
		return done, err
	}
	made, _, err := digestOf(ctx, db)
	if err == nil {
		err = v.replace(ctx, db, path)
	}
	if err != nil {
		db.Close()
		return done, err
	}
	return Rebuilt{Position: target, Digest: made.records, Took: Since(began)}, nil
}

// replace lets the new file catch up with the old one and takes its place.
func (v *Views) replace(ctx context.Context, db *bolt.DB, path string) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	old := v.db.Load()
	if old == nil {
		return closed
	}
	b := &batch{}
	at := uint64(0)
	if err := db.View(func(tx *bolt.Tx) error { at = positionOf(tx); return nil }); err != nil {
		return err
	}
	for s, err := range v.c.Source.Replay(ctx, at, max(at, v.Position())) {
		if err != nil {
			return err
		}
		if b.taken = append(b.taken, s); len(b.taken) == batchRecords {
			if _, err := applyTo(db, b.taken, newCache()); err != nil {
				return err
			}
			b.taken = b.taken[:0]
		}
	}
	if _, err := applyTo(db, b.taken, newCache()); err != nil {
		return err
	}
	if err := v.replayNotices(ctx, db, v.toldPosition()); err != nil {
		return err
	}
	if err := db.Sync(); err != nil {
		return err
	}
	if err := os.Rename(path, v.c.Path); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(v.c.Path)); err != nil {
		return err
	}
	v.cache.clear()
	v.db.Store(db)
	v.move(positionIn(db), nil)
	return old.Close() // waits for the questions that are being answered
}

func positionIn(db *bolt.DB) (at uint64) {
	db.View(func(tx *bolt.Tx) error { at = positionOf(tx); return nil })
	return at
}

// syncDir makes a rename in a directory last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

// afresh folds the records up to target into a new file. It reads them into the
// file first, in the order of the ledger, then folds aggregate by aggregate on
// every core, and writes everything else in the order of its keys, so that bbolt
// only ever appends.
func (v *Views) afresh(ctx context.Context, path string, target, told uint64, tell func(Progress)) (db *bolt.DB, err error) {
	if tell == nil {
		tell = func(Progress) {}
	}
	if db, err = makeFile(path, v.header()); err != nil {
		return nil, err
	}
	db.NoSync, db.NoGrowSync = true, true // the old file stays until this one is whole
	m := &making{db: db, target: target, began: time.Now(), tell: tell, times: make([]int64, target+1),
		ids: newIndex(target), commands: newIndex(target), frozen: newIndex(0),
		rows: &sorter{dir: filepath.Dir(path), limit: v.runBytes, expect: min(v.runBytes, int(target)*bytesOfRows)}}
	defer m.rows.close()
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return m.read(ctx, v.c.Source.Replay(ctx, 0, target)) },
		m.fold, m.writeIndexes, m.writeRows, m.plan,
	} {
		if err := step(ctx); err != nil {
			db.Close()
			return nil, err
		}
	}
	err = db.Update(func(tx *bolt.Tx) error { return setPosition(tx, target) })
	if err == nil {
		err = v.replayNotices(ctx, db, told)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// making is a rebuild under way.
type making struct {
	db     *bolt.DB
	target uint64
	began  time.Time
	tell   func(Progress)

	refs []domain.Ref // of the aggregates, sorted by key
	seqs [][]uint64   // of their records

	folded                atomic.Uint64
	times                 []int64 // when each record was recorded, ns; 0: not known
	ids, commands, frozen *index

	mu   sync.Mutex // guards rows, and telling how far it is
	rows *sorter
}

func (m *making) progress(phase string, done uint64) {
	m.tell(Progress{Phase: phase, Done: done, Total: m.target, Took: Since(m.began)})
}

const (
	bytesOfRows  = 256      // that a record's rows take, about
	writeRecords = 8192     // written in one transaction
	writeBytes   = 16 << 20 // of their bodies
	tellEvery    = 5000
)

// read writes the records in the order of the ledger.
func (m *making) read(ctx context.Context, records iter.Seq2[domain.Stored, error]) error {
	of := map[domain.Ref]int{}
	w := &appender{db: m.db, ctx: ctx}
	for s, err := range records {
		if err != nil {
			w.abandon()
			return err
		}
		k := seqKey(s.Seq)
		if err := w.put(inRecords, k, storedValue(k, s)); err != nil {
			return err
		}
		i, ok := of[s.Ref]
		if !ok {
			i = len(m.refs)
			of[s.Ref] = i
			m.refs, m.seqs = append(m.refs, s.Ref), append(m.seqs, nil)
		}
		m.seqs[i] = append(m.seqs[i], s.Seq)
		if s.Seq%tellEvery == 0 || s.Seq == m.target {
			m.progress("read", s.Seq)
		}
	}
	if err := w.commit(); err != nil {
		return err
	}
	m.sort()
	return nil
}

// sort puts the aggregates in the order of their keys.
func (m *making) sort() {
	keys := make([]string, len(m.refs))
	order := make([]int, len(m.refs))
	for i, r := range m.refs {
		keys[i], order[i] = string(refKey(r)), i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	refs, seqs := make([]domain.Ref, len(order)), make([][]uint64, len(order))
	for to, from := range order {
		refs[to], seqs[to] = m.refs[from], m.seqs[from]
	}
	m.refs, m.seqs = refs, seqs
}

// fold folds the aggregates, each on its own, on every core.
func (m *making) fold(ctx context.Context) error {
	var next atomic.Int64
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = m.work(ctx, &next) })
	}
	wg.Wait()
	m.progress("fold", m.folded.Load())
	return errors.Join(errs...)
}

func (m *making) work(ctx context.Context, next *atomic.Int64) error {
	w := &worker{m: m, run: m.rows.run()}
	defer w.done()
	return m.db.View(func(tx *bolt.Tx) error {
		for {
			i := int(next.Add(1) - 1)
			if i >= len(m.refs) {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := w.fold(tx, m.refs[i], m.seqs[i]); err != nil {
				return err
			}
		}
	})
}

// worker folds one aggregate after the other and keeps what it finds to itself
// until it is done.
type worker struct {
	m   *making
	run *run
}

func (w *worker) done() {
	w.run.sort()
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.m.rows.add(w.run)
}

func (w *worker) fold(tx *bolt.Tx, ref domain.Ref, seqs []uint64) error {
	f := folded{Aggregate: domain.New(ref)}
	for _, seq := range seqs {
		s, err := storedAt(tx, seq)
		if err != nil {
			return err
		}
		r := s.Read() // its body is read no longer than tx is open
		w.index(r)
		after := f.next(r)
		if after.Frozen != nil && f.Frozen == nil {
			w.m.frozen.add(string(refKey(ref)), seq)
		}
		if err := differences(f, after, seq, stood{w.run}); err != nil {
			return err
		}
		for _, t := range domain.Tellings(f.Aggregate, after.Aggregate) {
			k, b := tellingEntry(t)
			if err := w.run.put('t', k, b); err != nil {
				return err
			}
		}
		f = after
		if n := w.m.folded.Add(1); n%tellEvery == 0 {
			w.m.mu.Lock()
			w.m.progress("fold", n)
			w.m.mu.Unlock()
		}
	}
	return w.standing(f)
}

// standing writes the rows that stand at the end.
func (w *worker) standing(f folded) error {
	for _, rs := range f.rows {
		for _, r := range rs {
			if err := w.run.put('r', r.key, rowValue(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *worker) index(r *domain.Record) {
	w.m.ids.add(string(r.ID), r.Seq)
	w.m.commands.add(r.CommandID, r.Seq)
	if !r.Time.IsZero() {
		w.m.times[r.Seq] = r.Time.UnixNano()
	}
}

// stood is where a rebuild puts the rows that stood; those that stand are written
// once the aggregate is folded.
type stood struct{ run *run }

func (stood) put(row) error { return nil }

func (s stood) drop(was row, seq uint64) error {
	k := pastKey(was.key, was.from, seq)
	return s.run.put('p', k, sealed(k, was.payload))
}

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
