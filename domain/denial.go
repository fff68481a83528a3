package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Denial is an account that somebody had not signed. Where it is that party's own,
// of a grade that counts, it makes the answer no.
type Denial struct {
	Record value.RecordID
	Slots  []value.Slot // none: whichever there are
	When   value.When
	SaidBy value.AssertedBy
	Grade  value.Grade
}

// WithAccount takes in what an account says of the signatures; see [fact.Accounted].
func (s Instrument) WithAccount(e fact.Entry) fact.State {
	switch f := e.Data.Fact.(type) {
	case fact.StatementRecorded:
		for _, c := range f.Claims {
			if c.Denies {
				s.Denials = slices.Clip(s.Denials)
				for src := range e.Statements() {
					s.Denials = append(s.Denials, Denial{e.ID, c.Slot.Candidates(), e.Data.Occurred, src.SaidBy, src.Grade()})
				}
			}
		}
	case fact.AccountSetAside:
		s.Denials = slices.DeleteFunc(slices.Clone(s.Denials), func(d Denial) bool { return d.Record == f.Account })
	}
	return s
}

// deniedBy is the newest denial by a signatory's own party, nil if there is none.
func (s Instrument) deniedBy(x Signatory) *Denial {
	party, ok := x.Party.Known()
	for i := len(s.Denials) - 1; i >= 0 && ok; i-- {
		d := &s.Denials[i]
		about := len(d.Slots) == 0 || len(d.Slots) == 1 && d.Slots[0] == x.Slot
		if about && d.SaidBy.Party.Is(party) == value.Yes && d.Grade.Counts(d.When) {
			return d
		}
	}
	return nil
}

// at is what a denial makes of a slot as of at. It speaks of the time that it names and
// of what was before; of what came later it says nothing.
func (d *Denial) at(st SlotStatus, at value.AsOf) SlotStatus {
	st = d.against(st)
	if st.State == SlotDenied && !d.When.IsZero() && d.When.EndedBy(at) == value.Yes {
		st.State, st.Because = SlotNotSigned, []value.Reason{value.DeniedThen}
	}
	return st
}

// against is what a denial makes of a slot that has come so far by its signatures:
// one that is later than the denial stands beside it; of two that cannot both be
// so the better grade counts, and equal ones leave it open.
func (d *Denial) against(st SlotStatus) SlotStatus {
	contradicts, best := false, value.Grade("")
	for _, sig := range st.Signatures {
		if (sig.Counts || st.State == SlotReported) && !d.before(sig.When) {
			contradicts = true
		}
		if sig.Counts && sig.Grade.Rank() < best.Rank() {
			best = sig.Grade
		}
	}
	switch {
	case st.State == SlotNotSigned, contradicts && (st.State == SlotReported || d.Grade.Rank() < best.Rank()):
		st.State, st.Because, st.Denied = SlotDenied, []value.Reason{value.Denied}, d.Record
	case contradicts && d.Grade.Rank() == best.Rank():
		st.State, st.Because, st.Denied = SlotUnclear, []value.Reason{value.Accounts}, d.Record
	}
	return st
}

// before reports whether the denial speaks of a time before the act.
func (d *Denial) before(act value.When) bool {
	_, said := d.When.End()
	_, signed := act.End()
	return said && signed && !act.EndsBy(d.When)
}
