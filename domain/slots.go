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
	SlotDenied    SlotState = "denied"        // its own party says that it had not
	SlotNotSigned SlotState = "not-on-record" // absence of a record, never proof of absence
)

func (SlotState) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(SlotSigned, "sudah ditandatangani", "signed"),
		value.NewChoice(SlotPartly, "ditandatangani sebagian", "signed in part"),
		value.NewChoice(SlotUnclear, "belum dapat dipastikan", "cannot be told yet"),
		value.NewChoice(SlotReported, "dilaporkan, belum dibuktikan", "reported, not proven"),
		value.NewChoice(SlotDenied, "belum, menurut pihak itu sendiri", "not signed, by its own account"),
		value.NewChoice(SlotNotSigned, "belum tercatat", "not on record"),
	}
}

// Label is what people read for the state.
func (s SlotState) Label(l value.Lang) string { return value.LabelOf(s, l) }

// SlotStatus is where one signatory stands at a time.
type SlotStatus struct {
	Signatory  `json:",inline"`
	State      SlotState      `json:"state"`
	Because    []value.Reason `json:"because,omitempty"`    // what keeps it from being told
	Denied     value.RecordID `json:"denied,omitempty"`     // the account that denies it
	Signatures []Signature    `json:"signatures,omitempty"` // what is on record for it, in the order of the records
}

// Signed answers whether this signatory has signed, wholly.
func (s SlotStatus) Signed() value.Answer {
	switch s.State {
	case SlotSigned:
		return value.Answer{Truth: value.Yes}
	case SlotUnclear:
		return value.Answer{Truth: value.CannotTell, Because: []value.Reason{value.SignedUnsure}}
	case SlotReported:
		return value.Answer{Truth: value.Reported, Because: []value.Reason{value.NotProven}}
	case SlotDenied:
		return value.Answer{Truth: value.No, Because: []value.Reason{value.Denied}, Records: []value.RecordID{s.Denied}}
	}
	return value.Answer{Because: []value.Reason{value.Signatures}}
}

// Missing reports whether no signature of it counts, and none may.
func (s SlotStatus) Missing() bool {
	return s.State == SlotNotSigned || s.State == SlotReported || s.State == SlotDenied
}

// waits reports whether its signature, or a part of it, is yet to come as far as
// is on record.
func (s SlotStatus) waits() bool { return s.Missing() || s.State == SlotPartly }

// signedOn is the earliest day on which it signed, as far as signatures that count
// state it.
func (s SlotStatus) signedOn() (on value.When) {
	if s.State != SlotSigned {
		return on
	}
	for _, sig := range s.Signatures {
		if sig.Counts && len(sig.Slots) == 1 && !sig.When.IsZero() && (on.IsZero() || sig.When.SortKey() < on.SortKey()) {
			on = sig.When
		}
	}
	return on
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
			st := statusOf(*x, said[x.Slot])
			if !s.Bundle && st.State == SlotSigned && disputed(st.Signatures) {
				st.Because = []value.Reason{value.Accounts}
			}
			if d := s.deniedBy(*x); d != nil {
				st = d.at(st, at)
			}
			if !yield(st) {
				return
			}
		}
	}
}

// judgement is what one signature makes of a slot that it may be of.
type judgement struct {
	*Signature
	state   SlotState
	because []value.Reason
}

// judged are the judgements on each slot as of at: one pass over the signatures,
// so that a slot need not look at those of all others.
func (s Instrument) judged(at value.AsOf) map[value.Slot][]judgement {
	said := make(map[value.Slot][]judgement, s.Signatories.Len())
	for sig := range s.Signings() {
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
func (s Instrument) judge(sig *Signature, at value.AsOf) (SlotState, []value.Reason) {
	var because []value.Reason
	if !sig.Counts {
		return SlotReported, nil
	}
	if len(sig.Slots) > 1 {
		because = append(because, value.WhichSlot)
	}
	if sig.HappenedBy(at) == value.CannotTell {
		because = append(because, value.WhenItWas)
	}
	x, known := sig.Extent.Known()
	if s.Bundle && !known {
		because = append(because, value.HowMany)
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

var slotOrder = []SlotState{SlotNotSigned, SlotDenied, SlotReported, SlotUnclear, SlotPartly, SlotSigned}

func (s SlotState) better(o SlotState) bool {
	return slices.Index(slotOrder, s) > slices.Index(slotOrder, o)
}
