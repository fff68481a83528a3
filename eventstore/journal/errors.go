package journal

import (
	"errors"
	"fmt"
	"math"
)

var (
	// ErrClosed answers whatever is asked after Close.
	ErrClosed = errors.New("the journal is closed")
	// ErrBeyond answers a reader who asks for what is not durable yet.
	ErrBeyond = errors.New("beyond the journal's durable end")
	// ErrForeign answers Open of another ledger's journal, or of a format that
	// this program does not know.
	ErrForeign = errors.New("the journal is not this ledger's, or of another version")
)

// Reason says why a stretch of the journal cannot be trusted.
type Reason string

const (
	Broken    Reason = "broken"  // bytes are there and do not check
	Missing   Reason = "missing" // no bytes are there
	Head      Reason = "head"    // the segment's own head does not check; its entries may
	Surplus   Reason = "surplus" // bytes stand where the segment should have ended
	Unchained Reason = "hash"    // the running hash does not lead from one entry to the next
)

// Unknown is the last sequence of a damage that goes on to the journal's end.
const Unknown uint64 = math.MaxUint64

// Damage is a stretch of the journal that cannot be trusted: the sequences From
// to To, both within it. To is before From where no entry is lost, and Unknown
// where the damage is the journal's end and nobody can tell how many entries it
// held.
type Damage struct {
	Segment  uint64 // the file, by its first sequence
	From, To uint64
	Reason   Reason
	// LastWrite says that the damage lies within what was written last, so that
	// the power may have gone before anybody was told of it. It may as well
	// have been acknowledged: the stream may know.
	LastWrite bool

	off int64 // where it begins in the file
}

func (d Damage) Error() string {
	switch {
	case d.To == Unknown:
		return fmt.Sprintf("journal: damaged from record %d to its end (%s)", d.From, d.Reason)
	case d.To < d.From:
		return fmt.Sprintf("journal: segment %020d is damaged (%s); no record of it is lost", d.Segment, d.Reason)
	}
	return fmt.Sprintf("journal: records %d to %d are damaged (%s)", d.From, d.To, d.Reason)
}

func (d Damage) holds(seq uint64) bool { return seq >= d.From && seq <= d.To }

// GapError answers an Append that does not begin where the journal ends.
type GapError struct{ Want, Got uint64 }

func (e *GapError) Error() string {
	return fmt.Sprintf("journal: record %d cannot be appended: %d comes next", e.Got, e.Want)
}

// MissingError answers those who wait behind a record that nobody brought and
// Fetch did not find. What they handed over stays, and is written as soon as the
// missing record comes: whether it is durable is not known.
type MissingError struct {
	Seq uint64
	Err error
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("journal: record %d is missing: %v", e.Seq, e.Err)
}

func (e *MissingError) Unwrap() error { return e.Err }

// UnfitError answers a record that is not the one the journal has, or does not
// fit its running hash.
type UnfitError struct {
	Seq uint64
	Why string
}

func (e *UnfitError) Error() string {
	return fmt.Sprintf("journal: record %d does not fit: %s", e.Seq, e.Why)
}
