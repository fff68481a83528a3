package domain

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The facts of the ledger's clock. The written names are the storage format.
var aboutClock = fact.Join(
	fact.Of[ClockAccepted](settings, "id.mufakat.setting.clock-accepted.v1", "accept-clock", value.Words{
		ID: "Jam komputer diterima[, walau catatan {record} bertanggal sesudahnya][, walau bergeser {moved} sejak {since}][. Alasan: {reason}].",
		EN: "The computer's clock was accepted[, though record {record} is dated after it][, though it had moved by {moved} since {since}][. Reason: {reason}]."},
		fact.Needs("record", "since", "reason"),
		fact.Begins),
)

// ClockAccepted says that recording goes on by the computer's clock, in spite of
// a record that is dated ahead of it, or of the clock having been moved. It is
// about the ledger as a whole: by custom the ledger's own id is the setting's.
//
// What was dated later than this record and recorded before it counts as
// recorded no later than this record, from here on. What it does, it does as it
// was written: a correction of it changes no time.
type ClockAccepted struct {
	Record value.Stated[int] `json:"record,omitzero" id:"catatan yang bertanggal sesudahnya" en:"record dated after it"`
	Since  string            `json:"since,omitzero" id:"jam terakhir sebelum bergeser" en:"what the clock said before it moved"`
	Moved  string            `json:"moved,omitzero" id:"pergeseran" en:"moved by"`
	Reason string            `json:"reason,omitzero" id:"alasan" en:"reason"`
}

// Refuse refuses nothing: whether there is anything to accept depends on the
// clock and the newest record, which the store compares.
func (f ClockAccepted) Refuse(Setting, fact.Given) error { return nil }

// Stands is false where another jump of the clock is accepted: the words name it.
func (f ClockAccepted) Stands(s Setting) bool { return s.Clock }

func (f ClockAccepted) Evolve(s Setting, _ fact.Entry) Setting {
	s.Clock = true
	return s
}

// DatedAhead is the record whose time is not believed, 0 for none.
func (f ClockAccepted) DatedAhead() uint64 {
	seq, _ := f.Record.Known()
	return uint64(max(seq, 0))
}
