package projections

import (
	"bytes"
	"context"
	"iter"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// NoticeSource is where the records of the stream of notices come from, in their
// order and without a gap.
type NoticeSource interface {
	LastNotice(context.Context) (uint64, error)
	FollowNotices(ctx context.Context, after uint64) iter.Seq2[fact.StoredNotice, error]
	ReplayNotices(ctx context.Context, after, upTo uint64) iter.Seq2[fact.StoredNotice, error]
}

// CatchUpNotices brings the views to where the stream of notices was when it was
// called. Nothing up to the record at silent is told.
func (v *Views) CatchUpNotices(ctx context.Context, silent uint64) error {
	v.mu.Lock()
	v.silent = silent
	v.mu.Unlock()
	last, err := v.c.Notices.LastNotice(ctx)
	if err != nil {
		return err
	}
	at := v.toldPosition()
	if last < at {
		return noticesShort.With(last, at)
	}
	var taken []fact.StoredNotice
	for n, err := range v.c.Notices.ReplayNotices(ctx, at, last) {
		if err != nil {
			return err
		}
		if taken = append(taken, n); len(taken) == batchRecords {
			if err := v.applyNotices(taken); err != nil {
				return err
			}
			taken = taken[:0]
		}
	}
	return v.applyNotices(taken)
}

// RunNotices follows the stream of notices until the context ends, or the stream
// does.
func (v *Views) RunNotices(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ch, failed := make(chan fact.StoredNotice, batchRecords), error(nil)
	go func() {
		defer close(ch)
		for n, err := range v.c.Notices.FollowNotices(ctx, v.toldPosition()) {
			if err != nil {
				failed = err
				return
			}
			select {
			case ch <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	var taken []fact.StoredNotice
	var err error
	for n := range ch {
		if err != nil {
			continue // until who reads has ended
		}
		taken = append(taken, n)
		if len(ch) > 0 && len(taken) < batchRecords {
			continue
		}
		if err = v.applyNotices(taken); err != nil {
			stop()
		}
		taken = taken[:0]
	}
	switch {
	case err != nil:
		return err
	case failed != nil:
		return failed
	}
	return ctx.Err()
}

// applyNotices writes records about notices and their position in one
// transaction.
func (v *Views) applyNotices(taken []fact.StoredNotice) error {
	if len(taken) == 0 {
		return nil
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	db := v.db.Load()
	if db == nil {
		return closed
	}
	if err := applyNoticesTo(db, taken); err != nil {
		return err
	}
	v.mu.Lock()
	v.told = max(v.told, taken[len(taken)-1].Seq)
	v.mu.Unlock()
	v.move(0, nil)
	return nil
}

func applyNoticesTo(db *bolt.DB, taken []fact.StoredNotice) error {
	return db.Update(func(tx *bolt.Tx) error {
		at := toldOf(tx)
		for _, n := range taken {
			if n.Seq <= at {
				continue
			}
			if n.Seq != at+1 {
				return outOfOrder.With(at, n.Seq)
			}
			if err := applyNotice(tx, n); err != nil {
				return err
			}
			at = n.Seq
		}
		return tx.Bucket(inMeta).Put(toldKey, seqKey(at))
	})
}

func applyNotice(tx *bolt.Tx, n fact.StoredNotice) error {
	if !value.IsUUID(string(n.Key.Subscription)) {
		return nil // of no subscription that could be
	}
	k := noticeKey(n.Key).num(n.Seq)
	if err := tx.Bucket(inAttempts).Put(k, sealed(k, n.Body)); err != nil {
		return err
	}
	return setDue(tx, n.Key)
}

// replayNotices applies the records up to a sequence to a file that is being
// made.
func (v *Views) replayNotices(ctx context.Context, db *bolt.DB, upTo uint64) error {
	var at uint64
	if err := db.View(func(tx *bolt.Tx) error { at = toldOf(tx); return nil }); err != nil || upTo <= at {
		return err
	}
	var taken []fact.StoredNotice
	for n, err := range v.c.Notices.ReplayNotices(ctx, at, upTo) {
		if err != nil {
			return err
		}
		if taken = append(taken, n); len(taken) == writeRecords {
			if err := applyNoticesTo(db, taken); err != nil {
				return err
			}
			taken = taken[:0]
		}
	}
	return applyNoticesTo(db, taken)
}

// historyOf is what the stream of notices says of one, up to a time unless it is
// the zero one. A record that cannot be
// read (a newer version's) ends the tries: nothing is sent on a guess.
func historyOf(tx *bolt.Tx, n fact.NoticeKey, upTo time.Time) fact.History {
	var rs []fact.NoticeRecord
	prefix := noticeKey(n)
	c := tx.Bucket(inAttempts).Cursor()
	for k, b := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, b = c.Next() {
		seq := number(k[len(prefix):])
		body, _ := unsealed(k, b)
		r, err := fact.ReadNotice(seq, body)
		if err != nil {
			rs = append(rs, fact.NoticeRecord{Seq: seq, Type: fact.NoticeBegun},
				fact.NoticeRecord{Seq: seq, Type: fact.NoticeEnded, Begun: seq, Outcome: fact.Outcome{Result: fact.GivenUp}})
			continue
		}
		if !upTo.IsZero() && r.Time.After(upTo) {
			break
		}
		r.Body = nil
		rs = append(rs, r)
	}
	return fact.HistoryOf(rs)
}

// toldOf is the position in the stream of notices.
func toldOf(tx *bolt.Tx) uint64 {
	if b := tx.Bucket(inMeta).Get(toldKey); len(b) == 8 {
		return number(b)
	}
	return 0
}

func (v *Views) toldPosition() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.told
}

func (v *Views) silentUpTo() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.silent
}

// AwaitNotice returns once the views hold the record at seq of the stream of
// notices, or with the context's error.
func (v *Views) AwaitNotice(ctx context.Context, seq uint64) error {
	for {
		changed := v.Changed()
		if v.toldPosition() >= seq {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Changed is closed when the views move again.
func (v *Views) Changed() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.moved
}
