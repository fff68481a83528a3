package domain

import (
	"reflect"
	"slices"
)

// NoticeWords are what a notice says: what happened, and what to do.
type NoticeWords struct {
	What Words
	ToDo Words
}

// The sentences of the rules, with {field} where values go, and [clauses] that
// are left out when their values are not stated.
var (
	sayAwaited = Words{
		"Naskah final {documents} sudah disepakati[, {when}]; tanda tangan {who} ditunggu.",
		"The text of {documents} is final[, {when}]; the signature of {who} is awaited."}
	sayReminded = Words{
		"Yang belum menandatangani {documents} diingatkan[, {when}][, melalui {channel}]; tanda tangan {who} {notYet}.",
		"Those who have not signed {documents} were reminded[, {when}][, by {channel}]; the signature of {who} {notYet}."}
	sayDeferred = Words{
		"Penandatanganan[ {documents}][ yang direncanakan {when}] ditunda[ karena {reason}][ ({explanation})][; {noReason}][; yang tidak hadir: {office}].",
		"The signing[ of {documents}][ planned for {when}] was deferred[: {reason}][ ({explanation})][; {noReason}][; absent: {office}]."}
	sayHandedOver = Words{
		"{from} menyerahkan {papers}[, yaitu {documents},] kepada {to}[, {when}][, di {place}].",
		"{from} handed over {papers}[, namely {documents},] to {to}[, {when}][, at {place}]."}
	saySigned = Words{
		"{signer} menandatangani {documents}[, {extent}][, {when}], {grade}.",
		"{signer} signed {documents}[, {extent}][, {when}], {grade}."}

	doSign = Words{
		"Tanda tangani, atau catat bila sudah ditandatangani.",
		"Sign it, or record it if it has been signed."}
	doPrepare = Words{
		"Tanda tangan {own} {ownNotYet}: siapkan penandatanganannya, atau catat bila sudah.",
		"The signature of {own} {ownNotYet}: prepare it, or record it if it has been given."}
	doAgree = Words{
		"Sepakati hari yang baru; naskahnya tetap dapat ditandatangani satu pihak lebih dahulu.",
		"Agree on a new day; the documents can still be signed one side at a time."}
	doReceive = Words{
		"Cocokkan naskah yang diterima, lalu catat tanda terimanya.",
		"Check what arrived, then record the receipt."}
	doAskReceipt = Words{
		"Mintalah tanda terimanya, lalu catat.",
		"Ask for the receipt, then record it."}
	doCheck = Words{
		"Periksa catatannya; bila keliru, mintalah perbaikan.",
		"Check the record; if it is wrong, ask for a correction."}

	notRecorded = Words{"belum tercatat", "is not on record"}
	notProven   = Words{"belum dibuktikan", "is not proven"}
	notEither   = Words{"belum tercatat atau belum dibuktikan", "is not on record or not proven"}

	aParty     = Words{"Pihak yang tidak disebut", "A party not stated"}
	somebody   = Words{"pihak yang tidak disebut", "a party not stated"}
	signatory  = Words{"penanda tangan %s", "signatory %s"}
	noReason   = Words{"alasannya tidak disebut", "the reason is not stated"}
	noExtent   = Words{"banyaknya yang ditandatangani tidak disebut", "how many were signed is not stated"}
	somePapers = Words{"naskah yang banyaknya tidak disebut", "documents whose number is not stated"}
	papers     = Words{"%s naskah", "%s documents"}
)

// Words are what the subscriber reads of it, as known.
func (t Telling) Words(s Subscription, known Known, names Names) (w NoticeWords) {
	b := telling{t, s, known, names}
	w.What = Words{b.fill(b.what(), Indonesian), b.fill(b.what(), English)}
	w.ToDo = Words{b.fill(b.toDo(), Indonesian), b.fill(b.toDo(), English)}
	return w
}

// telling is a telling on its way to one subscriber.
type telling struct {
	Telling
	to    Subscription
	known Known
	names Names
}

func (b telling) what() Words {
	switch {
	case b.Rule == RuleAwaited && b.Reminder:
		return sayReminded
	case b.Rule == RuleAwaited:
		return sayAwaited
	case b.Rule == RuleDeferred:
		return sayDeferred
	case b.Rule == RuleHandedOver:
		return sayHandedOver
	}
	return saySigned
}

