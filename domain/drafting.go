package domain

import (
	"reflect"
	"slices"
	"strconv"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Instrument is one document, or a bundle of which only the count is known.
type Instrument struct {
	Drafted     bool
	Title       string
	Sort        value.Stated[InstrumentType]
	Bundle      bool
	Count       value.Stated[int] // of a bundle
	Items       fact.Series[Item] // of a bundle, as far as named
	Under       value.Stated[value.InstrumentID]
	Fields      []string
	DraftedOn   value.When
	Exists      bool        // a source gives it as a document that there is
	ExistsBy    value.Grade // the best of these
	Dated       value.When  // the document's own date
	Finalised   bool
	FinalisedOn value.When
	FinalText   value.Stated[value.Hash]
	Signatories fact.Indexed[value.Slot, Signatory]
	Unproven    []value.Slot // of signatories whom only sources add that do not count
	Signatures  fact.Indexed[value.Slot, Signature]
	Joined      int           // how many of them are further sources of others
	FirstSigned []FirstSigned // of the signatures, up to two
	Reminders   fact.Series[value.RecordID]
	Terms       []TermStatement
	Endings     []Ending
	Denials     []Denial
}

// Signatory is a slot: a place in a document where somebody is to sign.
type Signatory struct {
	Slot   value.Slot                   `json:"slot" id:"nomor penanda tangan" en:"signatory's number"`
	Party  value.Stated[value.PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Office value.Stated[value.OfficeID] `json:"office,omitzero" id:"jabatan" en:"office"`
}

// Key finds a signatory by its slot.
func (x Signatory) Key() value.Slot { return x.Slot }

// InstrumentType is what the document is in law.
type InstrumentType string

const (
	KesepakatanBersama InstrumentType = "kesepakatan-bersama"
	PKS                InstrumentType = "pks"
	NotaKesepakatan    InstrumentType = "nota-kesepakatan"
	Addendum           InstrumentType = "addendum"
	Minutes            InstrumentType = "minutes"
	OtherInstrument    InstrumentType = "other"
)

func (InstrumentType) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(KesepakatanBersama, "Kesepakatan Bersama", "joint agreement (Kesepakatan Bersama)"),
		value.NewChoice(PKS, "Perjanjian Kerja Sama (PKS)", "cooperation agreement (PKS)"),
		value.NewChoice(NotaKesepakatan, "Nota Kesepakatan", "note of agreement (Nota Kesepakatan)"),
		value.NewChoice(Addendum, "Adendum", "addendum"),
		value.NewChoice(Minutes, "Berita Acara", "minutes"),
		value.NewChoice(OtherInstrument, "naskah lain", "another document"),
	}
}
func (s *InstrumentType) UnmarshalText(b []byte) error { return value.Choose(s, b) }

var instruments = fact.KindOf[Instrument](value.KindInstrument)

// The facts of drafting. The written names are the storage format.
var drafting = fact.Join(
	fact.Of[InstrumentDrafted](instruments, "id.mufakat.instrument.drafted.v1", "draft", value.Words{
		ID: "Naskah disusun: {title} ({kind})[, {count} naskah dalam satu berkas][, di bawah {under}].",
		EN: "Drafted: {title} ({kind})[, a bundle of {count}][, under {under}]."},
		fact.Needs("title", "kind", "signatories", "under", "fields"), fact.Begins),
	fact.Of[InstrumentCited](instruments, "id.mufakat.instrument.cited.v1", "cite", value.Words{
		ID: "Naskah diketahui ada: {title} ({kind})[, bertanggal {dated}][, {count} naskah dalam satu berkas][, di bawah {under}].",
		EN: "Known to exist: {title} ({kind})[, dated {dated}][, a bundle of {count}][, under {under}]."},
		fact.Needs("title", "kind", "signatories", "under", "fields"), fact.Begins),
	fact.Of[BundleItemised](instruments, "id.mufakat.instrument.bundle-itemised.v1", "itemise", value.Words{
		ID: "Isi berkas dirinci: {items}.",
		EN: "The bundle was itemised: {items}."},
		fact.Needs("items")),
	fact.Of[SignatoryAdded](instruments, "id.mufakat.instrument.signatory-added.v1", "add-signatory", value.Words{
		ID: "Penanda tangan {slot} ditambahkan: {office}, untuk {party}.",
		EN: "Signatory {slot} was added: {office}, for {party}."},
		fact.Needs("slot", "party", "office"),
		fact.Tells(&signatureAwaited, SignatoryAdded.awaits)),
	fact.Of[TextFinalised](instruments, "id.mufakat.instrument.text-finalised.v1", "finalise", value.Words{
		ID: "Naskah final disepakati, {occurred}[, versi {version}].",
		EN: "The text was agreed as final on {occurred}[, version {version}]."},
		fact.SaysEnough,
		fact.Tells(&signatureAwaited, TextFinalised.awaits)),
)

