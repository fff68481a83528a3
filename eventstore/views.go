package eventstore

import (
	"context"
	"time"

	"mufakat/domain/fact"
)

// Views is what the store needs of whoever reads the records: an aggregate at
// once, and the answer to "has this been recorded before?".
type Views interface {
	// Snapshot is everything at one position. It is held for microseconds and
	// must be closed.
	Snapshot() (Snapshot, error)

	// Await returns once the views hold the record at seq, or with the
	// context's error.
	Await(ctx context.Context, seq uint64) error
}

// Snapshot answers about the records up to one position.
type Snapshot interface {
	fact.Lookup
	Position() uint64
	Latest() (seq uint64, at time.Time) // the record with the latest time, of those that are believed
	ByCommand(commandID string) (*fact.Record, bool)
	Err() error // why what it said so far does not count; nil if it does
	Close()
}
