package engine

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/extsort"
	"mufakat/projections/engine/view"
)

// fold folds the aggregates, each on its own, on every core.
func (m *rebuild) fold(ctx context.Context) error {
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

func (m *rebuild) work(ctx context.Context, next *atomic.Int64) error {
	w := &folder{m: m, run: m.rows.NewRun(), current: map[string]current{}}
	defer w.done()
	for {
		i := int(next.Add(1) - 1)
		if i >= len(m.refs) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.fold(m.refs[i], m.seqs[i]); err != nil {
			return err
		}
	}
}

// The buckets that the folders fill, by the letter under which they put entries.
const (
	toPast    = 'p'
	toRows    = 'r'
	toEffects = 't'
)

// folder folds one aggregate after the other and keeps what it finds to itself
// until it is done.
type folder struct {
	m   *rebuild
	run *extsort.Run

	seq     uint64             // of the record that is folded
	current map[string]current // the aggregate's rows, by their keys
}

// current is a row that is not superseded so far.
type current struct {
	from    uint64
	payload []byte
}

func (w *folder) done() {
	w.run.Sort()
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.m.rows.Add(w.run)
}

func (w *folder) fold(ref value.Ref, seqs []uint64) error {
	before := w.m.db.c.Table.New(ref)
	for _, seq := range seqs {
		r, err := w.m.db.c.record(seq)
		if err != nil {
			return err
		}
		w.index(r)
		after := before.Add(r)
		if after.Frozen != nil && before.Frozen == nil {
			w.m.frozen.add(string(RefKey(ref)), seq)
		}
		w.seq = seq
		if err := view.Differences(w.m.db.c.Views, before, after, w); err != nil {
			return err
		}
		if err := w.effects(before, after); err != nil {
			return err
		}
		before = after
		w.count()
	}
	return w.putCurrent()
}

func (w *folder) effects(before, after fact.Aggregate) error {
	for _, e := range w.m.db.c.Effects.of(before, after) {
		if err := w.run.Put(toEffects, e.Key, e.Value); err != nil {
			return err
		}
	}
	return nil
}

// Put holds a row until it is superseded, or its aggregate is folded.
func (w *folder) Put(is view.Row) error {
	w.current[string(is.Key)] = current{w.seq, is.Payload}
	return nil
}

// Drop puts a row among the past ones.
func (w *folder) Drop(was view.Row) error {
	from := w.current[string(was.Key)].from
	delete(w.current, string(was.Key))
	return w.run.Put(toPast, pastKey(was.Key, from, w.seq), was.Payload)
}

// putCurrent writes the rows that are current at the end.
func (w *folder) putCurrent() error {
	for key, row := range w.current {
		if err := w.run.Put(toRows, []byte(key), rowValue(row.from, row.payload)); err != nil {
			return err
		}
	}
	clear(w.current)
	return nil
}

func (w *folder) index(r *fact.Record) {
	w.m.ids.add(string(r.ID), r.Seq)
	w.m.commands.add(r.CommandID, r.Seq)
	if !r.Time.IsZero() {
		w.m.times[r.Seq] = nanos(r.Time)
	}
	if r.DatedAhead() > 0 {
		w.m.mu.Lock()
		w.m.accepted = append(w.m.accepted, r.Seq)
		w.m.mu.Unlock()
	}
}

func (w *folder) count() {
	if n := w.m.folded.Add(1); n%tellEvery == 0 {
		w.m.mu.Lock()
		w.m.progress("fold", n)
		w.m.mu.Unlock()
	}
}
