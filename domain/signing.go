package domain

import (
	"iter"
	"slices"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Signature is one signatory's signing as a record tells it.
type Signature struct {
	Record     value.RecordID                `json:"record"`
	Seq        uint64                        `json:"seq"`
	Slots      []value.Slot                  `json:"slots,omitempty"` // the slot, or those it may be; none: cannot be told
	OnBehalfOf value.Stated[value.PartyID]   `json:"onBehalfOf,omitzero"`
	Office     value.Stated[value.OfficeID]  `json:"office,omitzero"`
	Signer     value.Stated[Name]            `json:"signer,omitzero"`
	ActingAs   value.Stated[ActingAs]        `json:"actingAs,omitzero"`
	Mandate    value.Stated[value.MandateID] `json:"mandate,omitzero"`
	Method     value.Stated[Method]          `json:"method,omitzero"`
	Extent     value.Stated[Extent]          `json:"extent,omitzero"` // of a bundle
	When       value.When                    `json:"occurred,omitzero"`
	Place      value.Place                   `json:"place,omitzero"`
	Grade      value.Grade                   `json:"grade,omitzero"`
	Counts     bool                          `json:"counts"` // its grade makes it count as signed
	SaidBy     value.AssertedBy              `json:"assertedBy,omitzero"`
	Recorded   time.Time                     `json:"recorded"`
	Joins      value.RecordID                `json:"joins,omitempty"`   // the record of the signing that it is a further source of
	Sources    []value.RecordID              `json:"sources,omitempty"` // the records of its further sources
}

// HappenedBy answers whether it had happened as of at. What is on record had
// happened when it was recorded, whatever day it was.
func (s *Signature) HappenedBy(at value.AsOf) value.Truth {
	if !at.Time().Before(s.Recorded) {
		return value.Yes
	}
	return s.When.By(at)
}

// Method is how it was signed.
type Method string

const (
	MethodWet Method = "wet"
	MethodTTE Method = "tte"
)

func (Method) Choices() []value.Choice {
	return []value.Choice{value.NewChoice(MethodWet, "tanda tangan basah", "by hand"), value.NewChoice(MethodTTE, "tanda tangan elektronik (TTE)", "e-signature (TTE)")}
}
func (m *Method) UnmarshalText(b []byte) error { return value.Choose(m, b) }

// The facts of signing. The written names are the storage format.
var signing = fact.Of[SignedByParty](instruments, "id.mufakat.instrument.signed-by-party.v1", "sign", value.Words{
	ID: "Ditandatangani[ untuk {onBehalfOf}][ (penanda tangan {slot})] oleh {office}[, {signer}][, sebagai {actingAs}][, {extent}], {occurred}[, berdasarkan {mandate}].",
	EN: "Signed[ for {onBehalfOf}][ (signatory {slot})] by {office}[, {signer}][, as {actingAs}][, {extent}], {occurred}[, under {mandate}]."},
	fact.Needs("slot", "office", "signer", "onBehalfOf", "occurred", "evidence"),
	fact.Tells(&signatureRecorded, SignedByParty.counted))

// SignedByParty records that one signatory signed. It says what happened, not
// that it was lawful: that is for the compliance notes. For whom stands around
// it, as onBehalfOf.
type SignedByParty struct {
	Slot     value.Stated[value.Slot]      `json:"slot,omitzero" id:"penanda tangan" en:"signatory"`
	Office   value.Stated[value.OfficeID]  `json:"office,omitzero" id:"jabatan" en:"office"`
	Signer   value.Stated[Name]            `json:"signer,omitzero" id:"pejabat" en:"signer"`
	ActingAs value.Stated[ActingAs]        `json:"actingAs,omitzero" id:"bertindak sebagai" en:"acting as"`
	Mandate  value.Stated[value.MandateID] `json:"mandate,omitzero" id:"surat kuasa" en:"power of attorney"`
	Method   value.Stated[Method]          `json:"method,omitzero" id:"cara" en:"method"`
	Extent   value.Stated[Extent]          `json:"extent,omitzero" id:"banyaknya yang ditandatangani" en:"how many were signed"`
	TextHash value.Stated[value.Hash]      `json:"textHash,omitzero" id:"SHA-256 naskah" en:"text's SHA-256"`
}

var (
	anotherText = value.NewRefusal(value.Invalid, "another-text",
		"Yang ditandatangani berbeda dari naskah final. Periksa berkasnya.",
		"What was signed is not the final text. Check the file.")
	extentOfOne = value.NewRefusal(value.Invalid, "extent-of-one",
		"Ini satu naskah. Hilangkan isian ini.",
		"This is one document. Leave this field out.")
	extentBeyond = value.NewRefusal(value.Invalid, "extent-beyond",
		"Jumlahnya %d, padahal berkas ini memuat %d naskah.",
		"It says %d, but this bundle holds %d documents.")
)

func (f SignedByParty) Refuse(s Instrument, given fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	for _, slot := range f.Slot.Candidates() {
		if _, ok := s.signatory(slot); !ok {
			return fact.NoSuchSlot.With(slot).On("slot")
		}
	}
	if err := f.refuseAnother(s, given); err != nil {
		return err
	}
	if h, ok := f.TextHash.Known(); ok && s.FinalText.Is(h) == value.No {
		return anotherText.On("textHash")
	}
	return f.refuseExtent(s)
}

// refuseAnother refuses a signature that says of itself two things that cannot both
// be so: for whom, in whose place and in which office. Somebody may sign in another
// office than the place names; not in another party's.
func (f SignedByParty) refuseAnother(s Instrument, given fact.Given) error {
	party := given.Data.OnBehalfOf
	office, officeKnown := partyOfOffice(f.Office, given.Lookup)
	if officeKnown && !compatible(office, party) {
		return contradict("office", "onBehalfOf")
	}
	x, ok := s.slotOf(f.Slot)
	switch {
	case !ok:
	case !compatible(x.Party, party):
		return contradict("slot", "onBehalfOf")
	case officeKnown && !compatible(x.Party, office):
		return contradict("slot", "office")
	}
	return nil
}

// slotOf is the signatory of a place that is known.
func (s Instrument) slotOf(slot value.Stated[value.Slot]) (Signatory, bool) {
	known, _ := slot.Known()
	return s.signatory(known)
}

// contradicting refuses what says of itself two things that cannot both be so.
var contradicting = value.NewRefusal(value.Invalid, "contradicting-fields",
	"Isian %[1]s dan %[2]s saling bertentangan: keduanya tentang pihak yang berbeda. Periksa keduanya; bila itu kata suatu sumber, catat dengan account.",
	"The fields %[1]s and %[2]s contradict each other: they are of two parties. Check both; if that is what a source says, record it with account.")

func contradict(field, other string) error { return contradicting.With(field, other).On(field) }

// partyOfOffice is whose office it is, as far as it is known which office.
func partyOfOffice(office value.Stated[value.OfficeID], known fact.Lookup) (party value.Stated[value.PartyID], ok bool) {
	id, ok := office.Known()
	if !ok {
		return party, false
	}
	state := fact.StateOf[Office](known, id.Ref())
	if agency, ok := state.Agency.Known(); ok && state.Party.IsZero() {
		return fact.StateOf[Agency](known, agency.Ref()).Party, true
	}
	return state.Party, true
}

// refuseOffice refuses an office that is another party's.
func refuseOffice(office value.Stated[value.OfficeID], field string, party value.Stated[value.PartyID], other string, known fact.Lookup) error {
	if of, ok := partyOfOffice(office, known); ok && !compatible(of, party) {
		return contradict(field, other)
	}
	return nil
}

func (f SignedByParty) refuseExtent(s Instrument) error {
	if !s.Bundle && !f.Extent.IsZero() {
		return extentOfOne.On("extent")
	}
	x, _ := f.Extent.Known()
	if _, m, ok := x.part(); ok && s.Count.Is(m) == value.No {
		return extentBeyond.With(m, s.Count.Candidates()[0]).On("extent")
	}
	return nil
}

// Key finds a signature by its slot, where it is of one for certain; all others
// stand together.
func (s Signature) Key() (only value.Slot) {
	if len(s.Slots) == 1 {
		only = s.Slots[0]
	}
	return only
}

// only reports whether it is of that one slot for certain.
func (s *Signature) only(slot value.Slot) bool { return len(s.Slots) == 1 && s.Slots[0] == slot }

func (f SignedByParty) Evolve(s Instrument, e fact.Entry) Instrument {
	sig := Signature{
		Record: e.ID, Seq: e.Seq, OnBehalfOf: e.Data.OnBehalfOf,
		Office: f.Office, Signer: f.Signer, ActingAs: f.ActingAs, Mandate: f.Mandate, Method: f.Method,
		Extent: f.Extent, When: e.Data.Occurred, Place: e.Data.Place, Recorded: e.Time,
	}
	sig.Slots = s.slotsOf(f, e.Data.OnBehalfOf)
	sig.Grade, sig.SaidBy = s.bestStatement(sig, e)
	sig.Counts = sig.Grade.Counts(sig.When)
	if sig.Joins = s.joins(&sig); sig.Joins != "" {
		s.Joined++
	}
	s.Signatures = s.Signatures.With(sig)
	s.FirstSigned = s.firstSigned(&sig)
	return s
}

// FirstSigned are the first signature that counts, has a day and is of one slot for
// certain, and the first such of another slot: whichever slot is asked about, one
// of them is another's.
type FirstSigned struct {
	Slot value.Slot
	When value.When
}

func (s Instrument) firstSigned(sig *Signature) []FirstSigned {
	first := s.FirstSigned
	if n := len(first); n == 2 || !sig.Counts || len(sig.Slots) != 1 || sig.When.IsZero() || n == 1 && first[0].Slot == sig.Slots[0] {
		return first
	}
	return append(slices.Clip(first), FirstSigned{sig.Slots[0], sig.When})
}

// FirstOf are the first signatures among statuses, as [FirstSigned] are of all.
func FirstOf(slots []SlotStatus) (first []FirstSigned) {
	var seq [2]uint64
	for i := range slots {
		for j := range slots[i].Signatures {
			sig := &slots[i].Signatures[j]
			if !sig.Counts || len(sig.Slots) != 1 || sig.When.IsZero() {
				continue
			}
			switch {
			case len(first) == 0 || sig.Seq < seq[0]:
				first, seq = append([]FirstSigned{{sig.Slots[0], sig.When}}, first...), [2]uint64{sig.Seq, seq[0]}
				first = first[:min(2, len(first))]
			case len(first) == 1 || sig.Seq < seq[1]:
				first, seq[1] = append(first[:1:1], FirstSigned{sig.Slots[0], sig.When}), sig.Seq
			}
			break // its later signatures are of the same slot
		}
	}
	return first
}

// slotsOf lists the slots the signature may be: the one stated, or those that
// its party and office do not rule out.
func (s Instrument) slotsOf(f SignedByParty, party value.Stated[value.PartyID]) (slots []value.Slot) {
	if c := f.Slot.Candidates(); len(c) > 0 {
		return slices.Clone(c)
	}
	for x := range s.Signatories.All() {
		if compatible(x.Party, party) && compatible(x.Office, f.Office) {
			slots = append(slots, x.Slot)
		}
	}
	return slots
}

// compatible is false only where both are known enough to exclude each other.
func compatible[T comparable](a, b value.Stated[T]) bool {
	if len(a.Candidates()) == 0 || len(b.Candidates()) == 0 {
		return true
	}
	return slices.ContainsFunc(a.Candidates(), func(v T) bool { return slices.Contains(b.Candidates(), v) })
}

// bestStatement is the best grade that a source of the signature has, and on whose
// word that stands; of equal ones the first.
func (s Instrument) bestStatement(sig Signature, e fact.Entry) (best value.Grade, by value.AssertedBy) {
	by = e.Data.AssertedBy
	for x := range e.Statements() {
		if g := s.gradeFor(sig, x); g.Rank() < best.Rank() {
			best, by = g, x.SaidBy
		}
	}
	return best, by
}

// gradeFor lowers a party's own statement to another's where it is another
// party that says so.
func (s Instrument) gradeFor(sig Signature, x fact.Statement) value.Grade {
	g := x.Grade()
	if g != value.GradeOwnStatement || x.SaidBy.Party.IsZero() {
		return g
	}
	party := sig.OnBehalfOf
	if party.IsZero() && len(sig.Slots) == 1 {
		place, _ := s.signatory(sig.Slots[0])
		party = place.Party
	}
	if !compatible(party, x.SaidBy.Party) {
		return value.GradeOthersStatement
	}
	return g
}

// SignedBy goes through the signatures of one signatory each; see [Claimable].
func (s Instrument) SignedBy() iter.Seq2[value.Slot, value.RecordID] {
	return func(yield func(value.Slot, value.RecordID) bool) {
		for sig := range s.Signatures.All() {
			if len(sig.Slots) == 1 && !yield(sig.Slots[0], sig.Record) {
				return
			}
		}
	}
}

func (f SignedByParty) Signs() {}

// RuleSigned is the name of [signatureRecorded].
const RuleSigned fact.Rule = "signed"

// signatureRecorded tells the other signatories that one of them signed.
var signatureRecorded = fact.NoticeRule[signedNotice]{
	Name:  RuleSigned,
	About: func(n signedNotice) value.Ref { return firstDocument(n.Documents) },
	Parts: func(n signedNotice, known fact.Lookup) []fact.Part {
		signed := oneOf(n.Slots)
		others := slotParts(n.Documents, known, func(s value.Slot) bool { return !signed(s) })
		return append(others, fact.Part{Party: n.Party}, fact.Part{Office: n.Office})
	},
	What: func(signedNotice) value.Words {
		return value.Words{
			ID: "{signer} menandatangani {documents}[, {extent}][, {when}], {grade}.",
			EN: "{signer} signed {documents}[, {extent}][, {when}], {grade}."}
	},
	TakenBack: func(signedNotice) value.Words {
		return value.Words{
			ID: "Catatan bahwa {signer} menandatangani {documents}[, {when}] ditarik kembali: ternyata tidak demikian.",
			EN: "The record that {signer} signed {documents}[, {when}] is taken back: it is not so."}
	},
	ToDo: func(n signedNotice, to fact.Audience) value.Words {
		if len(ownUnsigned(n.Documents, to)) == 0 {
			return checkTheRecord
		}
		return value.Words{
			ID: "Tanda tangan {own} {ownNotYet}: siapkan penandatanganannya, atau catat bila sudah.",
			EN: "The signature of {own} {ownNotYet}: prepare it, or record it if it has been given."}
	},
	Values: map[string]func(signedNotice, fact.Audience) value.Words{
		"signer":    signedNotice.signer,
		"extent":    signedNotice.extent,
		"own":       func(n signedNotice, to fact.Audience) value.Words { return people(ownUnsigned(n.Documents, to), to) },
		"ownNotYet": func(n signedNotice, to fact.Audience) value.Words { return howFar(ownUnsigned(n.Documents, to)) },
	},
}

// signedNotice is a signature that counts.
type signedNotice struct {
	Documents []value.InstrumentID         `json:"documents,omitempty"`
	Slots     []value.Slot                 `json:"slots,omitempty"`
	Party     value.Stated[value.PartyID]  `json:"party,omitzero"`
	Office    value.Stated[value.OfficeID] `json:"office,omitzero"`
	When      value.When                   `json:"when,omitzero"`
	Extent    value.Stated[Extent]         `json:"extent,omitzero"`
	Bundle    bool                         `json:"bundle,omitzero"`
	Grade     value.Grade                  `json:"grade,omitzero"`
}

// counted: a signature that counts is on record, and no earlier record said the
// same of that slot. What is only reported is not told as signed.
func (f SignedByParty) counted(before, s Instrument, e fact.Entry) (n signedNotice, ok bool) {
	sig := s.Signatures.Last()
	if !sig.Counts || sig.saidIn(before.Signatures) {
		return n, false
	}
	n = signedNotice{Documents: []value.InstrumentID{value.InstrumentID(e.Ref.ID)}, Slots: slices.Clone(sig.Slots),
		Party: sig.OnBehalfOf, Office: f.Office, When: sig.When, Extent: f.Extent, Bundle: s.Bundle, Grade: sig.Grade}
	if len(sig.Slots) == 1 {
		x, _ := s.signatory(sig.Slots[0])
		n.Party, n.Office = orElse(n.Party, x.Party), orElse(n.Office, x.Office)
	}
	return n, true
}

// saidIn is true where an earlier signature that counts says the same.
func (s *Signature) saidIn(earlier fact.Indexed[value.Slot, Signature]) bool {
	for _, x := range earlier.Of(s.Key()) {
		if x.Counts && slices.Equal(x.Slots, s.Slots) && slices.Equal(x.Extent.Candidates(), s.Extent.Candidates()) {
			return true
		}
	}
	return false
}

func orElse[T comparable](t, o value.Stated[T]) value.Stated[T] {
	if t.IsZero() {
		return o
	}
	return t
}

// signer is the office and its party; an office that has a name names its party.
func (n signedNotice) signer(to fact.Audience) value.Words {
	office, party := to.Say(n.Office), to.Say(n.Party)
	switch {
	case n.Office.IsZero():
		return fact.FirstWords(party, unnamedParty)
	case len(n.Office.Candidates()) == 0 && !n.Party.IsZero():
		return value.Words{ID: office.ID + " (" + party.ID + ")", EN: office.EN + " (" + party.EN + ")"}
	}
	return office
}

func (n signedNotice) extent(to fact.Audience) value.Words {
	if n.Bundle && n.Extent.IsZero() {
		return value.Words{ID: "banyaknya yang ditandatangani tidak disebut", EN: "how many were signed is not stated"}
	}
	return to.Say(n.Extent)
}

// unnamedParty is how a sentence begins about a party that no source names.
var unnamedParty = value.Words{ID: "Pihak yang tidak disebut", EN: "A party not stated"}
