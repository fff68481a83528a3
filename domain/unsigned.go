package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What the notices about a signature say of those who have not signed.

// checkTheRecord is what a subscriber can do about a record that asks nothing of
// it.
var checkTheRecord = value.Words{
	ID: "Periksa catatannya; bila keliru, mintalah perbaikan.",
	EN: "Check the record; if it is wrong, ask for a correction."}

func firstDocument(ds []value.InstrumentID) (r value.Ref) {
	if len(ds) > 0 {
		r = ds[0].Ref()
	}
	return r
}

// slotParts are the places of the signatories in the documents; concerned says
// which of them a notice concerns.
func slotParts(ds []value.InstrumentID, known fact.Lookup, concerned func(value.Slot) bool) (ps []fact.Part) {
	for _, d := range ds {
		for x := range fact.StateOf[Instrument](known, d.Ref()).Signatories.All() {
			ps = append(ps, fact.Part{Party: x.Party, Office: x.Office, Concerned: concerned(x.Slot)})
		}
	}
	return ps
}

func everySlot(value.Slot) bool { return true }

// oneOf tells which slots are among some.
func oneOf(slots []value.Slot) func(value.Slot) bool {
	among := make(map[value.Slot]bool, len(slots))
	for _, s := range slots {
		among[s] = true
	}
	return func(s value.Slot) bool { return among[s] }
}

// unsigned are the signatories of the first document that had surely not signed
// when its newest record was made.
func unsigned(ds []value.InstrumentID, known fact.Lookup) (xs []SlotStatus) {
	a, _ := known.Aggregate(firstDocument(ds))
	in, _ := a.State.(Instrument)
	if len(a.Entries) == 0 {
		return nil
	}
	for x := range in.Slots(value.At(a.Entries[len(a.Entries)-1].Time)) {
		if x.waits() && !in.Exists {
			xs = append(xs, x)
		}
	}
	return xs
}

// ownUnsigned are those of them that are the subscriber's.
func ownUnsigned(ds []value.InstrumentID, to fact.Audience) []SlotStatus {
	return slices.DeleteFunc(unsigned(ds, to.Known), func(x SlotStatus) bool {
		return !fact.AnyOf(to.Parties, x.Party.Candidates())
	})
}

// people names the signatories.
func people(xs []SlotStatus, to fact.Audience) value.Words {
	var id, en []string
	for _, x := range xs {
		name := to.Say(x.Office)
		if len(x.Office.Candidates()) == 0 {
			name = fact.FirstWords(to.Say(x.Party), name)
		}
		name = fact.FirstWords(name, value.Words{ID: "penanda tangan %s", EN: "signatory %s"}.With(x.Slot))
		id, en = append(id, name.ID), append(en, name.EN)
	}
	return value.Words{ID: value.JoinWords(id, value.And, value.Indonesian), EN: value.JoinWords(en, value.And, value.English)}
}

// howFar says what is missing of signatures: absence of a record is one thing,
// a report that does not count another.
func howFar(xs []SlotStatus) value.Words {
	reported := 0
	for _, x := range xs {
		if x.State == SlotReported {
			reported++
		}
	}
	switch reported {
	case 0:
		return value.Words{ID: "belum tercatat", EN: "is not on record"}
	case len(xs):
		return value.Words{ID: "belum dibuktikan", EN: "is not proven"}
	}
	return value.Words{ID: "belum tercatat atau belum dibuktikan", EN: "is not on record or not proven"}
}
