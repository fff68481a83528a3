package domain

import (
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Deferral says that a signing did not take place when it was planned. It is
// the occasion that was deferred, never the documents: these stay open, and may
// be signed one side at a time.
type Deferral struct {
	Record      value.RecordID                   `json:"record"`
	Seq         uint64                           `json:"seq"`
	Planned     value.When                       `json:"planned,omitzero"` // when it was to be, or when it was put off
	Occasion    value.Stated[value.EngagementID] `json:"occasion,omitzero"`
	Reason      value.Stated[DeferralReason]     `json:"reason,omitzero"`
	Explanation string                           `json:"explanation,omitzero"`
	Absent      value.Several[value.OfficeID]    `json:"absent,omitzero"`
	Documents   []value.InstrumentID             `json:"documents,omitempty"`
	SaidBy      value.AssertedBy                 `json:"assertedBy,omitzero"`
	Said        value.When                       `json:"said,omitzero"` // when that was said or published
	Grade       value.Grade                      `json:"grade,omitzero"`
}

// Why is why it was put off, in the words of the list and of the source.
func (d Deferral) Why(l value.Lang, names value.Names) string {
	s := d.Reason.Format(l, names)
	if d.Explanation != "" {
		s += " (" + d.Explanation + ")"
	}
	return s
}

// DeferralReason is why a signing was put off.
type DeferralReason string

const (
	SignatoryAbsent DeferralReason = "signatory-absent"
	PowerMissing    DeferralReason = "power-missing"
	TextOpen        DeferralReason = "text-open"
	CouncilPending  DeferralReason = "council-pending"
	OtherReason     DeferralReason = "other"
)

func (DeferralReason) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(SignatoryAbsent, "penanda tangan tidak hadir", "signatory absent"),
		value.NewChoice(PowerMissing, "surat kuasa belum ada", "power of attorney missing"),
		value.NewChoice(TextOpen, "naskah belum final", "text not final"),
		value.NewChoice(CouncilPending, "menunggu persetujuan DPRD", "council approval pending"),
		value.NewChoice(OtherReason, "alasan lain", "another reason"),
	}
}
func (r *DeferralReason) UnmarshalText(b []byte) error { return value.Choose(r, b) }

// The facts of deferral. The written names are the storage format.
var deferring = fact.Of[SigningDeferred](engagements, "id.mufakat.engagement.signing-deferred.v1", "defer", value.Words{
	ID: "Penandatanganan[ {documents}] ditunda. Alasan: {reason}[ ({explanation})][. Yang tidak hadir: {absent}].",
	EN: "The signing[ of {documents}] was deferred. Reason: {reason}[ ({explanation})][. Absent: {absent}]."},
	fact.Needs("planned", "reason", "explanation", "absent", "documents", "occasion", "occurred", "evidence"), fact.Begins,
	fact.Tells(&signingDeferred, SigningDeferred.putOff))

// SigningDeferred records a deferral, and with it the signing that had been
// planned: deferrals are often told of only later.
type SigningDeferred struct {
	Occasion    value.Stated[value.EngagementID] `json:"occasion,omitzero" id:"pada kegiatan" en:"at the occasion"`
	Planned     value.When                       `json:"planned,omitzero" id:"rencana semula" en:"planned for"`
	Reason      value.Stated[DeferralReason]     `json:"reason,omitzero" id:"alasan" en:"reason"`
	Explanation string                           `json:"explanation,omitzero" id:"penjelasan" en:"explanation"`
	Absent      value.Several[value.OfficeID]    `json:"absent,omitzero" id:"yang tidak hadir" en:"absent"`
	Documents   []value.InstrumentID             `json:"documents,omitempty" id:"naskah" en:"documents"`
}

var absentThoughOther = value.NewRefusal(value.Invalid, "absent-though-other-reason",
	"Alasannya %q, padahal disebut siapa yang tidak hadir. Pakai alasan signatory-absent, atau hilangkan isian ini.",
	"The reason is %q, yet somebody is named as absent. Use the reason signatory-absent, or leave this field out.")

func (f SigningDeferred) Refuse(_ Engagement, _ fact.Given) error {
	if r, ok := f.Reason.Known(); ok && r != SignatoryAbsent && r != OtherReason && !f.Absent.IsZero() {
		return absentThoughOther.With(string(r)).On("absent")
	}
	return nil
}

