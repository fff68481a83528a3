package domain

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// holderRules compare who signed with who held the office by the ledger's own
// records.
var holderRules = []rule{{"signer-not-holder", value.Words{ID: "bukan pejabatnya pada hari itu", EN: "not the holder on that day"}, ownRecords, (*act).signerNotHolder}}

func (a *act) signerNotHolder() verdict {
	as, ok := a.ActingAs.Known()
	if ok && as != Definitive && as != Pj && !a.heldBySigner() {
		return kept // they say themselves that they stand in for the holder
	}
	if a.office.IsZero() {
		return a.outOfOffice()
	}
	v := a.signingOffice().tenure(a.Signer, a.when)
	if v != kept {
		v.words = said("Yang menandatangani: %s", "Who signed: %s", v.words)
	}
	return v
}

// outOfOffice judges somebody of whom it is not said by what office they signed: by
// the offices of the party that they are on record as having held, none of which
// they held that day.
func (a *act) outOfOffice() verdict {
	who, known := a.Signer.Known()
	party, of := a.party.Known()
	if !known || !of || a.held == nil {
		return kept
	}
	found := kept
	for _, id := range a.held(party) {
		o := fact.StateOf[Office](a.known, id.Ref())
		for _, h := range o.Holders {
			switch {
			case h.of(who) != value.Yes:
			case o.held(h, a.when) != value.No:
				return kept
			default:
				found = unsure(said("Tidak disebut dengan jabatan apa %s menandatangani; menurut catatan pejabat ia memegang jabatan %s, %s, yang tidak mencakup hari itu, %s.",
					"By what office %s signed is not stated; by the holders on record they held the office of %s, %s, which does not include that day, %s.",
					plain(string(who)), nameOf(a.known, id.Ref()), o.term(h), whenOf(a.when)))
			}
		}
	}
	return found
}

// signingOffice is the office it was signed by, as far as known.
func (a *act) signingOffice() (o Office) {
	if id, ok := a.office.Known(); ok {
		o = fact.StateOf[Office](a.known, id.Ref())
	}
	return o
}

// heldBySigner reports whether a time of the signer in the office is on record.
func (a *act) heldBySigner() bool {
	who, ok := a.Signer.Known()
	for _, h := range a.signingOffice().Holders {
		if ok && h.of(who) == value.Yes {
			return true
		}
	}
	return false
}

// heldAs is as what the signer surely held the office at the act, by the ledger.
func (a *act) heldAs() (as ActingAs, ok bool) {
	o, who := a.signingOffice(), a.Signer.Or("")
	for _, h := range o.Holders {
		if who != "" && h.of(who) == value.Yes && o.held(h, a.when) == value.Yes {
			as, ok = h.ActingAs.Known()
		}
	}
	return as, ok
}

// of answers whether the holding is of that person.
func (h Holding) of(who Name) value.Truth {
	x, ok := h.Holder.Known()
	if !ok {
		return value.CannotTell
	}
	return sameName(x, who)
}

// until is when the holding ended: as stated, or else before the next definitive
// holder began.
func (s Office) until(h Holding) (end, next value.When) {
	if !h.To.IsZero() || h.ActingAs.Is(Definitive) == value.No {
		return h.To, next
	}
	for _, x := range s.Holders {
		if x.ActingAs.Is(Definitive) == value.Yes && surelyBefore(h.From, x.From) && (next.IsZero() || surelyBefore(x.From, next)) {
			next = x.From
		}
	}
	return end, next
}

// held answers whether the holding covered the day. A start that is not stated
// cannot be told; an end that is not stated had not come.
func (s Office) held(h Holding, day value.When) value.Truth {
	end, next := s.until(h)
	begins, ends, follows := value.CannotTell, value.No, value.No
	if !h.From.IsZero() {
		begins = precedes(day, h.From)
	}
	if !end.IsZero() {
		ends = precedes(end, day)
	}
	if !next.IsZero() {
		follows = begun(next, day)
	}
	switch {
	case begins == value.Yes, ends == value.Yes, follows == value.Yes:
		return value.No
	case begins == value.No && ends == value.No && follows == value.No:
		return value.Yes
	}
	return value.CannotTell
}

// begun answers whether what holds from then on held at the day.
func begun(from, day value.When) value.Truth {
	switch precedes(day, from) {
	case value.Yes:
		return value.No
	case value.No:
		return value.Yes
	}
	return value.CannotTell
}

