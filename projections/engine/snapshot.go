package engine

import (
	"errors"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// Snapshot is everything at one position, for a command to be decided on. It is
// held for microseconds and must be closed: the file grows while it is open. What
// it says counts only if its Err is nil afterwards.
type Snapshot struct {
	held kv.Snapshot
	db   *DB
	r    *Reader
	err  error
}

// Snapshot takes one.
func (db *DB) Snapshot() (*Snapshot, error) {
	held, err := db.begin()
	if err != nil {
		return nil, err
	}
	s := &Snapshot{held: held, db: db, r: &Reader{Entries: Entries{held.Entries}, c: &db.c, cache: db.cache, now: true}}
	s.read(func() error {
		s.r.Known = s.r.position()
		return nil
	})
	if s.err != nil {
		held.Close()
		return nil, s.err
	}
	return s, nil
}

// read runs a function that reads, and keeps why it could not.
func (s *Snapshot) read(do func() error) {
	if err := s.held.Run(do); err != nil && s.err == nil {
		s.err = s.db.refused(err)
	}
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.held.Close() }

// Err is why something could not be read.
func (s *Snapshot) Err() error { return s.err }

// Position is the last record that it holds.
func (s *Snapshot) Position() uint64 { return s.r.Known }

// Aggregate is the aggregate as folded up to the position. One that cannot be read
// comes back frozen, so that nothing is recorded upon it.
func (s *Snapshot) Aggregate(ref value.Ref) (a fact.Aggregate, ok bool) {
	s.read(func() error {
		a, ok = s.r.Aggregate(ref)
		return s.r.Err
	})
	if s.err != nil {
		a = s.r.c.Table.New(ref)
		a.Frozen = RowDamaged
		errors.As(s.err, &a.Frozen)
		return a, true
	}
	return a, ok
}

// Read reads rows at the position.
func (s *Snapshot) Read(rows func(*Reader)) {
	s.read(func() error {
		rows(s.r)
		return s.r.Err
	})
}

// ByCommand is the record that a command led to.
func (s *Snapshot) ByCommand(id string) (rec *fact.Record, ok bool) {
	s.read(func() (err error) {
		if b := s.r.Get(inCommands, []byte(idKey(id))); b != nil {
			rec, err = s.r.Record(Number(b))
		}
		return err
	})
	return rec, rec != nil
}

// Latest is the record with the latest time, and that time, as far as it is
// believed: 0 where none has a time.
func (s *Snapshot) Latest() (seq uint64, at time.Time) {
	s.read(func() error {
		if k, v := s.r.LastBefore(inTimes, nil); k != nil {
			seq, at = Number(v), time.Unix(0, int64(Number(k)^1<<63)).UTC()
		}
		return nil
	})
	return seq, at
}
