package fact

import (
	"iter"
	"slices"
	"strconv"

	"mufakat/domain/value"
)

// AccountsOf are the facts about accounts, for one kind. The written names are
// the storage format: id.mufakat.<kind>.statement-recorded.v1 and so on.
func AccountsOf(k value.Kind) Topic {
	name := func(s string) Type { return Type("id.mufakat." + string(k) + "." + s + ".v1") }
	return Join(
		AboutRecords[StatementRecorded](k, name("statement-recorded"), "account", value.Words{
			ID: "Keterangan[ tentang {about}]: {says}[ “{words}”].",
			EN: "Account[ of {about}]: {says}[ “{words}”]."}, Needs("says", "words", "claims"), Begins),
		AboutRecords[AccountUpheld](k, name("account-upheld"), "uphold", value.Words{
			ID: "Keterangan {account} dipegang[. Alasan: {reason}].",
			EN: "The account {account} was upheld[. Reason: {reason}]."}, Needs("account")),
		AboutRecords[AccountSetAside](k, name("account-set-aside"), "set-aside", value.Words{
			ID: "Keterangan {account} dikesampingkan[. Alasan: {reason}].",
			EN: "The account {account} was set aside[. Reason: {reason}]."}, Needs("account")),
	)
}

// StatementRecorded is an account of a fact: what somebody says of it, in which
// words. It needs no earlier record, any number may stand, and none of them
// changes a state.
type StatementRecorded struct {
	About  string         `json:"about,omitzero" id:"tentang" en:"about"`
	Record value.RecordID `json:"record,omitzero" id:"tentang catatan" en:"about the record"`
	Field  string         `json:"field,omitzero" id:"tentang isian" en:"about the field"`
	Says   string         `json:"says,omitzero" id:"isi keterangan" en:"what it says"`
	Words  string         `json:"words,omitzero" id:"kutipan" en:"words quoted"`
	Claims []Claim        `json:"claims,omitempty" id:"pernyataan" en:"claims"`
}

// Claim is an account of a signature in a form that can be compared: that a
// signatory signed, or had not signed, by the time the account says.
type Claim struct {
	Slot   value.Stated[value.Slot] `json:"slot,omitzero" id:"penanda tangan" en:"signatory"`
	Denies bool                     `json:"denies,omitzero" id:"menyangkal" en:"denies"`
}

var (
	NoSuchSlot = value.NewRefusal(value.Invalid, "no-such-slot",
		"Naskah ini tidak mempunyai penanda tangan %s. Tambahkan dahulu dengan perintah add-signatory, atau hilangkan isian ini.",
		"This document has no signatory %s. Add it first with the command add-signatory, or leave this field out.")
	NoSuchField = value.NewRefusal(value.Invalid, "no-such-field",
		"Catatan itu tidak mempunyai isian %q. Tulis misalnya occurred atau fact.office.",
		"That record has no field %q. Write occurred or fact.office, for example.")
)

func (f StatementRecorded) Refuse(a Aggregate, _ Given) error {
	e, ok := a.entry(f.Record)
	if f.Record != "" && !ok {
		return notHere(f.Record).On("record")
	}
	if _, has := e.FieldWords(f.Field); ok && f.Field != "" && !has {
		return NoSuchField.With(value.Clip(f.Field)).On("field")
	}
	slots := a.slots()
	for i, c := range f.Claims {
		for _, slot := range c.Slot.Candidates() {
			if !slices.Contains(slots, slot) {
				return NoSuchSlot.With(slot).On(FieldPath("claims", i, "slot"))
			}
		}
	}
	return nil
}

// Claimable is a state of which accounts may claim who signed.
type Claimable interface {
	SignatorySlots() []value.Slot

	// SignedBy goes through the records that say by themselves that one signatory
	// signed, and which.
	SignedBy() iter.Seq2[value.Slot, value.RecordID]
}

// slots are the signatories of the aggregate, if it is something that is signed.
func (a Aggregate) slots() []value.Slot {
	if s, ok := a.State.(Claimable); ok {
		return s.SignatorySlots()
	}
	return nil
}

// FieldPath is the path of a field in the i-th element of a list.
func FieldPath(list string, i int, field string) string {
	return list + "." + strconv.Itoa(i) + "." + field
}

