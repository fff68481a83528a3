package domain

import (
	"slices"

	"mufakat/domain/value"
)

// Rule says for what reason somebody is told. The names are part of the keys of
// notices, and so of the storage format.
type Rule string

const (
	RuleAwaited    Rule = "signature-awaited"
	RuleDeferred   Rule = "signing-deferred"
	RuleHandedOver Rule = "papers-handed-over"
	RuleSigned     Rule = "signed"
)

// Telling is what one record gives to tell, whoever wants to hear it. It is a
// pure function of the record and the aggregate before it, and is never stored
// in the ledger: the views keep what follows from the records.
type Telling struct {
	Rule      Rule                         `json:"rule"`
	Seq       uint64                       `json:"seq"`
	Ref       value.Ref                    `json:"ref"` // what the record is about
	Documents []value.InstrumentID         `json:"documents,omitempty"`
	Slots     []value.Slot                 `json:"slots,omitempty"` // those that signed, or whose signature is awaited
	Party     value.Stated[value.PartyID]  `json:"party,omitzero"`  // who signed or handed over; of a deferral the guest
	To        value.Stated[value.PartyID]  `json:"to,omitzero"`     // to whom; of a deferral the host
	Office    value.Stated[value.OfficeID] `json:"office,omitzero"` // who signed, or was absent

	Occasion    value.Stated[value.EngagementID] `json:"occasion,omitzero"`
	Reason      value.Stated[DeferralReason]     `json:"reason,omitzero"`
	Explanation string                           `json:"explanation,omitzero"`
	When        value.When                       `json:"when,omitzero"`
	Place       value.Place                      `json:"place,omitzero"`
	Count       value.Stated[int]                `json:"count,omitzero"`
	Extent      value.Stated[Extent]             `json:"extent,omitzero"`
	Bundle      bool                             `json:"bundle,omitzero"`
	Grade       value.Grade                      `json:"grade,omitzero"`
	Reminder    bool                             `json:"reminder,omitzero"`
	Channel     string                           `json:"channel,omitzero"`
}

// About is the agreement that the telling is of, or the occasion where no
// document is named. Notices about one agreement arrive in order.
func (t Telling) About() value.Ref {
	if len(t.Documents) > 0 {
		return t.Documents[0].Ref()
	}
	return t.Ref
}

// tellingRule is one row of the table of what is told: the facts it follows from, and
// whom it concerns among those who have a place in the documents.
type tellingRule struct {
	name     Rule
	of       func(before, after Aggregate, e Entry) (Telling, bool)
	concerns func(Telling, place) bool
}

// tellingRules is the whole table. A party's subscriber, its bureau, hears everything
// in which the party has a part; an agency or an office hears what concerns it.
var tellingRules = []tellingRule{
	{RuleAwaited, tellAwaited, func(t Telling, p place) bool { return p.document && slices.Contains(t.Slots, p.slot) }},
	{RuleDeferred, tellDeferred, func(Telling, place) bool { return true }},
	{RuleHandedOver, tellHandedOver, func(Telling, place) bool { return true }},
	{RuleSigned, tellSigned, func(t Telling, p place) bool { return p.document && !slices.Contains(t.Slots, p.slot) }},
}

// Tellings are what the newest record of after gives to tell. A record about
// records (a correction, a detail, an account) gives nothing by itself.
func Tellings(before, after Aggregate) (ts []Telling) {
	if after.Frozen != nil || len(after.Entries) == 0 {
		return nil
	}
	e := after.Entries[len(after.Entries)-1]
	if e.Retracted || e.Unreadable != nil || e.AboutRecords() {
		return nil
	}
	for _, r := range tellingRules {
		if t, ok := r.of(before, after, e); ok {
			t.Rule, t.Seq, t.Ref = r.name, e.Seq, after.Ref
			ts = append(ts, t)
		}
	}
	return ts
}

// tellAwaited: the text is final, a signatory came after that, or those who have
// not signed were reminded.
func tellAwaited(_, after Aggregate, e Entry) (t Telling, ok bool) {
	in, _ := after.State.(Instrument)
	t = Telling{Documents: []value.InstrumentID{value.InstrumentID(after.Ref.ID)}, When: e.Data.Occurred}
	var only []value.Slot
	var party value.Stated[value.PartyID]
	switch f := e.Data.Fact.(type) {
	case TextFinalised:
	case SignatoryAdded:
		if ok = in.Finalised; !ok {
			return t, false
		}
		t.When, only = in.FinalisedOn, []value.Slot{in.Signatories[len(in.Signatories)-1].Slot}
	case PendingSignatoryReminded:
		t.Reminder, t.Channel, only, party = true, f.Channel, f.Slots, f.Party
	default:
		return t, false
	}
	for s := range in.Slots(e.Time) {
		if s.Signed() == value.No && (only == nil || slices.Contains(only, s.Slot)) && compatible(s.Party, party) {
			t.Slots = append(t.Slots, s.Slot)
		}
	}
	return t, len(t.Slots) > 0
}

func tellDeferred(_, after Aggregate, e Entry) (Telling, bool) {
	f, ok := e.Data.Fact.(SigningDeferred)
	if !ok {
		return Telling{}, false
	}
	s := after.State.(Engagement)
	return Telling{Documents: slices.Clone(f.Documents), Party: s.Guest, To: s.Host, Office: f.Absent, Occasion: f.Occasion,
		Reason: f.Reason, Explanation: f.Explanation, When: f.planned(e)}, true
}

