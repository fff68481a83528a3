// Package faultpoint is where the fault harness reaches into a running ledger: a
// process can be told to end at a named step, to do without one of its
// safeguards, or to take this run of the computer for another.
//
// All of it is compiled in by the build tag faults only. Without it, as in every
// binary that is given to anybody, [Off] is never true, [Reach] does nothing and
// nothing here reads the environment.
package faultpoint

// Safeguard is what keeps a promise. The harness must turn red without it.
type Safeguard string

const (
	Sync    Safeguard = "sync"    // the journal is synced before anybody is answered
	Journal Safeguard = "journal" // a record is in the journal before anybody is answered
	Heal    Safeguard = "heal"    // the stream is made again or completed from the journal
	Mend    Safeguard = "mend"    // the journal is mended from the stream
	Compare Safeguard = "compare" // stream and journal are held against each other
	Chain   Safeguard = "chain"   // the journal's running hash is followed
	Seal    Safeguard = "seal"    // rows of the views have a checksum
	Lock    Safeguard = "lock"    // one process at a time has the directory
)

// Step is a moment at which a process can be made to end.
type Step string

const (
	Published  Step = "published"   // a record is in the stream, and not in the journal
	Written    Step = "written"     // it is in the journal, and not synced
	Synced     Step = "synced"      // it is synced, and nobody was answered
	SetAside   Step = "set-aside"   // a damaged stream is set aside, and not made again
	Remade     Step = "remade"      // it is made again, and empty
	Mended     Step = "mended"      // the journal was mended, and the stream not looked at
	ViewsBuilt Step = "views-built" // views are made again, and not in their place
)
