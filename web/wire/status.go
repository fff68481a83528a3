package wire

import (
	"time"

	"mufakat/domain"
	"mufakat/domain/value"
)

// Status is how the ledger and its views are.
type Status struct {
	Ledger   string            `json:"ledger"`
	Created  time.Time         `json:"created"`
	Meta     map[string]string `json:"meta,omitempty"` // what init was given, such as demo
	Last     uint64            `json:"last"`           // sequence of the newest record
	Writable bool              `json:"writable"`
	Why      *value.Refusal    `json:"why,omitempty"`      // why it takes no commands
	NATS     string            `json:"nats,omitempty"`     // URL of the external server; empty: embedded
	Reader   string            `json:"reader,omitempty"`   // where other programs can read it
	Warnings []value.Words     `json:"warnings,omitempty"` // what an operator should know
	Clock    *Clock            `json:"clock,omitempty"`    // nil while nobody can tell
	// What follows is filled in by this package.
	Position uint64         `json:"position"` // the last record the views hold
	Ready    bool           `json:"ready"`
	NotReady *value.Refusal `json:"notReady,omitempty"` // why not
	Version  string         `json:"version,omitempty"`  // of the program
}

// Clock is how the computer's clock stands to the ledger.
type Clock struct {
	Now    time.Time  `json:"now"`
	Record uint64     `json:"record,omitempty"` // with the latest time that is believed
	Latest *time.Time `json:"latest,omitempty"` // when it says that it was recorded
	// Acceptance is what would be recorded to go on by this clock all the same:
	// the fact of accept-clock, but for its reason. Nothing is in the way of one
	// that is empty.
	Acceptance domain.ClockAccepted `json:"acceptance,omitzero"`
}
