package domain

import (
	"reflect"
	"slices"

	"mufakat/domain/value"
)

// NoticeWords are what a notice says: what happened, and what to do.
type NoticeWords struct {
	What value.Words
	ToDo value.Words
}

// The sentences of the rules, with {field} where values go, and [clauses] that
// are left out when their values are not stated.
var (
	sayAwaited = value.Words{
		ID: "Naskah final {documents} sudah disepakati[, {when}]; tanda tangan {who} ditunggu.",
		EN: "The text of {documents} is final[, {when}]; the signature of {who} is awaited."}
	sayReminded = value.Words{
		ID: "Yang belum menandatangani {documents} diingatkan[, {when}][, melalui {channel}]; tanda tangan {who} {notYet}.",
		EN: "Those who have not signed {documents} were reminded[, {when}][, by {channel}]; the signature of {who} {notYet}."}
	sayDeferred = value.Words{
		ID: "Penandatanganan[ {documents}][ yang direncanakan {when}] ditunda[ karena {reason}][ ({explanation})][; {noReason}][; yang tidak hadir: {office}].",
		EN: "The signing[ of {documents}][ planned for {when}] was deferred[: {reason}][ ({explanation})][; {noReason}][; absent: {office}]."}
	sayHandedOver = value.Words{
		ID: "{from} menyerahkan {papers}[, yaitu {documents},] kepada {to}[, {when}][, di {place}].",
		EN: "{from} handed over {papers}[, namely {documents},] to {to}[, {when}][, at {place}]."}
	saySigned = value.Words{
		ID: "{signer} menandatangani {documents}[, {extent}][, {when}], {grade}.",
		EN: "{signer} signed {documents}[, {extent}][, {when}], {grade}."}

	doSign = value.Words{
		ID: "Tanda tangani, atau catat bila sudah ditandatangani.",
		EN: "Sign it, or record it if it has been signed."}
	doPrepare = value.Words{
		ID: "Tanda tangan {own} {ownNotYet}: siapkan penandatanganannya, atau catat bila sudah.",
		EN: "The signature of {own} {ownNotYet}: prepare it, or record it if it has been given."}
	doAgree = value.Words{
		ID: "Sepakati hari yang baru; naskahnya tetap dapat ditandatangani satu pihak lebih dahulu.",
		EN: "Agree on a new day; the documents can still be signed one side at a time."}
	doReceive = value.Words{
		ID: "Cocokkan naskah yang diterima, lalu catat tanda terimanya.",
		EN: "Check what arrived, then record the receipt."}
	doAskReceipt = value.Words{
		ID: "Mintalah tanda terimanya, lalu catat.",
		EN: "Ask for the receipt, then record it."}
	doCheck = value.Words{
		ID: "Periksa catatannya; bila keliru, mintalah perbaikan.",
		EN: "Check the record; if it is wrong, ask for a correction."}

	notRecorded = value.Words{ID: "belum tercatat", EN: "is not on record"}
	notProven   = value.Words{ID: "belum dibuktikan", EN: "is not proven"}
	notEither   = value.Words{ID: "belum tercatat atau belum dibuktikan", EN: "is not on record or not proven"}

	aParty     = value.Words{ID: "Pihak yang tidak disebut", EN: "A party not stated"}
	somebody   = value.Words{ID: "pihak yang tidak disebut", EN: "a party not stated"}
	signatory  = value.Words{ID: "penanda tangan %s", EN: "signatory %s"}
	noReason   = value.Words{ID: "alasannya tidak disebut", EN: "the reason is not stated"}
	noExtent   = value.Words{ID: "banyaknya yang ditandatangani tidak disebut", EN: "how many were signed is not stated"}
	somePapers = value.Words{ID: "naskah yang banyaknya tidak disebut", EN: "documents whose number is not stated"}
	papers     = value.Words{ID: "%s naskah", EN: "%s documents"}
)

// Words are what the subscriber reads of it, as known.
func (t Telling) Words(s Subscription, known Lookup, names value.Names) (w NoticeWords) {
	b := telling{t, s, known, names}
	w.What = value.Words{ID: b.fill(b.what(), value.Indonesian), EN: b.fill(b.what(), value.English)}
	w.ToDo = value.Words{ID: b.fill(b.toDo(), value.Indonesian), EN: b.fill(b.toDo(), value.English)}
	return w
}

// telling is a telling on its way to one subscriber.
type telling struct {
	Telling
	to    Subscription
	known Lookup
	names value.Names
}

func (b telling) what() value.Words {
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

func (b telling) toDo() value.Words {
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
		if s.Signed() == value.No {
			xs = append(xs, s)
		}
	}
	return xs
}

func (b telling) fill(w value.Words, l value.Lang) string {
	return fill(w.In(l), l, func(name string) string { return b.value(name, l) })
}

// value is what stands for a field of the sentences.
func (b telling) value(name string, l value.Lang) string {
	say := func(v any) string { return value.Format(reflect.ValueOf(v), l, b.names) }
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
func (b telling) composed(name string, l value.Lang, say func(any) string) string {
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
func (b telling) signer(l value.Lang, say func(any) string) string {
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
func howFar(xs []SlotStatus) value.Words {
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

func (b telling) people(xs []SlotStatus, l value.Lang, say func(any) string) string {
	var parts []string
	for _, x := range xs {
		name := say(x.Office)
		if len(x.Office.Candidates()) == 0 {
			name = firstOf(say(x.Party), name)
		}
		parts = append(parts, firstOf(name, signatory.With(x.Slot).In(l)))
	}
	return value.JoinWords(parts, value.And, l)
}

func firstOf(s, or string) string {
	if s != "" {
		return s
	}
	return or
}