// tenure judges whether who acted for the office held it that day.
func (s Office) tenure(person value.Stated[Name], day value.When) verdict {
	if len(s.Holders) == 0 || day.IsZero() {
		return kept
	}
	who, known := person.Known()
	if !known {
		return s.vacant(day)
	}
	var own, another, doubtful *Holding // of that person; held by another then; may be so
	for i := range s.Holders {
		h := &s.Holders[i]
		is, held := h.of(who), s.held(*h, day)
		switch {
		case is == value.Yes && (held == value.Yes || h.From.IsZero() && h.To.IsZero() && held != value.No):
			return kept
		case is == value.Yes && (own == nil || held == value.CannotTell):
			own = h
		case is == value.CannotTell:
			doubtful = h
		case is == value.No && held == value.Yes && h.ActingAs.Is(Definitive) != value.No:
			another = h
		}
	}
	name := plain(string(who))
	switch {
	case own != nil && s.held(*own, day) == value.No:
		return own.asFarAsProven(said("menurut catatan pejabat, masa jabatan %s, %s, tidak mencakup hari itu, %s.",
			"by the holders on record, the time in office of %s, %s, does not include that day, %s.", name, s.term(*own), whenOf(day)))
	case own != nil:
		return unsure(said("tidak dapat dipastikan apakah masa jabatan %s, %s, mencakup hari itu, %s.",
			"it cannot be told whether the time in office of %s, %s, includes that day, %s.", name, s.term(*own), whenOf(day)))
	case doubtful != nil:
		return unsure(said("tidak dapat dipastikan apakah %s sama dengan pejabat yang tercatat, %s.",
			"it cannot be told whether %s is the holder on record, %s.", name, plain(string(doubtful.Holder.Or("")))))
	case another != nil:
		return another.asFarAsProven(said("menurut catatan pejabat, jabatan itu dipegang %s, %s, bukan oleh %s.",
			"by the holders on record, the office was held by %s, %s, and not by %s.", plain(string(another.Holder.Or(""))), s.term(*another), name))
	}
	return unsure(said("%s tidak ada di antara pejabat yang tercatat; tidak dapat dipastikan apakah ia memegang jabatan itu pada %s.",
		"%s is not among the holders on record; whether they held the office on %s cannot be told.", name, whenOf(day)))
}

// asFarAsProven is a verdict that rests on the holding.
func (h Holding) asFarAsProven(w value.Words) verdict { return verdict{w, !proven(h.Grade, h.From)} }

// vacant judges an office of which it is not said who acted for it: whether
// somebody can have held it.
func (s Office) vacant(day value.When) verdict {
	for _, h := range s.Holders {
		if s.held(h, day) != value.No {
			return kept
		}
	}
	last := s.Holders[len(s.Holders)-1]
	return unsure(said("tidak dapat dipastikan siapa yang memegang jabatan itu pada %s: tidak ada pejabat yang tercatat untuk hari itu, yang terakhir dicatat %s, %s.",
		"who held the office on %s cannot be told: no holder is on record for that day, the last recorded being %s, %s.",
		whenOf(day), value.Words{ID: last.Holder.Format(value.Indonesian, nil), EN: last.Holder.Format(value.English, nil)}, s.term(last)))
}

// term is the time of a holding in words.
func (s Office) term(h Holding) value.Words {
	end, next := s.until(h)
	from := value.Words{ID: "mulai tidak disebut", EN: "from not stated"}
	if !h.From.IsZero() {
		from = said("mulai %s", "from %s", whenOf(h.From))
	}
	switch {
	case !end.IsZero():
		return said("%s, sampai %s", "%s, until %s", from, whenOf(end))
	case !next.IsZero():
		return said("%s, sampai pejabat berikutnya mulai %s", "%s, until the next holder's from %s", from, whenOf(next))
	}
	return from
}

// placeRules compare a signature with the place that it stands in: what the two say
// of party and office is refused when seen, and may have got on record before it
// was.
var placeRules = []rule{
	{"place-other-party", value.Words{ID: "tempat pihak lain", EN: "the place of another party"}, ownRecords, (*act).placeOfAnotherParty},
	{"place-other-office", value.Words{ID: "tempat jabatan lain", EN: "the place of another office"}, ownRecords, (*act).placeOfAnotherOffice},
	{"office-other-party", value.Words{ID: "jabatan pihak lain", EN: "an office of another party"}, ownRecords, (*act).officeOfAnotherParty},
}

func (a *act) placeOfAnotherParty() verdict {
	if compatible(a.place.Party, a.OnBehalfOf) {
		return kept
	}
	return broken(said("Penanda tangan %s adalah tempat %s, sedangkan tanda tangan ini untuk %s.",
		"Signatory %s is the place of %s, and this signature was for %s.", plain(string(a.place.Slot)), words(a.known, a.place.Party), words(a.known, a.OnBehalfOf)))
}

// placeOfAnotherOffice: whoever has the power of the office that the place is of
// signs in its name.
func (a *act) placeOfAnotherOffice() verdict {
	id, _ := a.Mandate.Known()
	if compatible(a.place.Office, a.Office) || id != "" && same(a.powerOf(id).Giver, a.place.Office) == value.Yes {
		return kept
	}
	return broken(said("Penanda tangan %s adalah tempat %s, sedangkan yang menandatangani %s.",
		"Signatory %s is the place of %s, and %s signed.", plain(string(a.place.Slot)), words(a.known, a.place.Office), words(a.known, a.Office)))
}

func (a *act) officeOfAnotherParty() verdict {
	office := a.signingOffice()
	if compatible(office.Party, a.party) {
		return kept
	}
	return broken(said("%s adalah jabatan %s, sedangkan tanda tangan ini untuk %s.",
		"%s is an office of %s, and this signature was for %s.", words(a.known, a.office), words(a.known, office.Party), words(a.known, a.party)))
}

// dayRules compare what the source says of the day with the calendar.
var dayRules = []rule{{"weekday-differs", value.Words{ID: "hari dan tanggalnya tidak cocok", EN: "the day of the week is not that of the date"}, ownRecords, (*act).weekdayDiffers}}

func (a *act) weekdayDiffers() verdict {
	if _, differs := a.When.Weekday(); !differs {
		return kept
	}
	return unsure(said("Hari dan tanggal penandatanganan tidak cocok: %s. Salah satunya keliru.",
		"The day of the week is not that of the date of signing: %s. One of the two is wrong.", a.signedOn()))
}