// InstrumentDrafted enters a document, or a bundle of documents that no source
// names one by one.
type InstrumentDrafted struct {
	Kind        value.Stated[InstrumentType]     `json:"kind,omitzero" id:"jenis naskah" en:"kind of document"`
	Title       string                           `json:"title,omitzero" id:"judul" en:"title"`
	Bundle      bool                             `json:"bundle,omitzero" id:"beberapa naskah sekaligus" en:"several documents as one"`
	Count       value.Stated[int]                `json:"count,omitzero" id:"banyaknya" en:"number"`
	Under       value.Stated[value.InstrumentID] `json:"under,omitzero" id:"naskah induk" en:"under"`
	Fields      []string                         `json:"fields,omitempty" id:"bidang" en:"fields"`
	Signatories []Signatory                      `json:"signatories,omitempty" id:"penanda tangan" en:"signatories"`
}

var (
	alreadyDrafted = value.NewRefusal(value.Conflict, "already-drafted",
		"Naskah ini sudah tercatat. Bila catatannya keliru, perbaiki dengan perintah correct.",
		"This document is on record already. If that record is wrong, use the command correct.")
	// NotDrafted and [NotInThisFile] refuse what needs an earlier record.
	NotDrafted = value.NewRefusal(value.Invalid, "not-drafted",
		"Naskah ini belum tercatat. Catat dahulu dengan perintah draft.",
		"This document is not on record. Record it first with the command draft.")
	countWithoutBundle = value.NewRefusal(value.Invalid, "count-without-bundle",
		"Banyaknya hanya untuk beberapa naskah sekaligus. Tambahkan bundle, atau hilangkan isian ini.",
		"A number is only for several documents as one. Add bundle, or leave this field out.")
	bundleTooSmall = value.NewRefusal(value.Invalid, "bundle-too-small",
		"Beberapa naskah sekaligus berarti dua atau lebih, bukan %d.",
		"Several documents as one means two or more, not %d.")
	slotTwice = value.NewRefusal(value.Invalid, "slot-twice",
		"Penanda tangan %s sudah ada. Pakai nomor lain.",
		"There is a signatory %s already. Use another number.")
	underItself = value.NewRefusal(value.Invalid, "under-itself",
		"Naskah tidak dapat menjadi induk bagi dirinya sendiri.",
		"A document cannot be under itself.")
	underOperative = value.NewRefusal(value.Invalid, "under-operative",
		"Induknya sendiri sebuah PKS. PKS berada di bawah Kesepakatan Bersama (PP 28/2018 Pasal 6).",
		"The document above it is a PKS itself. A PKS stands under a Kesepakatan Bersama (PP 28/2018 Pasal 6).")
)