// AccountUpheld says which of the accounts that differ is held to, and why.
type AccountUpheld struct {
	Account value.RecordID `json:"account,omitzero" id:"keterangan" en:"account"`
	Reason  string         `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f AccountUpheld) Refuse(a Aggregate, _ Given) error {
	if _, ok := a.entry(f.Account); !ok {
		return notHere(f.Account).On("account")
	}
	return nil
}

// AccountSetAside says that an account is not held to, and why. It stays on
// record.
type AccountSetAside struct {
	Account value.RecordID `json:"account,omitzero" id:"keterangan" en:"account"`
	Reason  string         `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f AccountSetAside) Refuse(a Aggregate, _ Given) error {
	e, ok := a.entry(f.Account)
	if !ok {
		return notHere(f.Account).On("account")
	}
	if _, ok := e.Data.Fact.(StatementRecorded); !ok {
		return NotAnAccount.With(string(f.Account)).On("account")
	}
	return nil
}

var NotAnAccount = value.NewRefusal(value.Invalid, "not-an-account",
	"Catatan %s bukan keterangan. Catatan peristiwa diperbaiki dengan correct.",
	"Record %s is not an account. A record of an event is mended by correct.")

// Question is something on which there are accounts: a field of a record,
// whether a signatory signed, or what the accounts themselves name.
type Question struct {
	Record   value.RecordID // about a field of this record
	Field    string
	Slot     value.Slot // whether this signatory signed
	About    string
	Accounts []Account
	Differ   bool           // two accounts cannot both be so
	Upheld   value.RecordID // the account held to, if any

	by comparing // how its accounts are compared
}

// Without is the question without some of its accounts.
func (q Question) Without(gone func(Account) bool) Question {
	q.Accounts = slices.DeleteFunc(slices.Clone(q.Accounts), gone)
	if q.Upheld != "" && !slices.ContainsFunc(q.Accounts, func(a Account) bool { return a.Entry.ID == q.Upheld }) {
		q.Upheld = ""
	}
	q.Differ = q.Upheld == "" && q.by.differ(q.Accounts)
	return q
}

// questionKey is what a question is about.
type questionKey struct {
	record value.RecordID
	field  string
	slot   value.Slot
	about  string
}

// Account is what one record says to a question.
type Account struct {
	Entry    Entry
	Says     string // in the source's words; empty for a typed claim or the record itself
	Own      bool   // the record of the event itself
	Denies   bool   // says that it was not so
	Occurred value.When
	Aside    string // why it was set aside
	IsAside  bool
}

// Questions goes through everything on which the aggregate has accounts, in the
// order of the first.
func (a Aggregate) Questions(l value.Lang, names value.Names) []Question {
	var qs []*Question
	asked := map[questionKey]*Question{}
	find := func(q questionKey) *Question {
		if asked[q] == nil {
			asked[q] = &Question{Record: q.record, Field: q.field, Slot: q.slot, About: q.about}
			qs = append(qs, asked[q])
		}
		return asked[q]
	}
	aside := map[value.RecordID]string{}
	upheld := map[value.RecordID]bool{}
	for e := range a.told() {
		switch f := e.Data.Fact.(type) {
		case AccountSetAside:
			aside[f.Account] = f.Reason
		case AccountUpheld:
			upheld[f.Account] = true
		}
	}
	for e := range a.told() {
		f, ok := e.Data.Fact.(StatementRecorded)
		if !ok {
			continue
		}
		for _, c := range f.Claims {
			for _, slot := range a.claimed(c) {
				q := find(questionKey{slot: slot})
				q.Accounts = append(q.Accounts, Account{Entry: e, Says: f.Says, Denies: c.Denies, Occurred: e.Data.Occurred})
			}
		}
		if len(f.Claims) == 0 {
			q := find(questionKey{record: f.Record, field: f.Field, about: f.About})
			q.Accounts = append(q.Accounts, Account{Entry: e, Says: f.Says, Occurred: e.Data.Occurred})
		}
	}
	out := make([]Question, 0, len(qs))
	var signed map[value.Slot][]Account // made where it is asked for
	for _, q := range qs {
		var by comparing
		switch {
		case q.Slot != "":
			if signed == nil {
				signed = a.signedBySlot()
			}
			q.Accounts = append(q.Accounts, signed[q.Slot]...)
		case q.Record != "":
			a.addOwnAccount(q, l, names)
			if e, ok := a.entry(q.Record); ok {
				by = e.comparingBy(q.Field, names)
			}
		}
		for i := range q.Accounts {
			id := q.Accounts[i].Entry.ID
			q.Accounts[i].Aside, q.Accounts[i].IsAside = aside[id], has(aside, id)
			if upheld[id] {
				q.Upheld = id
			}
		}
		q.by = by
		q.Differ = q.Upheld == "" && by.differ(q.Accounts)
		out = append(out, *q)
	}
	return out
}

