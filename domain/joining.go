package domain

import (
	"iter"
	"slices"

	"mufakat/domain/value"
)

// Several records may tell of one signing: the news first, then the party itself,
// then the paper. A later one that can be of the same signing joins the first:
// they are one signature with several sources, of which the best grade counts.
// Those that cannot be of one signing stand beside each other.

// joins is the record of the signing that a further signature is of, if there is
// one: in the same place for certain, and nothing that is known of both differs.
func (s Instrument) joins(sig *Signature) (first value.RecordID) {
	if len(sig.Slots) != 1 {
		return ""
	}
	for _, x := range s.Signatures.Of(sig.Slots[0]) {
		if x.Joins == "" && x.mayBe(sig) && (!s.Bundle || slices.Equal(x.Extent.Candidates(), sig.Extent.Candidates())) {
			return x.Record
		}
	}
	return ""
}

// mayBe reports whether both can be of one signing.
func (s *Signature) mayBe(x *Signature) bool {
	return compatible(s.OnBehalfOf, x.OnBehalfOf) && compatible(s.Office, x.Office) && compatible(s.ActingAs, x.ActingAs) &&
		compatible(s.Mandate, x.Mandate) && compatible(s.Method, x.Method) && samePerson(s.Signer, x.Signer) && s.When.Overlaps(x.When)
}

// samePerson is false only where names are known that cannot be one person's.
func samePerson(a, b value.Stated[Name]) bool {
	if len(a.Candidates()) == 0 || len(b.Candidates()) == 0 {
		return true
	}
	return slices.ContainsFunc(a.Candidates(), func(x Name) bool {
		return slices.ContainsFunc(b.Candidates(), func(y Name) bool { return sameName(x, y) != value.No })
	})
}

// with is the signature as a further source completes it: what was not stated, a
// closer day, and the better grade with whose word it is.
func (s Signature) with(x *Signature) Signature {
	s.OnBehalfOf, s.Office, s.Signer = orElse(s.OnBehalfOf, x.OnBehalfOf), orElse(s.Office, x.Office), orElse(s.Signer, x.Signer)
	s.ActingAs, s.Mandate, s.Method = orElse(s.ActingAs, x.ActingAs), orElse(s.Mandate, x.Mandate), orElse(s.Method, x.Method)
	if s.When.IsZero() || s.When.Refines(x.When) {
		s.When = x.When
	}
	if s.Place.Text == "" && s.Place.Region.IsZero() {
		s.Place = x.Place
	}
	if x.Grade.Rank() < s.Grade.Rank() {
		s.Grade, s.SaidBy = x.Grade, x.SaidBy
	}
	s.Counts = s.Counts || x.Counts
	s.Sources = append(slices.Clip(s.Sources), x.Record)
	return s
}

// FurtherSources says how many records tell of the signature besides its own;
// nothing where none does.
func (s *Signature) FurtherSources(l value.Lang) string {
	switch n := len(s.Sources); n {
	case 0:
		return ""
	case 1:
		return value.Words{ID: "dan satu sumber lain", EN: "and one further source"}.In(l)
	default:
		return value.Words{ID: "dan %d sumber lain", EN: "and %d further sources"}.With(n).In(l)
	}
}

// SigningAt is the signing that the i-th signature told first, with what joined it;
// false where that signature joined another.
func (s Instrument) SigningAt(i int) (sig Signature, ok bool) {
	sig = *s.Signatures.At(i)
	if sig.Joins != "" {
		return sig, false
	}
	if s.Joined == 0 {
		return sig, true
	}
	first := sig.Record
	for _, x := range s.Signatures.Of(sig.Key()) {
		if x.Joins == first {
			sig = sig.with(x)
		}
	}
	return sig, true
}

// SigningOf is the place, among the signatures, of the one that the newest told or
// joined.
func (s Instrument) SigningOf() (newest, first int) {
	newest = s.Signatures.Len() - 1
	sig := s.Signatures.Last()
	if sig.Joins == "" {
		return newest, newest
	}
	for i, x := range s.Signatures.Of(sig.Key()) {
		if x.Record == sig.Joins {
			return newest, i
		}
	}
	return newest, newest
}

// Signings goes through the signatures, each with all its sources.
func (s Instrument) Signings() iter.Seq[*Signature] {
	if s.Joined == 0 {
		return s.Signatures.All()
	}
	return func(yield func(*Signature) bool) {
		for i := range s.Signatures.Len() {
			if sig, ok := s.SigningAt(i); ok && !yield(&sig) {
				return
			}
		}
	}
}

// disputed reports whether two of the signatures of one place, which count alike,
// cannot both be so.
func disputed(sigs []Signature) bool {
	for i := range sigs {
		for j := range sigs[:i] {
			a, b := &sigs[i], &sigs[j]
			if a.Counts && b.Counts && len(a.Slots) == 1 && len(b.Slots) == 1 && a.Grade == b.Grade && !a.mayBe(b) {
				return true
			}
		}
	}
	return false
}
