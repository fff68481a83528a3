package engine

import (
	"context"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/extsort"
	"mufakat/projections/engine/kv"
)

// rebuild is a file that is being made from the records.
type rebuild struct {
	db     *DB
	file   *kv.File
	target uint64
	began  time.Time
	tell   func(Progress)

	refs []value.Ref // of the aggregates, sorted by key
	seqs [][]uint64  // of their records

	folded                atomic.Uint64
	times                 []int64 // when each record was recorded, ns; 0: not known
	ids, commands, frozen *index

	mu       sync.Mutex // guards what follows, and telling how far it is
	rows     *extsort.Sorter
	accepted []uint64 // records before which none counts as recorded later
}

const (
	bytesOfRows = 256 // that a record's rows take, about
	tellEvery   = 5000
)

// buildFile folds the records up to a position into a new file. It goes through
// them first, in the order of the ledger, to see whose they are, then folds
// aggregate by aggregate on every core, and writes in the order of keys, so that
// the file only ever grows at its end.
func (db *DB) buildFile(ctx context.Context, path string, upTo positions, tell func(Progress)) (*kv.File, error) {
	file, err := db.makeFile(path)
	if err != nil {
		return nil, err
	}
	m := db.rebuildOf(file, filepath.Dir(path), upTo[0], tell)
	defer m.rows.Close()
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return m.read(db.Ledger.Source.Replay(ctx, 0, upTo[0])) },
		m.fold, m.writeIndexes, m.writeRows, m.writeEffects, m.finish,
		func(ctx context.Context) error { return db.fill(ctx, file, upTo) },
	} {
		if err := step(ctx); err != nil {
			file.Close()
			return nil, err
		}
	}
	return file, nil
}

func (db *DB) rebuildOf(file *kv.File, dir string, target uint64, tell func(Progress)) *rebuild {
	if tell == nil {
		tell = func(Progress) {}
	}
	return &rebuild{db: db, file: file, target: target, began: time.Now(), tell: tell, times: make([]int64, target+1),
		ids: newIndex(target), commands: newIndex(target), frozen: newIndex(0),
		rows: &extsort.Sorter{Dir: dir, Limit: db.runBytes, Expect: min(db.runBytes, int(target)*bytesOfRows)}}
}

func (m *rebuild) progress(phase string, done uint64) {
	m.tell(Progress{Phase: phase, Done: done, Total: m.target, Took: Since(m.began)})
}

// read notes whose the records are.
func (m *rebuild) read(records iter.Seq2[fact.Stored, error]) error {
	of := map[value.Ref]int{}
	for s, err := range records {
		if err != nil {
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
	m.sort()
	return nil
}

// sort puts the aggregates in the order of their keys.
func (m *rebuild) sort() {
	keys := make([]string, len(m.refs))
	order := make([]int, len(m.refs))
	for i, r := range m.refs {
		keys[i], order[i] = string(RefKey(r)), i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	refs, seqs := make([]value.Ref, len(order)), make([][]uint64, len(order))
	for to, from := range order {
		refs[to], seqs[to] = m.refs[from], m.seqs[from]
	}
	m.refs, m.seqs = refs, seqs
}

// finish notes up to where the file holds the ledger.
func (m *rebuild) finish(context.Context) error {
	return m.file.Update(func(t kv.Tx) error { return setPosition(t, positionKey, m.target) })
}
