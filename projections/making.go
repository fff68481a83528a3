package projections

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

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

	refs []value.Ref // of the aggregates, sorted by key
	seqs [][]uint64  // of their records

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
func (m *making) read(ctx context.Context, records iter.Seq2[fact.Stored, error]) error {
	of := map[value.Ref]int{}
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
	refs, seqs := make([]value.Ref, len(order)), make([][]uint64, len(order))
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

func (w *worker) fold(tx *bolt.Tx, ref value.Ref, seqs []uint64) error {
	f := folded{Aggregate: domain.New(ref)}
	for _, seq := range seqs {
		s, err := storedAt(tx, seq)
		if err != nil {
			return err
		}
		r := domain.Read(s.Seq, s.Ref, s.Body) // its body is read no longer than tx is open
		w.index(r)
		after := f.next(r)
		if after.Frozen != nil && f.Frozen == nil {
			w.m.frozen.add(string(refKey(ref)), seq)
		}
		if err := differences(f, after, seq, stood{w.run}); err != nil {
			return err
		}
		for _, t := range fact.NoticesOf(f.Aggregate, after.Aggregate) {
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

func (w *worker) index(r *fact.Record) {
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
