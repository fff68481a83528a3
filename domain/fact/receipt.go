package fact

import (
	"time"

	"mufakat/domain/value"
)

// Request is a command with who gives it and how it is recognised.
type Request struct {
	Command Command
	Key     string  // the caller's idempotency key: 1 to 255 printable ASCII characters
	By      By      // who records; Actor is what the gate proved
	IfMatch *uint64 // the version that the caller decided upon; nil: any
}

// Outcome says what an accepted command led to.
type Outcome string

const (
	Recorded  Outcome = "recorded"   // a new record
	Replayed  Outcome = "replayed"   // the same key and command were recorded before
	AlreadySo Outcome = "already-so" // another record did the same, and it stands; nothing was written
)

// Receipt is the answer to an accepted command: the record that now says what
// was commanded. Its JSON is what the API answers.
type Receipt struct {
	Seq      uint64         `json:"seq"`
	Version  uint64         `json:"version"`
	Ref      value.Ref      `json:"ref"`
	ID       value.RecordID `json:"id"`
	Hash     value.Hash     `json:"hash"`
	Recorded time.Time      `json:"recorded"`
	Outcome  Outcome        `json:"outcome"`
	// Resembles is the record before it that reads alike: the same event told twice,
	// or another one.
	Resembles uint64      `json:"resembles,omitzero"`
	Demo      bool        `json:"demo,omitempty"`    // it is the ledger of a demonstration
	Sentence  value.Words `json:"sentence,omitzero"` // the record as a sentence, with aggregates by their ids
	Record    *Record     `json:"record,omitempty"`  // its bytes
	Secret    string      `json:"secret,omitempty"`  // of a new subscription's webhook; shown this once
}

// Receipt is what a command that led to the record is answered with.
func (r *Record) Receipt(o Outcome) Receipt {
	return Receipt{Seq: r.Seq, Version: r.Version, Ref: r.Ref, ID: r.ID, Hash: r.Hash, Recorded: r.Time, Outcome: o, Record: r}
}
