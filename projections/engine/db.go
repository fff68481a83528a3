package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
	"mufakat/projections/engine/view"
)

// Config says what the views are of, where they lie, and what there is beside
// them. The engine knows nothing of what the records are about but this.
type Config struct {
	Path    string // of the file; one process at a time
	Ledger  string // id of the ledger
	Demo    bool   // the ledger is a demonstration, and every answer says so
	Source  Source
	Table   *fact.Table                                  // of the events that can be on record
	Views   []View                                       // in the order in which their rows are folded
	Name    func(*Reader, value.Ref) (value.Words, bool) // what people call an aggregate; nil: nothing has a name
	Effects Effects
	Log     *slog.Logger // nil means the default logger
}

// Source is the ledger: its records in their order, and each by itself. The
// views keep no copy of them.
type Source interface {
	Stream[fact.Stored]
	// Read is the record at a sequence, within microseconds: it is asked for in the
	// midst of every question.
	Read(seq uint64) (fact.Stored, error)
}

// DB is the file of the views of one ledger, open. Its methods may be used by
// many goroutines at once.
type DB struct {
	c      Config
	file   kv.Current // replaced by a rebuild
	cache  *cache
	Ledger *Feed[fact.Stored]

	runBytes int // of rows that each core of a rebuild keeps in memory

	writing sync.Mutex // held while records are applied, or the file is replaced
	working sync.Mutex // held by a rebuild or a verification

	open    context.Context // until Close
	end     context.CancelFunc
	healing sync.WaitGroup // of what makes a damaged file anew

	mu        sync.Mutex // guards what follows, and each feed's mark; held for no more than a look
	moved     chan struct{}
	anew      *value.Refusal // while a damaged file is made anew: how far that is
	unwritten *value.Refusal // while the disk does not take what is written
}

// Open opens the views file, or begins an empty one where there is none that
// can be gone on with. It refuses one that a newer version wrote, and views that
// cannot stand side by side.
func Open(c Config) (*DB, error) {
	if err := view.Check(c.Views); err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	db := &DB{c: c, cache: newCache(), runBytes: 32 << 20, moved: make(chan struct{})}
	db.Ledger = &Feed[fact.Stored]{Key: positionKey, Source: c.Source, Apply: db.applyRecord, Short: ledgerShort,
		Seq: func(s fact.Stored) uint64 { return s.Seq }, Size: func(s fact.Stored) int { return len(s.Body) }}
	db.open, db.end = context.WithCancel(context.Background())
	os.Remove(c.rebuildPath())
	file, err := db.openOrMake()
	if err != nil {
		return nil, err
	}
	db.file.Store(file)
	for _, f := range db.feeds() {
		f.attach(db, file)
	}
	return db, nil
}

// feeds are the streams that the file follows, the ledger first.
func (db *DB) feeds() []follower {
	if db.c.Effects.Feed == nil {
		return []follower{db.Ledger}
	}
	return []follower{db.Ledger, db.c.Effects.Feed}
}

func (c Config) rebuildPath() string { return c.Path + ".rebuild" }

// Close lets go of the file. Questions that are being answered end first.
func (db *DB) Close() error {
	db.tell(db.end) // nothing is made anew from here on
	db.healing.Wait()
	db.writing.Lock()
	defer db.writing.Unlock()
	file := db.file.Swap(nil)
	for _, f := range db.feeds() {
		f.stop(closed)
	}
	if file == nil {
		return nil
	}
	was := file.Damaged()
	err := endWriting(file, db.header())
	if is := file.Damaged(); is != nil {
		if err = nil; was == nil {
			err = db.c.setAside(asideDamaged, is)
		}
	}
	return errors.Join(err, file.Close())
}

// view runs f over one moment of the file.
func (db *DB) view(f func(Entries) error) error {
	s, err := db.begin()
	if err != nil {
		return err
	}
	defer s.Close()
	return db.refused(s.Run(func() error { return f(Entries{s.Entries}) }))
}

// begin is one moment of the file, at the earliest the one that was told of last: a
// file whose head was damaged falls back behind it.
func (db *DB) begin() (kv.Snapshot, error) {
	at := db.Position()
	s, err := db.file.Begin()
	if err != nil {
		return s, db.refused(err)
	}
	err = s.Run(func() error {
		if p := (Entries{s.Entries}).position(); p < at {
			return fmt.Errorf("%w: it says %d after %d", kv.ErrDamaged, p, at)
		}
		return nil
	})
	if err != nil {
		s.Close()
		return s, db.refused(err)
	}
	return s, nil
}
