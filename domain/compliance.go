package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Finding is a compliance note: something happened though a rule says it should
// not have. It is computed, never recorded, and refuses nothing.
type Finding struct {
	Record value.RecordID // the record it is about
	Rule   string         // stable name
	Basis  string         // the article
	Words  value.Words
}

// rule judges one signature of a document by what else is on record. Only what
// is known makes a note: what cannot be told is none.
type rule struct {
	name, basis string
	words       value.Words
	broken      func(signed, fact.Lookup) bool
}

// signed is a signature that counts, with its document and the powers of
// attorney on record that name the document.
type signed struct {
	*Signature
	in       Instrument
	mandates []value.MandateID
	above    map[value.AsOf]value.Truth // whether all had signed the document above, by the times asked
}

// rules are what signatures are judged by. Each holds since PP 28/2018 came into
// force on 13 July 2018 (Pasal 51 repeals what was before it), and is applied to
// acts from that day on.
var rules = []rule{{
	"umbrella-incomplete", "PP 28/2018 Pasal 6(1)",
	value.Words{ID: "PKS ditandatangani sebelum naskah induknya ditandatangani semua pihak menurut catatan.",
		EN: "The PKS was signed before the document above it was signed by all, as far as is on record."},
	func(s signed, known fact.Lookup) bool {
		up, ok := s.in.Under.Known()
		if !ok || s.in.Sort.Is(PKS) != value.Yes {
			return false
		}
		a, ok := known.Aggregate(up.Ref())
		umbrella, isInstrument := a.State.(Instrument)
		return ok && isInstrument && umbrella.Signatories.Len() > 0 && lacking(umbrella.signedByAllWhen(s))
	},
}, {
	"mandate-missing", "PP 28/2018 Pasal 2(2)",
	value.Words{ID: "Yang menandatangani PKS bukan kepala daerah atau belum diketahui jabatannya, dan surat kuasanya belum tercatat.",
		EN: "Whoever signed the PKS is not the head of region or is not known by office, and no power of attorney is on record."},
	func(s signed, known fact.Lookup) bool {
		role, ok := s.role(known)
		return s.in.Sort.Is(PKS) == value.Yes && (!ok || role != RoleHead) && s.Mandate.IsZero() && len(s.mandates) == 0
	},
}, {
	"umbrella-not-by-head", "PP 28/2018 Pasal 2(1)",
	value.Words{ID: "Kesepakatan Bersama ditandatangani oleh yang bukan kepala daerah.",
		EN: "The joint agreement was signed by somebody other than a head of region."},
	func(s signed, known fact.Lookup) bool {
		role, ok := s.role(known)
		return s.in.Sort.Is(KesepakatanBersama) == value.Yes && ok && role != RoleHead
	},
}, {
	"acting-official", "UU 30/2014 Pasal 14(7)",
	value.Words{ID: "Ditandatangani oleh Plh. atau Plt., yang wewenangnya terbatas pada tindakan rutin.",
		EN: "It was signed by a Plh. or Plt., whose powers are confined to routine acts."},
	func(s signed, _ fact.Lookup) bool {
		as, ok := s.ActingAs.Known()
		return ok && (as == Plh || as == Plt)
	},
}}

var rulesFrom = mustWhen("2018-07-13/..[Asia/Jakarta]")

func mustWhen(s string) value.When {
	w, err := value.ParseWhen(s)
	if err != nil {
		panic(err)
	}
	return w
}

// role is what the office of the signature is by law, where that is known.
func (s signed) role(known fact.Lookup) (Role, bool) {
	id, ok := s.Office.Known()
	if !ok {
		return "", false
	}
	a, _ := known.Aggregate(id.Ref())
	office, _ := a.State.(Office)
	return office.Role.Known()
}

// signedByAllWhen answers whether everybody had signed when by was signed, at the
// latest that it may have been.
func (s Instrument) signedByAllWhen(by signed) value.Truth {
	at, ok := by.When.End()
	if !ok {
		at = value.At(by.Recorded)
	}
	all, asked := by.above[at]
	if !asked {
		all = signedByAll(slices.Collect(s.Slots(at)))
		by.above[at] = all
	}
	return all
}

// lacking reports whether something is surely missing, as far as is on record.
func lacking(t value.Truth) bool {
	return t == value.No || t == value.NotOnRecord || t == value.Reported
}

// Findings are the compliance notes on a document: for each signature that counts,
// the rules it does not keep, as far as is on record.
func Findings(a fact.Aggregate, known fact.Lookup, mandates []value.MandateID) (notes []Finding) {
	in, ok := a.State.(Instrument)
	if !ok {
		return nil
	}
	above := map[value.AsOf]value.Truth{}
	for sig := range in.Signatures.All() {
		if !sig.Counts || !sig.When.Overlaps(rulesFrom) {
			continue
		}
		for _, r := range rules {
			if r.broken(signed{sig, in, mandates, above}, known) {
				notes = append(notes, Finding{sig.Record, r.name, r.basis, r.words})
			}
		}
	}
	return slices.Clip(notes)
}
