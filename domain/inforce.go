package domain

import (
	"slices"
	"time"

	"mufakat/domain/value"
)

// Whether a document holds is worked out from its signatures, its term and its
// end, and never recorded. It holds where all that takes is on record at a grade
// that counts. It does not where a record says so: it ended, has not begun, was
// withdrawn, or a party denies having signed it. All else is one of the other
// three answers.

// inForce answers whether the document holds as of at.
func (s Instrument) inForce(slots []SlotStatus, term Term, at value.AsOf) value.Answer {
	for _, x := range s.Endings {
		if x.Grade != "" && !x.Grade.Counts(x.On) {
			continue
		}
		switch x.On.By(at) {
		case value.Yes:
			return value.Answer{Truth: value.No, Because: []value.Reason{x.reason()}, Records: []value.RecordID{x.Record}}
		case value.CannotTell:
			return value.Answer{Truth: value.CannotTell, Because: []value.Reason{x.reason(), value.WhenItWas}, Records: []value.RecordID{x.Record}}
		}
	}
	begun, ended := term.begun(at), term.ended(at)
	if !term.Reported {
		switch {
		case ended.Truth == value.Yes:
			return value.Answer{Truth: value.No, Because: []value.Reason{value.Ended}, Records: ended.Records}
		case begun.Truth == value.No:
			return value.Answer{Truth: value.No, Because: []value.Reason{value.NotBegun}, Records: begun.Records}
		}
	}
	if term.Reported && (ended.Truth == value.Yes || begun.Truth == value.No) {
		return value.Answer{Truth: value.CannotTell, Because: []value.Reason{value.TermNotProven}, Records: slices.Concat(begun.Records, ended.Records)}
	}
	signed := s.signedForAll(slots)
	if begun.Truth == value.Yes && term.From.Known == TermAsStated && signed.Truth != value.Yes {
		if later := s.signedForAll(s.needed(slices.Collect(s.Slots(forEver)))); later.Truth == value.Yes {
			signed = later // it takes effect on the day stated, though it was signed later
		}
	}
	return value.AllOf(signed, reportedAs(term, begun), reportedAs(term, not(ended)))
}

// forEver is after everything that can be on record.
var forEver = value.At(time.Unix(1<<40, 0))

// not is the answer to the opposite question.
func not(a value.Answer) value.Answer {
	switch a.Truth {
	case value.Yes:
		a.Truth = value.No
	case value.No:
		a.Truth = value.Yes
	}
	return a
}

// reportedAs is an answer about a term that only sources state which do not count.
func reportedAs(t Term, a value.Answer) value.Answer {
	if t.Reported && a.Truth == value.Yes {
		a.Truth, a.Because = value.Reported, []value.Reason{value.TermNotProven}
	}
	return a
}

// signedForAll answers whether all have signed, as far as that is needed for the
// document to hold: a source that gives a document as one that exists says that
// much of it, though not who signed.
func (s Instrument) signedForAll(slots []SlotStatus) value.Answer {
	each := make([]value.Answer, 0, len(slots)+1)
	for i := range slots {
		each = append(each, slots[i].Signed())
	}
	if len(slots) == 0 {
		each = append(each, value.Answer{Truth: s.signedBySomebody(), Because: []value.Reason{value.Signatories}})
	}
	all := value.AllOf(each...)
	if all.Truth == value.NotOnRecord {
		all.Truth = s.existence()
	}
	return all
}

// signedBySomebody answers, for a document whose signatories nobody names, as far
// as its signatures go.
func (s Instrument) signedBySomebody() value.Truth {
	t := value.NotOnRecord
	for sig := range s.Signatures.All() {
		if sig.Counts {
			return value.CannotTell
		}
		t = value.Reported
	}
	return t
}

// existence is what it says of a document's being signed that a source gives it
// as one that exists.
func (s Instrument) existence() value.Truth {
	switch {
	case !s.Exists:
		return value.NotOnRecord
	case s.ExistsBy == "" || s.ExistsBy.Counts(s.Dated):
		return value.CannotTell
	}
	return value.Reported
}