func (b telling) toDo() Words {
	own := b.own()
	switch {
	case b.Rule == RuleDeferred:
		return doAgree
	case b.Rule == RuleHandedOver && anyOf(b.to.parties(b.known), b.To.Candidates()):
		return doReceive
	case b.Rule == RuleHandedOver:
		return doAskReceipt
	case b.Rule == RuleAwaited && len(own) > 0:
		return doSign
	case b.Rule == RuleSigned && len(own) > 0:
		return doPrepare
	}
	return doCheck
}

// own are the signatories of the first document that are the subscriber's and
// have not signed.
func (b telling) own() (xs []SlotStatus) {
	for x := range slices.Values(b.unsigned()) {
		if anyOf(b.to.parties(b.known), x.Party.Candidates()) {
			xs = append(xs, x)
		}
	}
	return xs
}

// unsigned are the signatories of the first document that had surely not signed
// when it was recorded.
func (b telling) unsigned() (xs []SlotStatus) {
	if len(b.Documents) == 0 {
		return nil
	}
	a, _ := b.known.Aggregate(b.Documents[0].Ref())
	in, _ := a.State.(Instrument)
	if len(a.Entries) == 0 {
		return nil
	}
	for s := range in.Slots(a.Entries[len(a.Entries)-1].Time) {
		if s.Signed() == No {
			xs = append(xs, s)
		}
	}
	return xs
}

func (b telling) fill(w Words, l Lang) string {
	return fill(w.In(l), l, func(name string) string { return b.value(name, l) })
}

// value is what stands for a field of the sentences.
func (b telling) value(name string, l Lang) string {
	say := func(v any) string { return tell(reflect.ValueOf(v), l, b.names) }
	switch name {
	case "documents":
		return say(b.Documents)
	case "when":
		return say(b.When)
	case "reason":
		return say(b.Reason)
	case "noReason":
		if b.Reason.IsZero() && b.Explanation == "" {
			return noReason.In(l)
		}
	case "explanation":
		return b.Explanation
	case "office":
		return say(b.Office)
	case "channel":
		return b.Channel
	case "place":
		return b.Place.In(l)
	case "grade":
		return b.Grade.Label(l)
	default:
		return b.composed(name, l, say)
	}
	return ""
}

// composed are the values that are put together from several.
func (b telling) composed(name string, l Lang, say func(any) string) string {
	switch name {
	case "from":
		return firstOf(say(b.Party), aParty.In(l))
	case "to":
		return firstOf(say(b.To), somebody.In(l))
	case "papers":
		if b.Count.IsZero() {
			return somePapers.In(l)
		}
		return papers.With(say(b.Count)).In(l)
	case "extent":
		if b.Bundle && b.Extent.IsZero() {
			return noExtent.In(l)
		}
		return say(b.Extent)
	case "signer":
		return b.signer(l, say)
	case "who":
		return b.people(b.awaiting(), l, say)
	case "own":
		return b.people(b.own(), l, say)
	case "notYet":
		return howFar(b.awaiting()).In(l)
	case "ownNotYet":
		return howFar(b.own()).In(l)
	}
	return ""
}

// signer is the office and its party; an office that has a name names its party.
func (b telling) signer(l Lang, say func(any) string) string {
	office, party := say(b.Office), say(b.Party)
	switch {
	case office == "":
		return firstOf(party, aParty.In(l))
	case len(b.Office.Candidates()) == 0 && party != "":
		return office + " (" + party + ")"
	}
	return office
}

// awaiting are the signatories that it is about; the subscriber's own where it
// has some.
func (b telling) awaiting() []SlotStatus {
	among := func(xs []SlotStatus) []SlotStatus {
		return slices.DeleteFunc(xs, func(x SlotStatus) bool { return !slices.Contains(b.Slots, x.Slot) })
	}
	if own := among(b.own()); len(own) > 0 {
		return own
	}
	return among(b.unsigned())
}

// howFar says what is missing of signatures: absence of a record is one thing,
// a report that does not count another.
func howFar(xs []SlotStatus) Words {
	reported := 0
	for _, x := range xs {
		if x.State == SlotReported {
			reported++
		}
	}
	switch {
	case reported == 0:
		return notRecorded
	case reported == len(xs):
		return notProven
	}
	return notEither
}

func (b telling) people(xs []SlotStatus, l Lang, say func(any) string) string {
	var parts []string
	for _, x := range xs {
		name := say(x.Office)
		if len(x.Office.Candidates()) == 0 {
			name = firstOf(say(x.Party), name)
		}
		parts = append(parts, firstOf(name, signatory.With(x.Slot).In(l)))
	}
	return list(parts, and, l)
}

func firstOf(s, or string) string {
	if s != "" {
		return s
	}
	return or
}