func (f SigningDeferred) Evolve(s Engagement, e fact.Entry) Engagement {
	if s.Sort == "" {
		s.Sort, s.Place = PlannedSigning, e.Data.Place
		s.When = f.planned(e)
	}
	s.Deferrals = append(s.Deferrals[:len(s.Deferrals):len(s.Deferrals)], Deferral{
		Record: e.ID, Seq: e.Seq, Planned: f.planned(e), Occasion: f.Occasion,
		Reason: f.Reason, Explanation: f.Explanation, Absent: f.Absent,
		Documents: slices.Clone(f.Documents), SaidBy: e.Data.AssertedBy, Said: firstSaid(e.Evidence(), f.planned(e)),
		Grade: e.Grade(),
	})
	return s
}

func (f SigningDeferred) planned(e fact.Entry) value.When {
	if f.Planned.IsZero() {
		return e.Data.Occurred
	}
	return f.Planned
}

// firstSaid is when the earliest of the sources appeared that can have told of it: what
// was published before the day that was planned told the plan.
func firstSaid(ev []value.Evidence, planned value.When) (w value.When) {
	for _, e := range ev {
		if !e.Published.IsZero() && !e.Published.Before(planned) && (w.IsZero() || e.Published.SortKey() < w.SortKey()) {
			w = e.Published
		}
	}
	return w
}

// RuleDeferred is the name of [signingDeferred].
const RuleDeferred fact.Rule = "signing-deferred"

// signingDeferred tells everybody who was to sign, or guest and host where no
// document is named.
var signingDeferred = fact.NoticeRule[deferredNotice]{
	Name:  RuleDeferred,
	About: func(n deferredNotice) value.Ref { return firstDocument(n.Documents) },
	Parts: deferredNotice.Parts,
	What: func(deferredNotice) value.Words {
		return value.Words{
			ID: "Penandatanganan[ {documents}][ yang direncanakan {when}] ditunda[ karena {reason}][ ({explanation})][; {noReason}][; yang tidak hadir: {office}].",
			EN: "The signing[ of {documents}][ planned for {when}] was deferred[: {reason}][ ({explanation})][; {noReason}][; absent: {office}]."}
	},
	ToDo: func(deferredNotice, fact.Audience) value.Words {
		return value.Words{
			ID: "Sepakati hari yang baru; naskahnya tetap dapat ditandatangani satu pihak lebih dahulu.",
			EN: "Agree on a new day; the documents can still be signed one side at a time."}
	},
	Values: map[string]func(deferredNotice, fact.Audience) value.Words{"noReason": deferredNotice.noReason},
}

// deferredNotice is a signing that was put off.
type deferredNotice struct {
	Documents   []value.InstrumentID             `json:"documents,omitempty"`
	Guest       value.Stated[value.PartyID]      `json:"party,omitzero"`
	Host        value.Stated[value.PartyID]      `json:"to,omitzero"`
	Absent      value.Several[value.OfficeID]    `json:"office,omitzero"`
	Occasion    value.Stated[value.EngagementID] `json:"occasion,omitzero"`
	Reason      value.Stated[DeferralReason]     `json:"reason,omitzero"`
	Explanation string                           `json:"explanation,omitzero"`
	Planned     value.When                       `json:"when,omitzero"`
}

func (f SigningDeferred) putOff(_, s Engagement, e fact.Entry) (deferredNotice, bool) {
	return deferredNotice{Documents: slices.Clone(f.Documents), Guest: s.Guest, Host: s.Host, Absent: f.Absent, Occasion: f.Occasion,
		Reason: f.Reason, Explanation: f.Explanation, Planned: f.planned(e)}, true
}

func (n deferredNotice) Parts(known fact.Lookup) []fact.Part {
	ps := slotParts(n.Documents, known, everySlot)
	if len(n.Documents) == 0 {
		for _, id := range n.Occasion.Candidates() {
			s := fact.StateOf[Engagement](known, id.Ref())
			ps = append(ps, fact.Part{Concerned: true, Party: s.Guest}, fact.Part{Concerned: true, Party: s.Host})
		}
	}
	whole := len(ps) > 0
	ps = append(ps, fact.Part{Concerned: true, Whole: whole, Party: n.Guest}, fact.Part{Concerned: true, Whole: whole, Party: n.Host})
	for _, who := range n.Absent {
		ps = append(ps, fact.Part{Concerned: true, Whole: whole, Office: who})
	}
	return ps
}

func (n deferredNotice) noReason(fact.Audience) (w value.Words) {
	if n.Reason.IsZero() && n.Explanation == "" {
		w = value.Words{ID: "alasannya tidak disebut", EN: "the reason is not stated"}
	}
	return w
}
