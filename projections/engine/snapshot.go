package engine

import (
	"errors"

	bolterrors "go.etcd.io/bbolt/errors"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Snapshot is everything at one position, for a command to be decided on. It is
// held for microseconds and must be closed: the file grows while it is open.
type Snapshot struct{ r *Reader }

// Snapshot takes one.
func (db *DB) Snapshot() (*Snapshot, error) {
	for {
		file := db.File.Load()
		if file == nil {
			return nil, closed
		}
		tx, err := file.Begin(false)
		switch {
		case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
			continue
		case err != nil:
			return nil, err
		}
		return &Snapshot{&Reader{Entries: Entries{tx}, c: &db.c, cache: db.cache, Known: positionOf(tx), now: true}}, nil
	}
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.r.tx.Rollback() }

// Position is the last record that it holds.
func (s *Snapshot) Position() uint64 { return s.r.Known }

// Aggregate is the aggregate as folded up to the position. One whose copy is
// damaged comes back frozen, so that nothing is recorded upon it.
func (s *Snapshot) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a, ok := s.r.Aggregate(ref)
	if s.r.Err != nil {
		a = s.r.c.Table.New(ref)
		a.Frozen = RowDamaged
		errors.As(s.r.Err, &a.Frozen)
		s.r.Err = nil
		return a, true
	}
	return a, ok
}

// ByCommand is the record that a command led to.
func (s *Snapshot) ByCommand(id string) (*fact.Record, bool) {
	b := s.r.tx.Bucket(inCommands).Get([]byte(idKey(id)))
	if b == nil {
		return nil, false
	}
	rec, err := recordAt(s.r.tx, s.r.c.Table, Number(b))
	return rec, err == nil
}

// HashAt is the SHA-256 of the record's bytes as the views hold them.
func (s *Snapshot) HashAt(seq uint64) (value.Hash, bool) {
	stored, err := storedAt(s.r.tx, seq)
	if err != nil {
		return "", false
	}
	return fact.HashOf(stored.Body), true
}
