package domain

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Term is how long a document holds, as far as stated.
type Term struct {
	Stated    bool
	From      value.When
	Until     value.When
	OpenEnded bool
	Years     value.Stated[int]
}

// The facts of the term. The written names are the storage format.
var termOf = fact.Of[TermStated](instruments, "id.mufakat.instrument.term-stated.v1", "state-term", value.Words{
	ID: "Jangka waktu[ mulai {from}][ sampai {until}][, {years} tahun][, dasar: {basis}].",
	EN: "Term[ from {from}][ until {until}][, {years} years][, on the basis of {basis}]."})

// TermStated says from when to when a document holds.
type TermStated struct {
	From      value.When        `json:"from,omitzero" id:"mulai" en:"from"`
	Until     value.When        `json:"until,omitzero" id:"sampai" en:"until"`
	OpenEnded bool              `json:"openEnded,omitzero" id:"tanpa batas waktu" en:"open-ended"`
	Years     value.Stated[int] `json:"years,omitzero" id:"tahun" en:"years"`
	Basis     string            `json:"basis,omitzero" id:"dasar" en:"basis"`
}

var openYetEnding = value.NewRefusal(value.Invalid, "open-yet-ending",
	"Tanpa batas waktu, padahal ada akhirnya. Pilih salah satu.",
	"It is open-ended and yet has an end. Choose one.")

func (f TermStated) Refuse(s Instrument, _ fact.Given) error {
	switch {
	case !s.Drafted:
		return NotDrafted
	case f.OpenEnded && (!f.Until.IsZero() || !f.Years.IsZero()):
		return openYetEnding.On("openEnded")
	}
	return refuseBackwards(f.From, f.Until, "until")
}

func (f TermStated) Evolve(s Instrument, _ fact.Entry) Instrument {
	s.Term = Term{Stated: true, From: f.From, Until: f.Until, OpenEnded: f.OpenEnded, Years: f.Years}
	return s
}

// inForce answers whether the document holds as of at: computed from signatures and
// term, never recorded. A document that is not signed for all is not in force;
// where the start is not stated it cannot be told.
func (s Instrument) inForce(signed value.Truth, at value.AsOf) value.Answer {
	if s.Signatories.Len() == 0 {
		return value.Answer{Truth: value.CannotTell, Because: []string{"signatories"}}
	}
	if signed == value.No {
		return value.Answer{Truth: value.No}
	}
	var because []string
	if signed == value.CannotTell {
		because = append(because, "signatures")
	}
	begun := s.Term.From.BegunBy(at)
	if begun == value.CannotTell {
		because = append(because, "term.from")
	}
	ended := value.No
	if !s.Term.OpenEnded && !s.Term.Until.IsZero() {
		ended = s.Term.Until.EndedBy(at)
	} else if !s.Term.OpenEnded && begun != value.No {
		ended, because = value.CannotTell, append(because, "term.until")
	}
	switch {
	case begun == value.No, ended == value.Yes:
		return value.Answer{Truth: value.No}
	case begun == value.Yes && ended == value.No && signed == value.Yes:
		return value.Answer{Truth: value.Yes}
	}
	return value.Answer{Truth: value.CannotTell, Because: because}
}
