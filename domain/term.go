package domain

import "time"

// Term is how long a document holds, as far as stated.
type Term struct {
	Stated    bool
	From      When
	Until     When
	OpenEnded bool
	Years     Told[int]
}

// The facts of the term. The written names are the storage format.
var termOf = event[TermStated](instruments, "id.mufakat.instrument.term-stated.v1", "state-term", Words{
	"Jangka waktu[ mulai {from}][ sampai {until}][, {years} tahun][, dasar: {basis}].",
	"Term[ from {from}][ until {until}][, {years} years][, on the basis of {basis}]."})

// TermStated says from when to when a document holds.
type TermStated struct {
	From      When      `json:"from,omitzero" id:"mulai" en:"from"`
	Until     When      `json:"until,omitzero" id:"sampai" en:"until"`
	OpenEnded bool      `json:"openEnded,omitzero" id:"tanpa batas waktu" en:"open-ended"`
	Years     Told[int] `json:"years,omitzero" id:"tahun" en:"years"`
	Basis     string    `json:"basis,omitzero" id:"dasar" en:"basis"`
}

var openYetEnding = NewRefusal(Invalid, "open-yet-ending",
	"Tanpa batas waktu, padahal ada akhirnya. Pilih salah satu.",
	"It is open-ended and yet has an end. Choose one.")

func (f TermStated) refuse(s Instrument, _ Ask) error {
	switch {
	case !s.Drafted:
		return NotDrafted
	case f.OpenEnded && (!f.Until.IsZero() || !f.Years.IsZero()):
		return openYetEnding.On("openEnded")
	}
	return refuseBackwards(f.From, f.Until, "until")
}

func (f TermStated) evolve(s Instrument, _ Entry) Instrument {
	s.Term = Term{Stated: true, From: f.From, Until: f.Until, OpenEnded: f.OpenEnded, Years: f.Years}
	return s
}

// InForce answers whether the document holds at t: computed from signatures and
// term, never recorded. A document that is not signed for all is not in force;
// where the start is not stated it cannot be told.
func (s Instrument) InForce(t time.Time) Answer {
	signed := Yes
	for st := range s.Slots(t) {
		signed = signed.Both(st.Signed())
	}
	if len(s.Signatories) == 0 {
		return Answer{CannotTell, []string{"signatories"}}
	}
	if signed == No {
		return Answer{Truth: No}
	}
	var because []string
	if signed == CannotTell {
		because = append(because, "signatures")
	}
	begun := s.Term.From.By(t)
	if begun == CannotTell {
		because = append(because, "term.from")
	}
	ended := No
	if !s.Term.OpenEnded && !s.Term.Until.IsZero() {
		ended = s.Term.Until.By(t)
	} else if !s.Term.OpenEnded && begun != No {
		ended, because = CannotTell, append(because, "term.until")
	}
	switch {
	case begun == No, ended == Yes:
		return Answer{Truth: No}
	case begun == Yes && ended == No && signed == Yes:
		return Answer{Truth: Yes}
	}
	return Answer{CannotTell, because}
}
