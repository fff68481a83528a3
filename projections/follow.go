package projections

import (
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

const (
	batchRecords = 1000    // applied in one transaction
	batchBytes   = 8 << 20 // of their bodies
	rebuildFrom  = 5000    // records from which an empty file is filled by a rebuild
)

// CatchUp brings the views to where the ledger was when it was called. It tells
// how far it is.
func (v *Views) CatchUp(ctx context.Context, tell func(Progress)) error {
	target, err := v.c.Source.Last(ctx)
	if err != nil {
		return err
	}
	if v.Position() == 0 && target > rebuildFrom {
		_, err := v.Rebuild(ctx, tell)
		return err
	}
	began, start := time.Now(), v.Position()
	b := &batch{v: v}
	for s, err := range v.c.Source.Replay(ctx, start, target) {
		if err == nil {
			err = b.add(s)
		}
		if err != nil {
			return err
		}
		if tell != nil && (s.Seq%batchRecords == 0 || s.Seq == target) {
			tell(Progress{Phase: "read", Done: s.Seq - start, Total: target - start, Took: Since(began)})
		}
	}
	return b.flush()
}

// Run follows the ledger until the context ends, or the ledger does. Records
// that come while others are being written go together into the next
// transaction.
func (v *Views) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type news struct {
		s   fact.Stored
		err error
	}
	ch := make(chan news, batchRecords)
	go func() {
		defer close(ch)
		for s, err := range v.c.Source.Follow(ctx, v.Position()) {
			select {
			case ch <- news{s, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	err := func() error {
		b := &batch{v: v}
		for n := range ch {
			if n.err == nil {
				n.err = b.add(n.s)
			}
			if n.err == nil && len(ch) == 0 {
				n.err = b.flush()
			}
			if n.err != nil {
				return n.err
			}
		}
		return ctx.Err()
	}()
	stop()
	for range ch { // until who reads has ended
	}
	if err != nil {
		v.move(0, err)
	}
	return err
}

// batch collects records for one transaction.
type batch struct {
	v     *Views
	taken []fact.Stored
	size  int
}

func (b *batch) add(s fact.Stored) error {
	b.taken = append(b.taken, s)
	b.size += len(s.Body)
	if len(b.taken) < batchRecords && b.size < batchBytes {
		return nil
	}
	return b.flush()
}

func (b *batch) flush() error {
	if len(b.taken) == 0 {
		return nil
	}
	err := b.v.apply(b.taken)
	b.taken, b.size = b.taken[:0], 0
	return err
}

// apply writes records, the rows they change and the position in one transaction.
func (v *Views) apply(records []fact.Stored) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	db := v.db.Load()
	if db == nil {
		return closed
	}
	changed, err := applyTo(db, records, v.cache)
	if err != nil {
		return err
	}
	for _, f := range changed {
		v.cache.put(f)
	}
	v.move(records[len(records)-1].Seq, nil)
	return nil
}

// applyTo applies records to a file, passing over those that it holds, and
// answers with the aggregates that they changed.
func applyTo(db *bolt.DB, records []fact.Stored, known *cache) (map[value.Ref]folded, error) {
	changed := map[value.Ref]folded{}
	err := db.Update(func(tx *bolt.Tx) error {
		clear(changed)
		at := positionOf(tx)
		for _, s := range records {
			if s.Seq <= at {
				continue
			}
			if s.Seq != at+1 {
				return outOfOrder.With(at, s.Seq)
			}
			f, err := applyOne(tx, s, changed, known)
			if err != nil {
				return err
			}
			changed[s.Ref] = f
			at = s.Seq
		}
		return setPosition(tx, at)
	})
	return changed, err
}

func applyOne(tx *bolt.Tx, s fact.Stored, changed map[value.Ref]folded, known *cache) (folded, error) {
	before, err := foldedBefore(tx, s, changed, known)
	if err != nil {
		return folded{}, err
	}
	r := domain.Read(s.Seq, s.Ref, s.Body)
	if err := putRecord(tx, s, r, before.Version() == 0); err != nil {
		return folded{}, err
	}
	after := before.next(r)
	if after.Frozen != nil && before.Frozen == nil {
		if err := tx.Bucket(inFrozen).Put(refKey(s.Ref), seqKey(s.Seq)); err != nil {
			return folded{}, err
		}
	}
	if err := differences(before, after, s.Seq, live{tx.Bucket(inRows), tx.Bucket(inPast)}); err != nil {
		return folded{}, err
	}
	return after, planLive(tx, before, after, known)
}

// foldedBefore is the aggregate as it is before the record.
func foldedBefore(tx *bolt.Tx, s fact.Stored, changed map[value.Ref]folded, known *cache) (folded, error) {
	if f, ok := changed[s.Ref]; ok {
		return f, nil
	}
	newest := newestOf(tx, s.Ref, s.Seq-1)
	if newest == 0 {
		return folded{Aggregate: domain.New(s.Ref)}, nil
	}
	if f, ok := known.get(s.Ref, newest); ok {
		return f.withRows(), nil
	}
	a, err := load(tx, s.Ref, s.Seq-1)
	return folded{Aggregate: a}.withRows(), err
}
