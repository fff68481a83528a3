// Package faults breaks ledgers, and looks at what is left of them.
//
// It runs the real binary over real files: it records over HTTP and remembers
// every receipt, ends the process or cuts the power, damages what lies on disk,
// opens the ledger again, and holds it against the receipts. Its answer is a
// table of what healed by itself, what can only be read afterwards and why, and
// what was lost or answered wrong, which must be nothing. docs/promises.md says
// which promise each kind of damage tries, and how to run the long form.
//
// It holds tests only. Its one subtlety: the binary is built with the tag faults,
// by which the harness ends it at named steps and switches its safeguards off
// (see internal/faultpoint); a harness that stays green then would be worth
// nothing.
package faults