func tellHandedOver(_, _ Aggregate, e Entry) (Telling, bool) {
	f, ok := e.Data.Fact.(CopiesDelivered)
	if !ok {
		return Telling{}, false
	}
	t := Telling{Party: f.From, To: f.To, Count: f.Count, When: e.Data.Occurred, Place: e.Data.Place}
	for _, p := range f.Papers {
		if d, known := p.Document.Known(); known && !slices.Contains(t.Documents, d) {
			t.Documents = append(t.Documents, d)
		}
	}
	return t, true
}

// tellSigned: a signature that counts is on record, and no earlier record said the
// same of that slot. What is only reported is not told as signed.
func tellSigned(before, after Aggregate, e Entry) (t Telling, ok bool) {
	f, ok := e.Data.Fact.(SignedByParty)
	if !ok {
		return t, false
	}
	in := after.State.(Instrument)
	sig := in.Signatures[len(in.Signatures)-1]
	was, _ := before.State.(Instrument)
	for _, x := range was.Signatures {
		if x.Counts && slices.Equal(x.Slots, sig.Slots) && slices.Equal(x.Extent.Candidates(), sig.Extent.Candidates()) {
			return t, false
		}
	}
	t = Telling{Documents: []value.InstrumentID{value.InstrumentID(after.Ref.ID)}, Slots: slices.Clone(sig.Slots),
		Party: sig.OnBehalfOf, Office: f.Office, When: sig.When, Extent: f.Extent, Bundle: in.Bundle, Grade: sig.Grade}
	if x, only := in.signatory(onlySlot(sig.Slots)); only {
		t.Party, t.Office = orElse(t.Party, x.Party), orElse(t.Office, x.Office)
	}
	return t, sig.Counts
}

func onlySlot(slots []value.Slot) value.Slot {
	if len(slots) == 1 {
		return slots[0]
	}
	return ""
}

func orElse[T comparable](t, o value.Stated[T]) value.Stated[T] {
	if t.IsZero() {
		return o
	}
	return t
}

// place is a part in what is told: a signatory's slot, or a party or office that
// the record itself names.
type place struct {
	document bool // it is a slot of a document
	whole    bool // the party as such has it, where the documents say who in it has
	slot     value.Slot
	party    value.Stated[value.PartyID]
	office   value.Stated[value.OfficeID]
}

// places goes through all who have a part in it, as known.
func (t Telling) places(known Lookup) (ps []place) {
	for _, d := range t.Documents {
		a, _ := known.Aggregate(d.Ref())
		in, _ := a.State.(Instrument)
		for _, x := range in.Signatories {
			ps = append(ps, place{document: true, slot: x.Slot, party: x.Party, office: x.Office})
		}
	}
	if len(t.Documents) == 0 {
		for id := range slices.Values(t.Occasion.Candidates()) {
			a, _ := known.Aggregate(id.Ref())
			s, _ := a.State.(Engagement)
			ps = append(ps, place{party: s.Guest}, place{party: s.Host})
		}
	}
	whole := len(ps) > 0
	return append(ps, place{whole: whole, party: t.Party}, place{whole: whole, party: t.To}, place{whole: whole, office: t.Office})
}

// Hears answers whether the subscriber hears of it, as known. It is pure: asked
// again at the same record it says the same.
func (s Subscription) Hears(t Telling, known Lookup) bool {
	if s.Scope.Is(ScopeAll) == value.Yes || s.Outside != "" {
		return true
	}
	row := tellingRules[slices.IndexFunc(tellingRules, func(r tellingRule) bool { return r.name == t.Rule })]
	for _, p := range t.places(known) {
		if s.isParty(p, known) || row.concerns(t, p) && s.isAt(p, known) {
			return true
		}
	}
	return false
}

// isParty is true where the subscriber is the party at that place.
func (s Subscription) isParty(p place, known Lookup) bool {
	return anyOf(s.Party.Candidates(), partiesAt(p, known))
}

// isAt is true where the subscriber is the office at that place or its agency.
// Where the office is not known, every agency of the party may be the one.
func (s Subscription) isAt(p place, known Lookup) bool {
	if anyOf(s.Office.Candidates(), p.office.Candidates()) {
		return true
	}
	for _, id := range p.office.Candidates() {
		if anyOf(s.Agency.Candidates(), stateOf[Office](known, id.Ref()).Agency.Candidates()) {
			return true
		}
	}
	if p.whole || len(p.office.Candidates()) > 0 {
		return false
	}
	for _, id := range s.Agency.Candidates() {
		if anyOf(stateOf[Agency](known, id.Ref()).Party.Candidates(), p.party.Candidates()) {
			return true
		}
	}
	return false
}

func partiesAt(p place, known Lookup) []value.PartyID {
	ps := slices.Clone(p.party.Candidates())
	for _, id := range p.office.Candidates() {
		ps = append(ps, stateOf[Office](known, id.Ref()).Party.Candidates()...)
	}
	return ps
}

// parties are those that the subscriber belongs to.
func (s Subscription) parties(known Lookup) []value.PartyID {
	ps := slices.Clone(s.Party.Candidates())
	for _, id := range s.Agency.Candidates() {
		ps = append(ps, stateOf[Agency](known, id.Ref()).Party.Candidates()...)
	}
	for _, id := range s.Office.Candidates() {
		ps = append(ps, stateOf[Office](known, id.Ref()).Party.Candidates()...)
	}
	return ps
}

func stateOf[S any](known Lookup, r value.Ref) (s S) {
	a, _ := known.Aggregate(r)
	s, _ = a.State.(S)
	return s
}

func anyOf[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}
