package domain

import (
	"iter"
	"slices"
	"time"

	"mufakat/domain/value"
)

// SlotState is how far a signatory has come, as far as records tell.
type SlotState string

const (
	SlotSigned    SlotState = "signed"
	SlotPartly    SlotState = "partly"        // n of m documents of a bundle
	SlotUnclear   SlotState = "cannot-tell"   // signed to an unstated extent, or on an unstated day, or perhaps by another
	SlotReported  SlotState = "reported"      // told of, by a grade that does not count
	SlotNotSigned SlotState = "not-on-record" // absence of a record, never proof of absence
)

func (SlotState) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(SlotSigned, "sudah ditandatangani", "signed"),
		value.NewChoice(SlotPartly, "ditandatangani sebagian", "signed in part"),
		value.NewChoice(SlotUnclear, "belum dapat dipastikan", "cannot be told yet"),
		value.NewChoice(SlotReported, "menurut berita, belum dibuktikan", "reported, not proven"),
		value.NewChoice(SlotNotSigned, "belum tercatat", "not on record"),
	}
}

// Label is what people read for the state.
func (s SlotState) Label(l value.Lang) string { return value.LabelOf(s, l) }

// SlotStatus is where one signatory stands at a time.
type SlotStatus struct {
	Signatory  `json:",inline"`
	State      SlotState   `json:"state"`
	Because    []string    `json:"because,omitempty"`    // the fields that keep it from being told
	Signatures []Signature `json:"signatures,omitempty"` // what is on record for it, in the order of the records
}

// Signed answers whether this signatory has signed, wholly.
func (s SlotStatus) Signed() value.Truth {
	switch s.State {
	case SlotSigned:
		return value.Yes
	case SlotUnclear:
		return value.CannotTell
	}
	return value.No
}

// begun reports whether something is on record that may count for it.
func (s SlotStatus) begun() bool {
	return s.State == SlotSigned || s.State == SlotPartly || s.State == SlotUnclear
}

// Grade is the best grade of what is on record for it.
func (s SlotStatus) Grade() (g value.Grade) {
	for _, x := range s.Signatures {
		if x.Grade.Rank() < g.Rank() {
			g = x.Grade
		}
	}
	return g
}

// Slots goes through the signatories as they stood as of at.
func (s Instrument) Slots(at value.AsOf) iter.Seq[SlotStatus] {
	return func(yield func(SlotStatus) bool) {
		said := s.judged(at)
		for x := range s.Signatories.All() {
			if !yield(statusOf(*x, said[x.Slot])) {
				return
			}
		}
	}
}

// judgement is what one signature makes of a slot that it may be of.
type judgement struct {
	*Signature
	state   SlotState
	because []string
}

// judged are the judgements on each slot as of at: one pass over the signatures,
// so that a slot need not look at those of all others.
func (s Instrument) judged(at value.AsOf) map[value.Slot][]judgement {
	said := make(map[value.Slot][]judgement, s.Signatories.Len())
	for sig := range s.Signatures.All() {
		if sig.HappenedBy(at) == value.No {
			continue
		}
		state, because := s.judge(sig, at)
		for _, slot := range sig.Slots {
			said[slot] = append(said[slot], judgement{sig, state, because})
		}
	}
	return said
}

func statusOf(x Signatory, said []judgement) SlotStatus {
	st := SlotStatus{Signatory: x, State: SlotNotSigned}
	for _, j := range said {
		st.Signatures = append(st.Signatures, *j.Signature)
		if j.state.better(st.State) {
			st.State, st.Because = j.state, j.because
		}
	}
	return st
}

// judge says what one signature makes of a slot.
func (s Instrument) judge(sig *Signature, at value.AsOf) (SlotState, []string) {
	var because []string
	if !sig.Counts {
		return SlotReported, nil
	}
	if len(sig.Slots) > 1 {
		because = append(because, "slot")
	}
	if sig.HappenedBy(at) == value.CannotTell {
		because = append(because, "occurred")
	}
	x, known := sig.Extent.Known()
	if s.Bundle && !known {
		because = append(because, "extent")
	}
	n, m, part := x.part()
	switch {
	case len(because) > 0:
		return SlotUnclear, because
	case part && n < m:
		return SlotPartly, nil
	}
	return SlotSigned, nil
}

