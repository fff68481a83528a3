package engine

import (
	"errors"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// Snapshot is everything at one position, for a command to be decided on. It is
// held for microseconds and must be closed: the file grows while it is open.
type Snapshot struct {
	held kv.Snapshot
	r    *Reader
}

// Snapshot takes one.
func (db *DB) Snapshot() (*Snapshot, error) {
	held, err := db.file.Begin()
	if err != nil {
		return nil, db.refused(err)
	}
	e, known := Entries{held.Entries}, uint64(0)
	err = kv.Guard(func() error {
		known = e.position()
		return nil
	})
	if err != nil {
		held.Close()
		return nil, db.refused(err)
	}
	return &Snapshot{held, &Reader{Entries: e, c: &db.c, cache: db.cache, Known: known, now: true}}, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.held.Close() }

// Position is the last record that it holds.
func (s *Snapshot) Position() uint64 { return s.r.Known }

// Aggregate is the aggregate as folded up to the position. One whose copy is
// damaged comes back frozen, so that nothing is recorded upon it.
func (s *Snapshot) Aggregate(ref value.Ref) (a fact.Aggregate, ok bool) {
	err := kv.Guard(func() error {
		a, ok = s.r.Aggregate(ref)
		return s.r.Err
	})
	if err != nil {
		a = s.r.c.Table.New(ref)
		a.Frozen = RowDamaged
		errors.As(err, &a.Frozen)
		s.r.Err = nil
		return a, true
	}
	return a, ok
}

// ByCommand is the record that a command led to.
func (s *Snapshot) ByCommand(id string) (rec *fact.Record, ok bool) {
	err := kv.Guard(func() (err error) {
		b := s.r.Get(inCommands, []byte(idKey(id)))
		if b == nil {
			return nil
		}
		rec, err = s.r.Record(Number(b))
		return err
	})
	return rec, err == nil && rec != nil
}

// Latest is the record with the latest time, and that time, as far as it is
// believed: 0 where none has a time.
func (s *Snapshot) Latest() (seq uint64, at time.Time) {
	k, v := s.r.LastBefore(inTimes, nil)
	if k == nil {
		return 0, at
	}
	return Number(v), time.Unix(0, int64(Number(k)^1<<63)).UTC()
}

// HashAt is the SHA-256 of the record's bytes as the views hold them.
func (s *Snapshot) HashAt(seq uint64) (h value.Hash, ok bool) {
	err := kv.Guard(func() error {
		stored, err := s.r.Stored(seq)
		h = fact.HashOf(stored.Body)
		return err
	})
	return h, err == nil
}
