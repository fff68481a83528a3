package domain

import (
	"slices"
	"strconv"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The facts of reminding. The written names are the storage format.
var reminding = fact.Of[PendingSignatoryReminded](instruments, "id.mufakat.instrument.pending-signatory-reminded.v1", "remind", value.Words{
	ID: "Yang belum menandatangani diingatkan[: {slots}][, pihak {party}][, melalui {channel}].",
	EN: "Those who have not signed were reminded[: {slots}][, of {party}][, by {channel}]."},
	fact.SaysEnough,
	fact.Tells(&signatureAwaited, PendingSignatoryReminded.awaits))

// PendingSignatoryReminded says that those who had not signed were urged to.
type PendingSignatoryReminded struct {
	Slots   []value.Slot                `json:"slots,omitempty" id:"penanda tangan" en:"signatories"`
	Party   value.Stated[value.PartyID] `json:"party,omitzero" id:"pihak" en:"party"`
	Channel string                      `json:"channel,omitzero" id:"melalui" en:"channel"`
}

func (f PendingSignatoryReminded) Refuse(s Instrument, _ fact.Given) error {
	if !s.Drafted {
		return NotDrafted
	}
	others := 0 // signatories that are of another party than the one meant
	for i, slot := range f.Slots {
		if _, ok := s.signatory(slot); !ok {
			return fact.NoSuchSlot.With(slot).On("slots." + strconv.Itoa(i))
		}
		if x, _ := s.signatory(slot); !compatible(x.Party, f.Party) {
			others++
		}
	}
	if others > 0 && others == len(f.Slots) {
		return contradict("slots", "party")
	}
	return nil
}

func (f PendingSignatoryReminded) Evolve(s Instrument, e fact.Entry) Instrument {
	s.Reminders = s.Reminders.With(e.ID)
	return s
}

func (f PendingSignatoryReminded) awaits(_, s Instrument, e fact.Entry) (awaitedNotice, bool) {
	named := oneOf(f.Slots)
	n, ok := s.awaited(e, func(x SlotStatus) bool {
		return (len(f.Slots) == 0 || named(x.Slot)) && compatible(x.Party, f.Party)
	})
	n.Reminder, n.Channel = true, f.Channel
	return n, ok
}

// RuleAwaited is the name of [signatureAwaited].
const RuleAwaited fact.Rule = "signature-awaited"

// signatureAwaited tells those who have not signed: once the text is final, when
// a signatory comes after that, and when somebody reminds them.
var signatureAwaited = fact.NoticeRule[awaitedNotice]{
	Name:  RuleAwaited,
	About: func(n awaitedNotice) value.Ref { return firstDocument(n.Documents) },
	Parts: func(n awaitedNotice, known fact.Lookup) []fact.Part {
		return slotParts(n.Documents, known, oneOf(n.Slots))
	},
	What: func(n awaitedNotice) value.Words {
		if n.Reminder {
			return value.Words{
				ID: "Yang belum menandatangani {documents} diingatkan[, {when}][, melalui {channel}]; tanda tangan {who} {notYet}.",
				EN: "Those who have not signed {documents} were reminded[, {when}][, by {channel}]; the signature of {who} {notYet}."}
		}
		return value.Words{
			ID: "Naskah final {documents} sudah disepakati[, {when}]; tanda tangan {who} ditunggu.",
			EN: "The text of {documents} is final[, {when}]; the signature of {who} is awaited."}
	},
	ToDo: func(n awaitedNotice, to fact.Audience) value.Words {
		if len(ownUnsigned(n.Documents, to)) == 0 {
			return checkTheRecord
		}
		return value.Words{
			ID: "Tanda tangani, atau catat bila sudah ditandatangani.",
			EN: "Sign it, or record it if it has been signed."}
	},
	Values: map[string]func(awaitedNotice, fact.Audience) value.Words{
		"who":    func(n awaitedNotice, to fact.Audience) value.Words { return people(n.named(to), to) },
		"notYet": func(n awaitedNotice, to fact.Audience) value.Words { return howFar(n.named(to)) },
	},
}

// awaitedNotice is a signature that is awaited.
type awaitedNotice struct {
	Documents []value.InstrumentID `json:"documents,omitempty"`
	Slots     []value.Slot         `json:"slots,omitempty"`
	When      value.When           `json:"when,omitzero"`
	Reminder  bool                 `json:"reminder,omitzero"`
	Channel   string               `json:"channel,omitzero"`
}

// awaited are those who have not signed, as far as they are meant; nothing
// follows where nobody is.
func (s Instrument) awaited(e fact.Entry, meant func(SlotStatus) bool) (n awaitedNotice, ok bool) {
	n = awaitedNotice{Documents: []value.InstrumentID{value.InstrumentID(e.Ref.ID)}, When: e.Data.Occurred}
	for x := range s.Slots(value.At(e.Time)) {
		if x.waits() && meant(x) {
			n.Slots = append(n.Slots, x.Slot)
		}
	}
	return n, len(n.Slots) > 0
}

// named are the signatories that the sentence names: the subscriber's own where
// it has some.
func (n awaitedNotice) named(to fact.Audience) []SlotStatus {
	awaited := oneOf(n.Slots)
	among := func(xs []SlotStatus) []SlotStatus {
		return slices.DeleteFunc(xs, func(x SlotStatus) bool { return !awaited(x.Slot) })
	}
	if own := among(ownUnsigned(n.Documents, to)); len(own) > 0 {
		return own
	}
	return among(unsigned(n.Documents, to.Known))
}