// SignedFrom is the instant from which a slot counts as signed, wholly and for
// certain, whatever is asked later; false where it does not.
func (s Instrument) SignedFrom(slot value.Slot) (from time.Time, ok bool) {
	for _, sig := range s.Signatures.Of(slot) {
		if state, _ := s.judge(sig, value.At(sig.Recorded)); state != SlotSigned || !sig.only(slot) {
			continue
		}
		at := sig.Recorded
		if last, known := sig.When.Latest(); known && last.Before(at) {
			at = last
		}
		if !ok || at.Before(from) {
			from, ok = at, true
		}
	}
	return from, ok
}

// SignatoriesIn goes through the signatories in some of the slots, in the
// document's order.
func (s Instrument) SignatoriesIn(slots []value.Slot) iter.Seq[*Signatory] {
	var found []int
	for _, slot := range slots {
		for i := range s.Signatories.Of(slot) {
			found = append(found, i)
		}
	}
	slices.Sort(found)
	return func(yield func(*Signatory) bool) {
		for _, i := range slices.Compact(found) {
			if !yield(s.Signatories.At(i)) {
				return
			}
		}
	}
}

var slotOrder = []SlotState{SlotNotSigned, SlotReported, SlotUnclear, SlotPartly, SlotSigned}

func (s SlotState) better(o SlotState) bool {
	return slices.Index(slotOrder, s) > slices.Index(slotOrder, o)
}

// InstrumentState is how far a document has come at a time, computed.
type InstrumentState string

const (
	StateNotDrafted   InstrumentState = "not-drafted"
	StateDrafted      InstrumentState = "drafted"
	StateFinal        InstrumentState = "final"
	StatePartlySigned InstrumentState = "partly-signed"
	StateUnclear      InstrumentState = "cannot-tell"
	StateFullySigned  InstrumentState = "fully-signed"
	StateInForce      InstrumentState = "in-force"
)

func (InstrumentState) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(StateNotDrafted, "belum tercatat", "not on record"),
		value.NewChoice(StateDrafted, "rancangan", "drafted"),
		value.NewChoice(StateFinal, "naskah final, belum ditandatangani", "final text, not yet signed"),
		value.NewChoice(StatePartlySigned, "ditandatangani sebagian pihak", "signed by some"),
		value.NewChoice(StateUnclear, "belum dapat dipastikan", "cannot be told yet"),
		value.NewChoice(StateFullySigned, "ditandatangani semua pihak", "signed by all"),
		value.NewChoice(StateInForce, "berlaku", "in force"),
	}
}

// Label is what people read for the state.
func (s InstrumentState) Label(l value.Lang) string { return value.LabelOf(s, l) }

// Standing is where a document stands at a time, and each of its signatories:
// what there is to say of it follows from their statuses, worked out once.
type Standing struct {
	State   InstrumentState
	InForce value.Answer
	Slots   []SlotStatus
}

// StandingAt is where the document stood as of at.
func (s Instrument) StandingAt(at value.AsOf) Standing {
	slots := slices.Collect(s.Slots(at))
	signed := signedByAll(slots)
	inForce := s.inForce(signed, at)
	return Standing{State: s.state(slots, signed, inForce, at), InForce: inForce, Slots: slots}
}

// signedByAll answers whether all of them have signed.
func signedByAll(slots []SlotStatus) value.Truth {
	all := value.Yes
	for i := range slots {
		all = all.Both(slots[i].Signed())
	}
	return all
}

// StateAt is how far the document had come as of at.
func (s Instrument) StateAt(at value.AsOf) InstrumentState { return s.StandingAt(at).State }

// InForce answers whether the document holds as of at.
func (s Instrument) InForce(at value.AsOf) value.Answer { return s.StandingAt(at).InForce }

// state is how far it has come; signed answers whether all have.
func (s Instrument) state(slots []SlotStatus, signed value.Truth, inForce value.Answer, at value.AsOf) InstrumentState {
	switch {
	case !s.Drafted:
		return StateNotDrafted
	case inForce.Truth == value.Yes:
		return StateInForce
	case len(slots) > 0 && signed == value.Yes:
		return StateFullySigned
	case len(slots) > 0 && signed == value.CannotTell:
		return StateUnclear
	case slices.ContainsFunc(slots, SlotStatus.begun):
		return StatePartlySigned
	case s.Finalised && s.FinalisedOn.By(at) != value.No:
		return StateFinal
	}
	return StateDrafted
}
