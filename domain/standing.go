package domain

import (
	"slices"

	"mufakat/domain/value"
)

// InstrumentState is how a document is known at a time, computed from its records.
type InstrumentState string

const (
	StateNotDrafted   InstrumentState = "not-on-record"
	StateDrafted      InstrumentState = "drafted"
	StateFinal        InstrumentState = "final"
	StateExists       InstrumentState = "exists" // a register, a citation or a copy gives it
	StateReported     InstrumentState = "reported-signed"
	StatePartlySigned InstrumentState = "partly-signed"
	StateUnclear      InstrumentState = "cannot-tell"
	StateFullySigned  InstrumentState = "fully-signed"
	StateInForce      InstrumentState = "in-force"
	StateEnded        InstrumentState = "ended"
	StateWithdrawn    InstrumentState = "withdrawn"
)

func (InstrumentState) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(StateNotDrafted, "belum tercatat", "not on record"),
		value.NewChoice(StateDrafted, "rancangan", "drafted"),
		value.NewChoice(StateFinal, "naskah final, belum ditandatangani", "final text, not yet signed"),
		value.NewChoice(StateExists, "diketahui ada, penandatanganannya belum tercatat", "known to exist, its signing is not on record"),
		value.NewChoice(StateReported, "dilaporkan ditandatangani, belum dibuktikan", "reported as signed, not proven"),
		value.NewChoice(StatePartlySigned, "ditandatangani sebagian pihak", "signed by some"),
		value.NewChoice(StateUnclear, "belum dapat dipastikan", "cannot be told yet"),
		value.NewChoice(StateFullySigned, "ditandatangani semua pihak", "signed by all"),
		value.NewChoice(StateInForce, "berlaku", "in force"),
		value.NewChoice(StateEnded, "berakhir", "ended"),
		value.NewChoice(StateWithdrawn, "ditarik", "withdrawn"),
	}
}

// Label is what people read for the state.
func (s InstrumentState) Label(l value.Lang) string { return value.LabelOf(s, l) }

// Awaited reports whether a document in this state waits for the signatures that
// are missing: what is only known to exist does not, nor what ended.
func (s InstrumentState) Awaited() bool {
	switch s {
	case StateDrafted, StateFinal, StateReported, StatePartlySigned, StateUnclear:
		return true
	}
	return false
}

// Standing is where a document stands at a time, and each of its signatories:
// what there is to say of it follows from their statuses, worked out once.
type Standing struct {
	State   InstrumentState
	InForce value.Answer
	Signed  value.Answer // by all
	Term    Term
	Slots   []SlotStatus
}

// StandingAt is where the document stood as of at.
func (s Instrument) StandingAt(at value.AsOf) Standing {
	st := Standing{Slots: slices.Collect(s.Slots(at))}
	needed := s.needed(st.Slots)
	st.Term = s.Term(needed)
	st.Signed = s.signedForAll(needed)
	st.InForce = s.inForce(needed, st.Term, at)
	st.State = s.state(st, at)
	return st
}

// needed are the signatories whose signatures it takes: one whom only sources add that
// do not count is not waited for, as long as others are on record.
func (s Instrument) needed(slots []SlotStatus) []SlotStatus {
	if len(s.Unproven) == 0 || len(s.Unproven) == s.Signatories.Len() {
		return slots
	}
	return slices.DeleteFunc(slices.Clone(slots), func(x SlotStatus) bool { return slices.Contains(s.Unproven, x.Slot) })
}

// StateAt is how far the document had come as of at.
func (s Instrument) StateAt(at value.AsOf) InstrumentState { return s.StandingAt(at).State }

// InForce answers whether the document holds as of at.
func (s Instrument) InForce(at value.AsOf) value.Answer { return s.StandingAt(at).InForce }

// signedByAll answers whether all of them have signed.
func signedByAll(slots []SlotStatus) value.Truth {
	all := value.Yes
	for i := range slots {
		all = all.Both(slots[i].Signed().Truth)
	}
	return all
}

// state is how it is known as of at.
func (s Instrument) state(st Standing, at value.AsOf) InstrumentState {
	why := func(r value.Reason) bool {
		return st.InForce.Truth == value.No && slices.Contains(st.InForce.Because, r)
	}
	begun := slices.ContainsFunc(st.Slots, SlotStatus.begun)
	reported := slices.ContainsFunc(st.Slots, func(x SlotStatus) bool { return x.State == SlotReported })
	if len(st.Slots) == 0 { // nobody says who is to sign
		somebody := s.signedBySomebody()
		begun, reported = somebody == value.CannotTell, somebody == value.Reported
	}
	switch {
	case !s.ThereBy(at):
		return StateNotDrafted
	case why(value.Withdrawn):
		return StateWithdrawn
	case why(value.EndedEarly), why(value.Ended) && (begun || reported || s.Exists):
		return StateEnded
	case st.InForce.Truth == value.Yes:
		return StateInForce
	case begun && signedByAll(s.needed(st.Slots)) == value.Yes && len(st.Slots) > 0:
		return StateFullySigned
	case begun && signedByAll(s.needed(st.Slots)) == value.CannotTell:
		return StateUnclear
	case begun:
		return StatePartlySigned
	case reported:
		return StateReported
	case s.Exists:
		return StateExists
	case s.Finalised && s.FinalisedOn.By(at) != value.No:
		return StateFinal
	}
	return StateDrafted
}

// ThereBy reports whether there was such a document as of at: what is dated later
// was not, unless something of it had happened.
func (s Instrument) ThereBy(at value.AsOf) bool {
	if !s.Drafted {
		return false
	}
	if s.DraftedOn.By(at) != value.No && s.Dated.By(at) != value.No {
		return true
	}
	for sig := range s.Signatures.All() {
		if sig.HappenedBy(at) == value.Yes {
			return true
		}
	}
	return false
}