func (f InstrumentDrafted) Refuse(s Instrument, given fact.Given) error {
	if s.Drafted {
		return alreadyDrafted
	}
	if !f.Bundle && !f.Count.IsZero() {
		return countWithoutBundle.On("count")
	}
	for _, n := range f.Count.Candidates() {
		if n < 2 {
			return bundleTooSmall.With(n).On("count")
		}
	}
	taken := map[value.Slot]bool{}
	for i, x := range f.Signatories {
		if x.Slot == "" {
			return value.NotASlot.With("").On(fact.FieldPath("signatories", i, "slot"))
		}
		if taken[x.Slot] {
			return slotTwice.With(x.Slot).On(fact.FieldPath("signatories", i, "slot"))
		}
		taken[x.Slot] = true
		if err := refuseOffice(x.Office, fact.FieldPath("signatories", i, "office"), x.Party, fact.FieldPath("signatories", i, "party"), given.Lookup); err != nil {
			return err
		}
	}
	return f.refuseUnder(given)
}

func (f InstrumentDrafted) refuseUnder(given fact.Given) error {
	up, ok := f.Under.Known()
	if !ok {
		return nil
	}
	if up.Ref() == given.Ref {
		return underItself.On("under")
	}
	if a, ok := given.Lookup.Aggregate(up.Ref()); ok && a.State.(Instrument).Sort.Is(PKS) == value.Yes {
		return underOperative.On("under")
	}
	return nil
}

// Stands is about the paper as it was drafted; what became of it since is no part.
func (f InstrumentDrafted) Stands(s Instrument) bool {
	return s.Drafted && s.Title == f.Title && s.Bundle == f.Bundle && reflect.DeepEqual(s.Sort, f.Kind)
}

func (f InstrumentDrafted) Evolve(s Instrument, e fact.Entry) Instrument {
	s.Drafted, s.Title, s.Sort, s.Bundle, s.Count = true, f.Title, f.Kind, f.Bundle, f.Count
	s.Under, s.Fields, s.DraftedOn = f.Under, slices.Clone(f.Fields), e.Data.Occurred
	if g := e.Grade(); g == value.GradeRegister {
		s.Exists, s.ExistsBy = true, g
	}
	s.Signatories = fact.IndexedOf(f.Signatories...)
	return s
}

// InstrumentCited enters a document that a register, another document, a copy or
// the news gives as one that there is. Nobody need have said how it was drafted or
// who signed it, and nothing is awaited of anybody.
type InstrumentCited struct {
	InstrumentDrafted `json:",inline"`
	Dated             value.When `json:"dated,omitzero" id:"tanggal naskah" en:"the document's date"`
}

func (f InstrumentCited) Evolve(s Instrument, e fact.Entry) Instrument {
	s = f.InstrumentDrafted.Evolve(s, e)
	s.Exists, s.ExistsBy, s.Dated, s.DraftedOn = true, gradeOf(e, f.Dated), f.Dated, value.When{}
	return s
}

// Item is one document of a bundle, as far as a source names it.
type Item struct {
	Title    string                           `json:"title,omitzero" id:"judul" en:"title"`
	Field    string                           `json:"field,omitzero" id:"bidang" en:"field"`
	Document value.Stated[value.InstrumentID] `json:"document,omitzero" id:"naskah" en:"document"`
}

// BundleItemised names documents of a bundle; further ones may follow.
type BundleItemised struct {
	Items []Item `json:"items,omitempty" id:"rincian" en:"items"`
}

var (
	notABundle = value.NewRefusal(value.Invalid, "not-a-bundle",
		"Ini satu naskah, bukan beberapa naskah sekaligus.",
		"This is one document, not several as one.")
	moreItemsThanCount = value.NewRefusal(value.Invalid, "more-items-than-count",
		"Rinciannya menjadi %d, padahal banyaknya %d. Perbaiki banyaknya dahulu dengan perintah correct.",
		"That makes %d items, but the bundle holds %d. Correct its number first with the command correct.")
)

func (f BundleItemised) Refuse(s Instrument, _ fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	if !s.Bundle {
		return notABundle
	}
	if n, ok := s.Count.Known(); ok && s.Items.Len()+len(f.Items) > n {
		return moreItemsThanCount.With(s.Items.Len()+len(f.Items), n).On("items")
	}
	return nil
}

func (f BundleItemised) Evolve(s Instrument, _ fact.Entry) Instrument {
	s.Items = s.Items.With(f.Items...)
	return s
}

