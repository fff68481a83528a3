package engine

import (
	"context"
	"slices"
	"time"

	"mufakat/projections/engine/extsort"
	"mufakat/projections/engine/kv"
)

// writeIndexes writes everything that is found by a key of its own.
func (m *rebuild) writeIndexes(ctx context.Context) error {
	w := m.file.Appender(ctx)
	m.writeAggregates(w)
	m.writeTimes(w)
	for _, x := range []struct {
		bucket Bucket
		of     **index
	}{{inIDs, &m.ids}, {inCommands, &m.commands}, {inFrozen, &m.frozen}} {
		for k, seq := range (*x.of).sorted() {
			w.Put(x.bucket, k, SeqKey(seq))
		}
		*x.of = nil
	}
	return w.Commit()
}

func (m *rebuild) writeAggregates(w *kv.Appender) {
	for i, ref := range m.refs {
		for _, seq := range m.seqs[i] {
			w.Put(inSubjects, subjectKey(ref, seq), nil)
		}
	}
	kinds := make([]string, len(m.refs))
	for i, ref := range m.refs {
		kinds[i] = string(kindKey(ref, m.seqs[i][0]))
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		w.Put(inKinds, []byte(k), nil)
	}
}

func (m *rebuild) writeTimes(w *kv.Appender) {
	for _, seq := range m.accepted {
		for i := range m.times[:seq] {
			m.times[i] = min(m.times[i], m.times[seq])
		}
	}
	newest, any := int64(0), false
	for seq, t := range m.times {
		if t != 0 && (!any || t > newest) {
			newest, any = t, true
			w.Put(inTimes, timeKey(time.Unix(0, t)), SeqKey(uint64(seq)))
		}
	}
}

// writeRows writes what the folders put, in the order of its keys.
func (m *rebuild) writeRows(ctx context.Context) error {
	to := map[byte]Bucket{toPast: inPast, toRows: inRows}
	if b := m.db.c.Effects.Buckets; len(b) > 0 {
		to[toEffects] = b[0]
	}
	return m.writeSorted(ctx, m.rows, to)
}

// writeEffects writes what follows from all effects.
func (m *rebuild) writeEffects(ctx context.Context) error {
	again := m.db.c.Effects.Rebuild
	if again == nil {
		return nil
	}
	s := &extsort.Sorter{Dir: m.rows.Dir, Limit: m.rows.Limit}
	defer s.Close()
	tags, to := map[string]byte{}, map[byte]Bucket{}
	for i, b := range m.db.buckets() {
		tags[string(b.Name)], to[byte(i)] = byte(i), b
	}
	run := s.NewRun()
	s.Add(run)
	err := m.file.View(func(e kv.Entries) error {
		t := &Tx{Entries: Entries{e}, db: m.db, known: newCache(), rebuilding: true}
		return again(ctx, t, func(in Bucket, key, value []byte) error { return run.Put(tags[string(in.Name)], key, value) })
	})
	if err != nil {
		return err
	}
	run.Sort()
	return m.writeSorted(ctx, s, to)
}

// writeSorted writes the entries of a sorter into their buckets, by tag, while
// another goroutine merges them.
func (m *rebuild) writeSorted(ctx context.Context, s *extsort.Sorter, to map[byte]Bucket) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	w := m.file.Appender(ctx)
	n := 0
	for chunk := range s.Chunks(ctx) {
		if chunk.Err != nil {
			return w.Abandon(chunk.Err)
		}
		for _, e := range chunk.Entries {
			if err := w.Put(to[e.Tag], e.Key, e.Value); err != nil {
				return err
			}
		}
		if n += len(chunk.Entries); n > 4*tellEvery {
			n = 0
			m.progress("write", m.target)
		}
	}
	return w.Commit()
}
