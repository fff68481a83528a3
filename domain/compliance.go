package domain

import (
	"fmt"
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Finding is a compliance note: something happened though a rule says it should
// not have, or it cannot be told whether it did. It is computed, never recorded,
// and refuses nothing.
type Finding struct {
	Record value.RecordID // the record it is about
	Rule   string         // stable name
	Title  value.Words    // what is wrong, in few words
	Basis  value.Words    // the article, or that it is the ledger's own records
	Words  value.Words
	Unsure bool // what is known does not tell whether the rule was kept
}

// Powers gives the powers of attorney on record that may be for a signature on a
// document: those that name it, and those given to the office.
type Powers func(value.OfficeID) []value.MandateID

// Offices gives the offices of a party that somebody is on record as having held.
type Offices func(value.PartyID) []value.OfficeID

// rule judges one signature of a document by what else is on record.
type rule struct {
	name  string
	title value.Words // what is wrong, in few words
	basis value.Words
	judge func(*act) verdict
}

// verdict is what is wrong in words, and none where nothing is.
type verdict struct {
	words  value.Words
	unsure bool
}

var kept verdict

func broken(w value.Words) verdict { return verdict{words: w} }
func unsure(w value.Words) verdict { return verdict{words: w, unsure: true} }

func (v verdict) isBroken() bool { return v != kept && !v.unsure }

// act is a signature that counts, with its document and what is known of it.
type act struct {
	*Signature
	id     value.InstrumentID
	in     Instrument
	known  fact.Lookup
	powers Powers
	held   Offices
	above  map[value.AsOf]value.Truth // whether all had signed the document above, by the times asked

	place  Signatory // the signatory it is of, where that is one
	party  value.Stated[value.PartyID]
	office value.Stated[value.OfficeID]
	when   value.When // the day, or else up to when it was recorded
}

func pasal(article string) value.Words { return value.Words{ID: article, EN: article} }

// ownRecords is the basis of a note that compares what is on record, by no law.
var ownRecords = value.Words{ID: "menurut catatan sendiri", EN: "by the ledger's own records"}

// paperRules are about who signs which kind of paper. Each holds since PP 28/2018
// came into force on 13 July 2018 (Pasal 51 repeals what was before it), and is
// applied to acts from that day on.
var paperRules = []rule{{
	"umbrella-incomplete", value.Words{ID: "naskah induknya belum ditandatangani semua pihak", EN: "the document above was not signed by all"},
	pasal("PP 28/2018 Pasal 6(1)"), (*act).umbrellaIncomplete,
}, {
	"mandate-missing", value.Words{ID: "surat kuasanya belum tercatat", EN: "no power of attorney is on record"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).mandateMissing,
}, {
	"umbrella-not-by-head", value.Words{ID: "bukan oleh kepala daerah", EN: "not by a head of region"},
	pasal("PP 28/2018 Pasal 2(1)"), (*act).umbrellaNotByHead,
}, {
	"acting-official", value.Words{ID: "oleh Plh. atau Plt.", EN: "by a Plh. or Plt."},
	pasal("UU 30/2014 Pasal 14(7)"), (*act).actingOfficial,
}}

// recordRules compare a signature with the ledger's own records, whenever it was.
var recordRules = slices.Concat(holderRules, placeRules, dayRules)

var rulesFrom = mustWhen("2018-07-13/..[Asia/Jakarta]")

func mustWhen(s string) value.When {
	w, err := value.ParseWhen(s)
	if err != nil {
		panic(err)
	}
	return w
}

func (a *act) umbrellaIncomplete() verdict {
	up, ok := a.in.Under.Known()
	if !ok || a.in.Sort.Is(PKS) != value.Yes {
		return kept
	}
	umbrella := fact.StateOf[Instrument](a.known, up.Ref())
	if umbrella.Signatories.Len() == 0 || !lacking(umbrella.signedByAllWhen(a)) {
		return kept
	}
	return broken(value.Words{ID: "PKS ditandatangani sebelum naskah induknya ditandatangani semua pihak menurut catatan.",
		EN: "The PKS was signed before the document above it was signed by all, as far as is on record."})
}

// mandateMissing: somebody who is not the head signs a PKS by a power. One that is
// on record and would fit does not make it so where the signature names none.
func (a *act) mandateMissing() verdict {
	role, ok := a.role()
	if a.in.Sort.Is(PKS) != value.Yes || ok && role == RoleHead || !a.Mandate.IsZero() {
		return kept
	}
	fitting, others := a.onRecord()
	switch {
	case len(fitting) > 0:
		return unsure(said("Tanda tangan ini tidak menyebut surat kuasa. Tercatat %s yang cocok, tetapi tidak dapat dipastikan apakah berdasarkan itu.",
			"The signature names no power of attorney. %s is on record and would fit, but whether it was signed under that cannot be told.", fitting[0].name))
	case len(others) > 0:
		return broken(said("Yang menandatangani PKS bukan kepala daerah atau belum diketahui jabatannya, tanpa menyebut surat kuasa; yang tercatat, %s, bukan untuk tanda tangan ini.",
			"Whoever signed the PKS is not the head of region or is not known by office, and named no power of attorney; the one on record, %s, is not for this signature.", others[0].name))
	}
	return broken(value.Words{ID: "Yang menandatangani PKS bukan kepala daerah atau belum diketahui jabatannya, dan surat kuasanya belum tercatat.",
		EN: "Whoever signed the PKS is not the head of region or is not known by office, and no power of attorney is on record."})
}

func (a *act) umbrellaNotByHead() verdict {
	if role, ok := a.role(); a.in.Sort.Is(KesepakatanBersama) != value.Yes || !ok || role == RoleHead {
		return kept
	}
	return broken(value.Words{ID: "Kesepakatan Bersama ditandatangani oleh yang bukan kepala daerah.",
		EN: "The joint agreement was signed by somebody other than a head of region."})
}

// actingOfficial goes by what the signature says, and where it says nothing by
// what the signer held the office as.
func (a *act) actingOfficial() verdict {
	as, ok := a.ActingAs.Known()
	if a.ActingAs.IsZero() {
		as, ok = a.heldAs()
	}
	if !ok || as != Plh && as != Plt {
		return kept
	}
	return broken(value.Words{ID: "Ditandatangani oleh Plh. atau Plt., yang wewenangnya terbatas pada tindakan rutin.",
		EN: "It was signed by a Plh. or Plt., whose powers are confined to routine acts."})
}

// role is what the office of the signature is by law, where that is known.
func (a *act) role() (Role, bool) {
	id, ok := a.office.Known()
	if !ok {
		return "", false
	}
	return fact.StateOf[Office](a.known, id.Ref()).Role.Known()
}

// signedByAllWhen answers whether everybody had signed when by was signed, at the
// latest that it may have been.
func (s Instrument) signedByAllWhen(by *act) value.Truth {
	at, ok := by.When.End()
	if !ok {
		at = value.At(by.Recorded)
	}
	all, asked := by.above[at]
	if !asked {
		all = signedByAll(s.needed(slices.Collect(s.Slots(at))))
		by.above[at] = all
	}
	return all
}

// lacking reports whether something is surely missing, as far as is on record.
func lacking(t value.Truth) bool {
	return t == value.No || t == value.NotOnRecord || t == value.Reported
}

// Findings are the compliance notes on a document: for each signature that counts,
// the rules it does not keep or may not have kept, as far as is on record.
func Findings(a fact.Aggregate, known fact.Lookup, powers Powers, held Offices) (notes []Finding) {
	in, ok := a.State.(Instrument)
	if !ok {
		return nil
	}
	j := NewJudge(known, powers, held)
	for sig := range in.Signings() {
		notes = append(notes, j.Judge(value.InstrumentID(a.Ref.ID), in, sig)...)
	}
	return slices.Clip(notes)
}

// Judge judges one signature after the other, each by itself.
type Judge struct {
	known  fact.Lookup
	powers Powers
	held   Offices
	above  map[value.InstrumentID]map[value.AsOf]value.Truth
}

// NewJudge is a judge by what is known. Powers and offices may be nil.
func NewJudge(known fact.Lookup, powers Powers, held Offices) *Judge {
	return &Judge{known, powers, held, map[value.InstrumentID]map[value.AsOf]value.Truth{}}
}

// Judge is the notes on one signature of the document; one that does not count has
// none.
func (j *Judge) Judge(id value.InstrumentID, in Instrument, sig *Signature) (notes []Finding) {
	if !sig.Counts {
		return nil
	}
	a := j.act(id, in, sig)
	add := func(rules []rule) {
		for _, r := range rules {
			if v := r.judge(a); v != kept {
				notes = append(notes, Finding{sig.Record, r.name, r.title, r.basis, v.words, v.unsure})
			}
		}
	}
	lawful := sig.When.Overlaps(rulesFrom)
	if lawful {
		add(paperRules)
	}
	for _, b := range a.underPower() {
		if !lawful {
			b.rule.basis = ownRecords
		}
		notes = append(notes, Finding{sig.Record, b.rule.name, b.rule.title, b.rule.basis, b.words, b.unsure})
	}
	add(recordRules)
	return notes
}

func (j *Judge) act(id value.InstrumentID, in Instrument, sig *Signature) *act {
	up := in.Under.Or("")
	if j.above[up] == nil {
		j.above[up] = map[value.AsOf]value.Truth{}
	}
	a := &act{Signature: sig, id: id, in: in, known: j.known, powers: j.powers, held: j.held, above: j.above[up],
		party: sig.OnBehalfOf, office: sig.Office, when: sig.When}
	if len(sig.Slots) == 1 {
		a.place, _ = in.signatory(sig.Slots[0])
		a.party, a.office = orElse(a.party, a.place.Party), orElse(a.office, a.place.Office)
	}
	if a.when.IsZero() {
		a.when = mustWhen("../" + sig.Recorded.In(value.WIT).Format("2006-01-02") + "[" + value.WIT.String() + "]")
	}
	return a
}

// said is a sentence about things that have names in both languages.
func said(id, en string, about ...value.Words) value.Words {
	var ids, ens []any
	for _, w := range about {
		ids, ens = append(ids, w.ID), append(ens, w.EN)
	}
	return value.Words{ID: fmt.Sprintf(id, ids...), EN: fmt.Sprintf(en, ens...)}
}

// nameOf is what people call another aggregate.
func nameOf(known fact.Lookup, r value.Ref) value.Words {
	if a, ok := known.Aggregate(r); ok && a.Ref == r {
		return value.Words{ID: a.Name(value.Indonesian), EN: a.Name(value.English)}
	}
	return value.Words{ID: r.Name(value.Indonesian), EN: r.Name(value.English)}
}

// whenOf is a time in words.
func whenOf(w value.When) value.Words {
	return value.Words{ID: w.In(value.Indonesian), EN: w.In(value.English)}
}

func plain(s string) value.Words { return value.Words{ID: s, EN: s} }

// signedOn is the day of the act in words.
func (a *act) signedOn() value.Words {
	if a.When.IsZero() {
		return value.Words{ID: "pada hari yang tidak disebut", EN: "on a day not stated"}
	}
	return whenOf(a.When)
}