// SignatoryAdded adds a slot that was not named at first.
type SignatoryAdded struct {
	Slot   value.Stated[value.Slot]     `json:"slot,omitzero" id:"nomor penanda tangan" en:"signatory's number"`
	Party  value.Stated[value.PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Office value.Stated[value.OfficeID] `json:"office,omitzero" id:"jabatan" en:"office"`
}

func (f SignatoryAdded) Refuse(s Instrument, given fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	if slot, ok := f.Slot.Known(); ok {
		if _, there := s.signatory(slot); there {
			return slotTwice.With(slot).On("slot")
		}
	}
	return refuseOffice(f.Office, "office", f.Party, "party", given.Lookup)
}

// Stands is false for one without a number: two of them are two signatories.
func (f SignatoryAdded) Stands(s Instrument) bool {
	slot, ok := f.Slot.Known()
	if !ok {
		return false
	}
	_, there := s.signatory(slot)
	return there
}

// Evolve gives a slot whose number no source states the next free one, so that
// it can be pointed at.
func (f SignatoryAdded) Evolve(s Instrument, e fact.Entry) Instrument {
	slot, ok := f.Slot.Known()
	for n := s.Signatories.Len() + 1; !ok; n++ {
		slot = value.Slot("x-" + strconv.Itoa(n))
		_, taken := s.signatory(slot)
		ok = !taken
	}
	s.Signatories = s.Signatories.With(Signatory{slot, f.Party, f.Office})
	if on := e.Data.Occurred; !proven(gradeOf(e, on), on) {
		s.Unproven = append(slices.Clip(s.Unproven), slot)
	}
	return s
}

// awaits: a signatory who comes after the text was final is to sign it as well.
func (f SignatoryAdded) awaits(_, s Instrument, e fact.Entry) (awaitedNotice, bool) {
	added := s.Signatories.Last().Slot
	n, ok := s.awaited(e, func(x SlotStatus) bool { return x.Slot == added })
	n.When = s.FinalisedOn
	return n, ok && s.Finalised
}

// SignatorySlots are the places of the signatories; see [Claimable].
func (s Instrument) SignatorySlots() (slots []value.Slot) {
	for x := range s.Signatories.All() {
		slots = append(slots, x.Slot)
	}
	return slots
}

func (s Instrument) signatory(slot value.Slot) (Signatory, bool) {
	for _, x := range s.Signatories.Of(slot) {
		return *x, true
	}
	return Signatory{}, false
}

// TextFinalised says that the text was agreed; what is signed after it must be
// that text.
type TextFinalised struct {
	Version  string                   `json:"version,omitzero" id:"versi" en:"version"`
	TextHash value.Stated[value.Hash] `json:"textHash,omitzero" id:"SHA-256 naskah" en:"text's SHA-256"`
}

var alreadyFinal = value.NewRefusal(value.Conflict, "already-final",
	"Naskah final sudah tercatat. Perubahan sesudahnya dibuat dengan adendum.",
	"The final text is on record already. A change after it takes an addendum.")

func (f TextFinalised) Refuse(s Instrument, _ fact.Given) error {
	switch {
	case !s.Drafted:
		return NotDrafted
	case s.Finalised:
		return alreadyFinal
	}
	return nil
}

func (f TextFinalised) Stands(s Instrument) bool {
	return s.Finalised && reflect.DeepEqual(s.FinalText, f.TextHash)
}

func (f TextFinalised) Evolve(s Instrument, e fact.Entry) Instrument {
	s.Finalised, s.FinalisedOn, s.FinalText = true, e.Data.Occurred, f.TextHash
	return s
}

func (f TextFinalised) awaits(_, s Instrument, e fact.Entry) (awaitedNotice, bool) {
	return s.awaited(e, func(SlotStatus) bool { return true })
}

func (s Instrument) DisplayName(l value.Lang) string {
	if s.Title != "" {
		return s.Title
	}
	if k, ok := s.Sort.Known(); ok {
		return value.LabelOf(k, l)
	}
	return ""
}
