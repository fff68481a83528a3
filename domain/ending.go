package domain

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// How a document ends before its term does.
type EndedHow string

const (
	EndedByAgreement EndedHow = "by-agreement"
	EndedByOneSide   EndedHow = "by-one-side"
	EndedFulfilled   EndedHow = "fulfilled"
	EndedCancelled   EndedHow = "cancelled"
	EndedWithdrawn   EndedHow = "withdrawn" // before it was signed by all
)

func (EndedHow) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(EndedByAgreement, "diakhiri atas kesepakatan para pihak", "ended by agreement"),
		value.NewChoice(EndedByOneSide, "diakhiri oleh satu pihak", "ended by one side"),
		value.NewChoice(EndedFulfilled, "tujuannya tercapai", "its purpose was reached"),
		value.NewChoice(EndedCancelled, "dibatalkan", "cancelled"),
		value.NewChoice(EndedWithdrawn, "ditarik sebelum ditandatangani semua pihak", "withdrawn before all had signed"),
	}
}
func (h *EndedHow) UnmarshalText(b []byte) error { return value.Choose(h, b) }

// The facts of ending. The written names are the storage format.
var ending = fact.Of[InstrumentEnded](instruments, "id.mufakat.instrument.ended.v1", "end", value.Words{
	ID: "Naskah diakhiri, {on}[: {how}][, oleh {by}][, karena {reason}].",
	EN: "The document was ended, {on}[: {how}][, by {by}][, because {reason}]."},
	fact.SaysEnough)

// InstrumentEnded says that a document ended otherwise than by its term (PP 28/2018
// leaves the grounds to the agreement itself). It held until the day before On.
type InstrumentEnded struct {
	On     value.When                  `json:"on,omitzero" id:"sejak" en:"from"`
	How    value.Stated[EndedHow]      `json:"how,omitzero" id:"cara berakhir" en:"how"`
	By     value.Stated[value.PartyID] `json:"by,omitzero" id:"pihak" en:"party"`
	Reason string                      `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f InstrumentEnded) Refuse(s Instrument, _ fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	return nil
}

func (f InstrumentEnded) Evolve(s Instrument, e fact.Entry) Instrument {
	on := f.On
	if on.IsZero() {
		on = e.Data.Occurred
	}
	s.Endings = append(s.Endings[:len(s.Endings):len(s.Endings)], Ending{e.ID, on, f.How, gradeOf(e, on)})
	return s
}

// Ending is what one record says of a document's end before its term.
type Ending struct {
	Record value.RecordID
	On     value.When
	How    value.Stated[EndedHow]
	Grade  value.Grade
}

// reason is why the document no longer holds.
func (x Ending) reason() value.Reason {
	if x.How.Is(EndedWithdrawn) == value.Yes {
		return value.Withdrawn
	}
	return value.EndedEarly
}
