package projections

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"mufakat/domain/fact"
)

// Source is where records come from, in their order and without a gap.
type Source interface {
	// Last is the sequence of the newest record, 0 for none.
	Last(context.Context) (uint64, error)

	// Follow goes through the records after a sequence, and then through each
	// new one, until the context ends.
	Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error]

	// Replay goes through the records after a sequence up to another.
	Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error]
}

// Config says what the views are of, and where they lie.
type Config struct {
	Path    string // of the file; one process at a time
	Ledger  string // id of the ledger
	Demo    bool   // the ledger is a demonstration, and every answer says so
	Source  Source
	Notices NoticeSource // nil: nothing is told from here
	Log     *slog.Logger // nil means the default logger
}

// Views are the views of one ledger, open. Their methods may be used by many
// goroutines at once.
type Views struct {
	c     Config
	db    atomic.Pointer[bolt.DB] // replaced by a rebuild, nil once closed
	cache *cache

	runBytes int // of rows that each core of a rebuild keeps in memory

	writing sync.Mutex // held while records are applied, or the file is replaced
	working sync.Mutex // held by a rebuild or a verification

	mu       sync.Mutex // guards what follows, held for no more than a look
	position uint64
	told     uint64        // the same of the stream of notices
	silent   uint64        // up to which record nothing is told
	stopped  error         // why following ended
	moved    chan struct{} // closed when the position or stopped changes
}

// Open opens the views file, or begins an empty one where there is none that
// can be gone on with. It refuses one that a newer version wrote.
func Open(c Config) (*Views, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	v := &Views{c: c, cache: newCache(), runBytes: 32 << 20, moved: make(chan struct{})}
	os.Remove(c.rebuildPath())
	db, err := v.openOrMake()
	if err != nil {
		return nil, err
	}
	v.db.Store(db)
	return v, v.read(func(tx *bolt.Tx) error {
		v.position, v.told = positionOf(tx), toldOf(tx)
		return nil
	})
}

func (c Config) rebuildPath() string { return c.Path + ".rebuild" }

// Close lets go of the file. Questions that are being answered end first.
func (v *Views) Close() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	db := v.db.Swap(nil)
	v.move(v.Position(), closed)
	if db == nil {
		return nil
	}
	return errors.Join(endWriting(db, v.header()), db.Close())
}

// read runs f over one read transaction, again where a rebuild replaced the
// file in between.
func (v *Views) read(f func(*bolt.Tx) error) error {
	for {
		db := v.db.Load()
		if db == nil {
			return closed
		}
		err := db.View(f)
		if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			continue
		}
		return err
	}
}

// Position is the sequence of the last record that the views hold.
func (v *Views) Position() uint64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.position
}

// Await returns once the views hold the record at seq, with the context's
// error, or with the reason why they follow no more.
func (v *Views) Await(ctx context.Context, seq uint64) error {
	for {
		v.mu.Lock()
		position, stopped, moved := v.position, v.stopped, v.moved
		v.mu.Unlock()
		switch {
		case position >= seq:
			return nil
		case stopped != nil:
			return stopped
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// move tells those who wait how far the views are, or that they stopped.
func (v *Views) move(position uint64, stopped error) {
	v.mu.Lock()
	v.position = max(v.position, position)
	if v.stopped == nil {
		v.stopped = stopped
	}
	close(v.moved)
	v.moved = make(chan struct{})
	v.mu.Unlock()
}