func has(m map[value.RecordID]string, id value.RecordID) bool { _, ok := m[id]; return ok }

func (e Entry) counts() bool { return !e.Retracted && e.Unreadable == nil }

// told goes through the entries that count.
func (a Aggregate) told() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, e := range a.Entries {
			if e.counts() && !yield(e) {
				return
			}
		}
	}
}

// claimed lists the signatories a claim is about; one that names none is about
// all of them.
func (a Aggregate) claimed(c Claim) []value.Slot {
	if cs := c.Slot.Candidates(); len(cs) > 0 {
		return cs
	}
	return a.slots()
}

// Claimed is a typed claim about signatories, with the account that makes it.
type Claimed struct {
	Entry  Entry
	Slots  []value.Slot
	Denies bool
}

// ClaimsOf are the typed claims of an account, none where the entry is no account
// that counts.
func (a Aggregate) ClaimsOf(e Entry) (cs []Claimed) {
	if f, ok := e.Data.Fact.(StatementRecorded); ok && e.counts() {
		for _, c := range f.Claims {
			cs = append(cs, Claimed{e, a.claimed(c), c.Denies})
		}
	}
	return cs
}

// HasAccounts reports whether anybody's account is on record.
func (a Aggregate) HasAccounts() bool {
	for e := range a.told() {
		if _, ok := e.Data.Fact.(StatementRecorded); ok {
			return true
		}
	}
	return false
}

// addOwnAccount adds what the record that the question is about says itself.
func (a Aggregate) addOwnAccount(q *Question, l value.Lang, names value.Names) {
	e, ok := a.entry(q.Record)
	if says := e.says(q.Field, l, names); ok && !e.Retracted && says != "" {
		own := Account{Entry: e, Own: true, Occurred: e.Data.Occurred, Says: says}
		q.Accounts = append([]Account{own}, q.Accounts...)
	}
}

// signedBySlot is what the records of signatures themselves say, by signatory.
func (a Aggregate) signedBySlot() map[value.Slot][]Account {
	s, ok := a.State.(Claimable)
	if !ok {
		return nil
	}
	at := make(map[value.RecordID]int, len(a.Entries))
	for i := range a.Entries {
		at[a.Entries[i].ID] = i
	}
	signed := map[value.Slot][]Account{}
	for slot, id := range s.SignedBy() {
		e := a.Entries[at[id]]
		signed[slot] = append(signed[slot], Account{Entry: e, Own: true, Occurred: e.Data.Occurred})
	}
	return signed
}

// says is what the record itself states in the field; the whole sentence where
// no field is named, and nothing where it states nothing there.
func (e Entry) says(field string, l value.Lang, names value.Names) string {
	if e.Record == nil || e.Unreadable != nil {
		return ""
	}
	if field == "" {
		return e.Sentence(l, names)
	}
	for _, d := range e.Details(l, names) {
		if d.Field == field {
			return d.Text
		}
	}
	return ""
}

// differ reports whether two of the accounts cannot both be so.
func (c comparing) differ(as []Account) bool {
	for i, a := range as {
		for _, b := range as[:i] {
			if !a.IsAside && !b.IsAside && c.contradict(a, b) {
				return true
			}
		}
	}
	return false
}

func (c comparing) contradict(a, b Account) bool {
	if a.Denies != b.Denies {
		if a.Denies {
			a, b = b, a
		}
		return denied(a.Occurred, b.Occurred)
	}
	if a.Says != "" && b.Says != "" && !a.claim() && !b.claim() {
		return !c.agree(a, b)
	}
	return !a.Denies && !a.Occurred.Overlaps(b.Occurred)
}

// claim reports whether the account is a typed claim, whose text is not what is
// compared.
func (a Account) claim() bool {
	f, ok := a.Entry.Data.Fact.(StatementRecorded)
	return ok && len(f.Claims) > 0
}

// denied reports whether what was so by one time is said not to be so at a
// later one.
func denied(affirmed, at value.When) bool {
	if affirmed.IsZero() || at.IsZero() {
		return true
	}
	return affirmed.EndsBy(at)
}
