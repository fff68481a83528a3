package engine

import (
	"context"
	"errors"
	"iter"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// Stream is where records come from, in their order and without a gap.
//
// Whoever compares its end with a position of the views reads the position first
// and the end after it: both grow, the views behind the stream, and so views that
// are beyond it have lost records and not merely been overtaken in between.
type Stream[R any] interface {
	// Last is the sequence of the newest record, 0 for none.
	Last(context.Context) (uint64, error)

	// Follow goes through the records after a sequence, and then through each
	// new one, until the context ends.
	Follow(ctx context.Context, after uint64) iter.Seq2[R, error]

	// Replay goes through the records after a sequence up to another.
	Replay(ctx context.Context, after, upTo uint64) iter.Seq2[R, error]
}

// Feed brings the records of one stream into the file: many in a transaction,
// and with them how far it is. The ledger and the streams beside it are followed
// by the same loop.
type Feed[R any] struct {
	Key    string // of its position in the file
	Source Stream[R]
	Seq    func(R) uint64
	Size   func(R) int
	Apply  func(*Tx, R) error // writes what a record comes to
	Short  *value.Refusal     // of a stream that ends before the views do; it says where both end

	mark
}

// follower is a feed, whatever its records are.
type follower interface {
	attach(db *DB, file *kv.File)
	reset(position uint64)
	shorten(ctx context.Context) error
	stop(why error)
	key() string
	Position() uint64
	fill(ctx context.Context, file *kv.File, known *cache, upTo uint64) error
}

const (
	batchRecords = 1000                 // applied in one transaction
	batchBytes   = 8 << 20              // of their bodies
	gathering    = 3 * time.Millisecond // how long a transaction waits for more records, unless somebody waits for it
	rebuildFrom  = 5000                 // records from which an empty file is filled by a rebuild
)

func (f *Feed[R]) attach(db *DB, file *kv.File) {
	f.db = db
	f.position = positionIn(file, f.Key)
	f.hurry = make(chan struct{}, 1)
}

func (f *Feed[R]) key() string { return f.Key }

// CatchUp brings the views to where the ledger was when it was called. It tells
// how far it is.
func (db *DB) CatchUp(ctx context.Context, tell func(Progress)) error {
	return db.WhenWhole(ctx, func() error { return db.catchUp(ctx, tell) })
}

func (db *DB) catchUp(ctx context.Context, tell func(Progress)) error {
	target, err := db.Ledger.Source.Last(ctx)
	if err != nil {
		return err
	}
	if db.Position() == 0 && target > rebuildFrom {
		db.working.Lock()
		defer db.working.Unlock()
		_, err := db.rebuild(ctx, tell)
		return db.refused(err)
	}
	return db.Ledger.catchUpTo(ctx, target, tell)
}

// Run follows the ledger until the context ends, or the ledger does.
func (db *DB) Run(ctx context.Context) error { return db.Ledger.Run(ctx) }

// CatchUp brings the views to where the stream was when it was called, and
// refuses a stream that ends before they do.
func (f *Feed[R]) CatchUp(ctx context.Context) error {
	at := f.Position()
	last, err := f.Source.Last(ctx)
	if err != nil {
		return err
	}
	if last < at {
		return f.Short.With(last, at)
	}
	return f.db.WhenWhole(ctx, func() error { return f.catchUpTo(ctx, last, nil) })
}

// shorten forgets what the stream does not hold any more.
func (f *Feed[R]) shorten(ctx context.Context) error {
	at := f.Position()
	last, err := f.Source.Last(ctx)
	if err == nil && last < at {
		f.db.c.Log.Warn("the stream ends before the views did", "the end", last, "the views", at)
		f.reset(last)
	}
	return err
}

func (f *Feed[R]) catchUpTo(ctx context.Context, target uint64, tell func(Progress)) error {
	began, start := time.Now(), f.Position()
	b := &batch[R]{size: f.Size, write: f.Write}
	for r, err := range f.Source.Replay(ctx, start, target) {
		if err == nil {
			err = b.add(r)
		}
		if err != nil {
			return err
		}
		if seq := f.Seq(r); tell != nil && (seq%batchRecords == 0 || seq == target) {
			tell(Progress{Phase: "read", Done: seq - start, Total: target - start, Took: Since(began)})
		}
	}
	return b.flush()
}

// Run follows the stream until the context ends, or the stream does. What is wrong
// with the file ends it for a while only.
func (f *Feed[R]) Run(ctx context.Context) error {
	for pause, at := firstPause, f.Position(); ; pause = longer(pause) {
		err, again := f.follow(ctx), false
		switch {
		case errors.Is(err, viewsAnew):
			again, err = true, f.db.whole(ctx)
		case errors.Is(err, viewsUnwritten):
			if f.Position() > at {
				pause, at = firstPause, f.Position()
			}
			again, err = true, wait(ctx, pause)
		}
		if !again || err != nil {
			f.stop(err)
			return err
		}
	}
}

// follow follows the stream until something fails. Records that come while others
// are being written go together into the next transaction.
func (f *Feed[R]) follow(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ch := make(chan news[R], batchRecords)
	go f.listen(ctx, ch)
	err := f.writeNews(ctx, ch)
	stop()
	for range ch { // until the listener has ended
	}
	return err
}

// news is a record that came, or why none comes any more.
type news[R any] struct {
	r   R
	err error
}

func (f *Feed[R]) listen(ctx context.Context, ch chan<- news[R]) {
	defer close(ch)
	for r, err := range f.Source.Follow(ctx, f.Position()) {
		select {
		case ch <- news[R]{r, err}:
		case <-ctx.Done():
			return
		}
	}
}

// writeNews gathers what comes within a few milliseconds for one transaction. It
// writes at once where somebody waits: a transaction costs as much as fifty
// records in it.
func (f *Feed[R]) writeNews(ctx context.Context, ch <-chan news[R]) error {
	b := &batch[R]{size: f.Size, write: f.Write}
	due := time.NewTimer(0)
	defer due.Stop()
	for {
		var err error
		select {
		case n, ok := <-ch:
			if !ok {
				return errors.Join(b.flush(), ctx.Err())
			}
			if len(b.taken) == 0 {
				due.Reset(gathering)
			}
			if err = n.err; err == nil {
				err = b.add(n.r)
			}
		case <-f.hurry:
		case <-due.C:
			err = b.flush()
		}
		if n := len(b.taken); err == nil && n > 0 && len(ch) == 0 && f.awaited(f.Seq(b.taken[n-1])) {
			err = b.flush()
		}
		if err != nil {
			return err
		}
	}
}

// fill applies the records up to a sequence to a file that is being made.
func (f *Feed[R]) fill(ctx context.Context, file *kv.File, known *cache, upTo uint64) error {
	at := positionIn(file, f.Key)
	if upTo <= at {
		return nil
	}
	b := &batch[R]{size: f.Size, write: func(records []R) error { return f.writeTo(file, known, records) }}
	for r, err := range f.Source.Replay(ctx, at, upTo) {
		if err == nil {
			err = b.add(r)
		}
		if err != nil {
			return err
		}
	}
	return b.flush()
}

// batch collects records for one transaction.
type batch[R any] struct {
	size  func(R) int
	write func([]R) error
	taken []R
	bytes int
}

func (b *batch[R]) add(r R) error {
	b.taken = append(b.taken, r)
	b.bytes += b.size(r)
	if len(b.taken) < batchRecords && b.bytes < batchBytes {
		return nil
	}
	return b.flush()
}

func (b *batch[R]) flush() error {
	if len(b.taken) == 0 {
		return nil
	}
	err := b.write(b.taken)
	b.taken, b.bytes = b.taken[:0], 0
	return err
}
