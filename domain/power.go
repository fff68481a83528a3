package domain

import (
	"slices"
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// power is a power of attorney as a signature under it is judged by.
type power struct {
	Mandate
	name  value.Words
	giver Office
}

// powerRule judges a signature by one power.
type powerRule struct {
	name  string
	title value.Words
	basis value.Words
	judge func(*act, *power) verdict
}

// broke is a rule with what it found.
type broke struct {
	rule powerRule
	verdict
}

// powerRules hold for whatever was signed under a power, whenever that was: a power
// gives what its letter gives.
var powerRules = []powerRule{{
	"mandate-not-begun", value.Words{ID: "surat kuasa belum berlaku", EN: "the power did not hold yet"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerNotBegun,
}, {
	"mandate-ended", value.Words{ID: "surat kuasa sudah berakhir", EN: "the power had ended"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerEnded,
}, {
	"mandate-revoked", value.Words{ID: "surat kuasa sudah dicabut", EN: "the power had been revoked"},
	pasal("UU 30/2014 Pasal 14(6)"), (*act).powerRevoked,
}, {
	"mandate-other-papers", value.Words{ID: "surat kuasa bukan untuk naskah ini", EN: "the power is not for this document"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerOfOtherPapers,
}, {
	"mandate-other-office", value.Words{ID: "surat kuasa untuk jabatan lain", EN: "the power is another office's"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerOfAnotherOffice,
}, {
	"mandate-other-person", value.Words{ID: "surat kuasa untuk orang lain", EN: "the power is another person's"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerOfAnotherPerson,
}, {
	"mandate-other-party", value.Words{ID: "surat kuasa dari pihak lain", EN: "the power is another party's"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerOfAnotherParty,
}, {
	"mandate-giver-not-head", value.Words{ID: "pemberi kuasa bukan kepala daerah", EN: "the giver is not head of region"},
	pasal("PP 28/2018 Pasal 2(2)"), (*act).powerNotByHead,
}, {
	"mandate-giver-not-holder", value.Words{ID: "pemberi kuasa tidak memegang jabatannya", EN: "the giver did not hold the office"},
	ownRecords, (*act).powerNotByHolder,
}, {
	"mandate-only-reported", value.Words{ID: "surat kuasa belum dibuktikan", EN: "the power is not proven"},
	ownRecords, (*act).powerOnlyReported,
}}

// powerUncertain is of a signature that does not say for certain under which power.
var powerUncertain = powerRule{name: "mandate-uncertain", title: value.Words{ID: "surat kuasanya tidak pasti", EN: "which power is not certain"}, basis: ownRecords}

// powerOf is the power of that id.
func (a *act) powerOf(id value.MandateID) *power {
	p := &power{Mandate: fact.StateOf[Mandate](a.known, id.Ref()), name: nameOf(a.known, id.Ref())}
	if giver, ok := p.Giver.Known(); ok {
		p.giver = fact.StateOf[Office](a.known, giver.Ref())
	}
	return p
}

// underPower judges the signature by the power that it names.
func (a *act) underPower() []broke {
	if a.Mandate.IsZero() {
		return nil
	}
	id, ok := a.Mandate.Known()
	if !ok {
		return []broke{{powerUncertain, unsure(value.Words{
			ID: "Tidak dapat dipastikan berdasarkan surat kuasa yang mana ditandatangani.",
			EN: "It cannot be told under which power of attorney it was signed."})}}
	}
	return a.by(a.powerOf(id))
}

func (a *act) by(p *power) (found []broke) {
	for _, r := range powerRules {
		if v := r.judge(a, p); v != kept {
			found = append(found, broke{r, v})
		}
	}
	return found
}

// onRecord are the powers that may be for it though it names none, and those that
// are surely not.
func (a *act) onRecord() (fitting, others []*power) {
	if a.powers == nil {
		return nil, nil
	}
	for _, id := range a.powers(a.office.Or("")) {
		p := a.powerOf(id)
		if slices.ContainsFunc(a.by(p), func(b broke) bool { return b.isBroken() }) {
			others = append(others, p)
		} else {
			fitting = append(fitting, p)
		}
	}
	return fitting, others
}

func (a *act) powerNotBegun(p *power) verdict {
	since := p.Since()
	if since.IsZero() {
		return kept
	}
	switch precedes(a.when, since) {
	case value.Yes:
		return broken(said("%s baru berlaku %s, sesudah ditandatangani, %s.",
			"%s held only from %s, after the signature, %s.", p.name, whenOf(since), a.signedOn()))
	case value.CannotTell:
		return unsure(said("Tidak dapat dipastikan apakah %s sudah berlaku ketika ditandatangani, %s: berlakunya mulai %s.",
			"It cannot be told whether %s held yet at the signature, %s: it held from %s.", p.name, a.signedOn(), whenOf(since)))
	}
	return kept
}

func (a *act) powerEnded(p *power) verdict {
	if p.To.IsZero() {
		return kept
	}
	switch precedes(p.To, a.when) {
	case value.Yes:
		return broken(said("%s sudah berakhir %s, sebelum ditandatangani, %s.",
			"%s had ended on %s, before the signature, %s.", p.name, whenOf(p.To), a.signedOn()))
	case value.CannotTell:
		return unsure(said("Tidak dapat dipastikan apakah %s masih berlaku ketika ditandatangani, %s: berlakunya sampai %s.",
			"It cannot be told whether %s still held at the signature, %s: it held until %s.", p.name, a.signedOn(), whenOf(p.To)))
	}
	return kept
}

// powerRevoked: on the day of the revocation it cannot be told which came first,
// unless both are told to the minute.
func (a *act) powerRevoked(p *power) verdict {
	v := kept
	for _, r := range p.Revoked {
		switch {
		case surelyBefore(a.when, r.When):
			continue
		case r.Counts && surelyBefore(r.When, a.when):
			return broken(said("%s sudah dicabut %s, sebelum ditandatangani, %s.",
				"%s had been revoked on %s, before the signature, %s.", p.name, whenOf(r.When), a.signedOn()))
		case !r.Counts:
			v = unsure(said("Pencabutan %s baru diberitakan, belum dibuktikan; tidak dapat dipastikan apakah masih berlaku ketika ditandatangani, %s.",
				"That %s was revoked is only reported; whether it still held at the signature, %s, cannot be told.", p.name, a.signedOn()))
		default:
			v = unsure(said("%s sudah dicabut; tidak dapat dipastikan apakah sebelum atau sesudah ditandatangani, %s.",
				"%s was revoked; whether before or after the signature, %s, cannot be told.", p.name, a.signedOn()))
		}
	}
	return v
}

func (a *act) powerOfOtherPapers(p *power) verdict {
	covers, words := a.covered(p.Scope)
	switch {
	case covers == value.Yes:
		return kept
	case covers == value.No:
		return broken(said("%s bukan untuk naskah ini: %s.", "%s is not for this document: %s.", p.name, words))
	}
	return unsure(said("Tidak dapat dipastikan apakah %s mencakup naskah ini: %s.",
		"It cannot be told whether %s covers this document: %s.", p.name, words))
}

// covered answers whether the document is among the papers, or of the class, and
// if not, what of.
func (a *act) covered(s Scope) (value.Truth, value.Words) {
	if slices.Contains(s.Instruments, a.id) {
		return value.Yes, value.Words{}
	}
	class, words := a.ofClass(s)
	switch {
	case class == value.Yes:
		return class, words
	case s.InWords != "":
		return value.CannotTell, said("cakupannya tertulis “%s”", "its scope is written as “%s”", plain(s.InWords))
	case len(s.Kinds) > 0 || len(s.Fields) > 0 || !s.Occasion.IsZero():
		return class, words
	case len(s.Instruments) > 0:
		return value.No, said("yang disebut %s", "it names %s", a.list(s.Instruments))
	}
	return value.CannotTell, value.Words{ID: "cakupannya tidak disebut", EN: "its scope is not stated"}
}

// ofClass answers whether the document is of every kind of class that is stated.
func (a *act) ofClass(s Scope) (value.Truth, value.Words) {
	type part struct {
		is    value.Truth
		words value.Words
	}
	var parts []part
	if len(s.Kinds) > 0 {
		var ids, ens []string
		for _, k := range s.Kinds {
			ids, ens = append(ids, value.LabelOf(k, value.Indonesian)), append(ens, value.LabelOf(k, value.English))
		}
		parts = append(parts, part{anyKind(s.Kinds, a.in.Sort), said("jenisnya %s", "it is for the kind %s",
			value.Words{ID: strings.Join(ids, ", "), EN: strings.Join(ens, ", ")})})
	}
	if len(s.Fields) > 0 {
		parts = append(parts, part{anyField(s.Fields, a.in.Fields), said("bidangnya %s", "it is for the field %s", plain(strings.Join(s.Fields, ", ")))})
	}
	if at, ok := s.Occasion.Known(); ok {
		parts = append(parts, part{a.at(at), said("untuk %s", "it is for %s", nameOf(a.known, at.Ref()))})
	} else if !s.Occasion.IsZero() {
		parts = append(parts, part{value.CannotTell, value.Words{ID: "kegiatannya tidak pasti", EN: "its occasion is not certain"}})
	}
	all := part{is: value.CannotTell}
	for i, p := range parts {
		switch {
		case p.is == value.No:
			return p.is, p.words
		case i == 0, p.is == value.CannotTell:
			all = p
		}
	}
	return all.is, all.words
}

func anyKind(of []InstrumentType, sort value.Stated[InstrumentType]) value.Truth {
	may := false
	for _, k := range of {
		switch sort.Is(k) {
		case value.Yes:
			return value.Yes
		case value.CannotTell:
			may = true
		}
	}
	if may {
		return value.CannotTell
	}
	return value.No
}

// anyField compares fields as texts: where one is part of the other they may be the
// same.
func anyField(of, has []string) value.Truth {
	may := len(has) == 0
	for _, x := range of {
		for _, y := range has {
			x, y := strings.Fields(strings.ToLower(x)), strings.Fields(strings.ToLower(y))
			if slices.Equal(x, y) {
				return value.Yes
			}
			may = may || within(x, y) || within(y, x)
		}
	}
	if may {
		return value.CannotTell
	}
	return value.No
}

// at answers whether it was signed at the occasion: surely not on another day.
func (a *act) at(id value.EngagementID) value.Truth {
	when := fact.StateOf[Engagement](a.known, id.Ref()).When
	if surelyBefore(a.when, when) || surelyBefore(when, a.when) {
		return value.No
	}
	return value.CannotTell
}

// mostNamed is how many papers a sentence names.
const mostNamed = 3

func (a *act) list(ids []value.InstrumentID) value.Words {
	var id, en []string
	for _, x := range ids[:min(len(ids), mostNamed)] {
		name := nameOf(a.known, x.Ref())
		id, en = append(id, name.ID), append(en, name.EN)
	}
	if len(ids) > mostNamed {
		return said("%s, dan lainnya", "%s, and others", value.Words{ID: strings.Join(id, ", "), EN: strings.Join(en, ", ")})
	}
	return value.Words{ID: value.JoinWords(id, value.And, value.Indonesian), EN: value.JoinWords(en, value.And, value.English)}
}

func (a *act) powerOfAnotherOffice(p *power) verdict {
	switch same(p.Attorney, a.office) {
	case value.No:
		return broken(said("%s diberikan kepada %s, bukan kepada yang menandatangani (%s).",
			"%s was given to %s, not to who signed (%s).", p.name, words(a.known, p.Attorney), words(a.known, a.office)))
	case value.CannotTell:
		return unsure(said("Tidak dapat dipastikan apakah %s diberikan kepada yang menandatangani: penerima kuasa %s, yang menandatangani %s.",
			"It cannot be told whether %s was given to who signed: the attorney is %s, who signed is %s.", p.name, words(a.known, p.Attorney), words(a.known, a.office)))
	}
	return kept
}

func (a *act) powerOfAnotherPerson(p *power) verdict {
	to, ok := p.AttorneyPerson.Known()
	if !ok {
		return kept
	}
	switch by, known := a.Signer.Known(); {
	case !known:
		return unsure(said("%s diberikan kepada %s pribadi; tidak dapat dipastikan apakah ia yang menandatangani.",
			"%s was given to %s in person; whether it was they who signed cannot be told.", p.name, plain(string(to))))
	case sameName(to, by) == value.No:
		return broken(said("%s diberikan kepada %s, sedangkan yang menandatangani %s.",
			"%s was given to %s, and %s signed.", p.name, plain(string(to)), plain(string(by))))
	case sameName(to, by) == value.CannotTell:
		return unsure(said("%s diberikan kepada %s; tidak dapat dipastikan apakah sama dengan %s yang menandatangani.",
			"%s was given to %s; whether that is %s, who signed, cannot be told.", p.name, plain(string(to)), plain(string(by))))
	}
	return kept
}

func (a *act) powerOfAnotherParty(p *power) verdict {
	party := orElse(p.giver.Party, p.Party)
	switch same(party, a.party) {
	case value.No:
		return broken(said("%s diberikan oleh pihak lain (%s), bukan oleh pihak yang diwakili tanda tangan ini (%s).",
			"%s was given by another party (%s), not by the one signed for (%s).", p.name, words(a.known, party), words(a.known, a.party)))
	case value.CannotTell:
		return unsure(said("Tidak dapat dipastikan apakah pemberi %s dari pihak yang diwakili tanda tangan ini.",
			"It cannot be told whether the giver of %s is of the party signed for.", p.name))
	}
	return kept
}

func (a *act) powerNotByHead(p *power) verdict {
	role, ok := p.giver.Role.Known()
	as, _ := p.GiverAs.Known()
	switch {
	case ok && role == RoleHead && (as == Plh || as == Plt):
		return unsure(said("Pemberi %s bertindak sebagai Plh. atau Plt. kepala daerah; tidak dapat dipastikan apakah ia berwenang memberi kuasa.",
			"The giver of %s acted as Plh. or Plt. of the head of region; whether they could give it cannot be told.", p.name))
	case ok && role == RoleHead:
		return kept
	case ok && role == RoleDeputy && (as == Plh || as == Plt):
		return unsure(said("%s diberikan oleh wakil kepala daerah; tidak dapat dipastikan apakah ia sedang menjalankan wewenang kepala daerah (UU 23/2014 Pasal 65(4)).",
			"%s was given by a deputy head of region; whether they exercised the head's powers then (UU 23/2014 Pasal 65(4)) cannot be told.", p.name))
	case ok:
		return broken(said("%s diberikan oleh %s, yang bukan kepala daerah.",
			"%s was given by %s, who is not head of region.", p.name, words(a.known, p.Giver)))
	}
	return unsure(said("Tidak dapat dipastikan apakah %s diberikan oleh kepala daerah: pemberi kuasa %s.",
		"It cannot be told whether %s was given by the head of region: the giver is %s.", p.name, words(a.known, p.Giver)))
}

// powerNotByHolder judges the giver by the ledger's holders, on the day of the
// letter.
func (a *act) powerNotByHolder(p *power) verdict {
	day := orElseWhen(p.Given, p.From)
	found := p.giver.tenure(p.GiverPerson, day)
	if found == kept {
		return kept
	}
	found.words = said("Pemberi %s: %s", "The giver of %s: %s", p.name, found.words)
	return found
}

func orElseWhen(w, o value.When) value.When {
	if w.IsZero() {
		return o
	}
	return w
}

// powerOnlyReported: that there is a letter must be known by more than a report.
func (a *act) powerOnlyReported(p *power) verdict {
	if proven(p.Grade, p.Given) {
		return kept
	}
	return unsure(said("%s baru diberitakan, belum dibuktikan; tidak dapat dipastikan apakah suratnya ada.",
		"%s is only reported, not proven; whether there is such a letter cannot be told.", p.name))
}

// same answers whether the two are of one thing.
func same[T comparable](x, y value.Stated[T]) value.Truth {
	if v, ok := y.Known(); ok {
		return x.Is(v)
	}
	if !compatible(x, y) {
		return value.No
	}
	return value.CannotTell
}

// words is a value that names aggregates, in both languages.
func words[T comparable](known fact.Lookup, v value.Stated[T]) value.Words {
	names := func(r value.Ref, l value.Lang) string { return nameOf(known, r).In(l) }
	return value.Words{ID: v.Format(value.Indonesian, names), EN: v.Format(value.English, names)}
}
