package domain

import "slices"

// Deferral says that a signing did not take place when it was planned. It is
// the occasion that was deferred, never the documents: these stay open, and may
// be signed one side at a time.
type Deferral struct {
	Record      RecordID             `json:"record"`
	Seq         uint64               `json:"seq"`
	Planned     When                 `json:"planned,omitzero"` // when it was to be, or when it was put off
	Occasion    Told[EngagementID]   `json:"occasion,omitzero"`
	Reason      Told[DeferralReason] `json:"reason,omitzero"`
	Explanation string               `json:"explanation,omitzero"`
	Absent      Told[OfficeID]       `json:"absent,omitzero"`
	Documents   []InstrumentID       `json:"documents,omitempty"`
	SaidBy      AssertedBy           `json:"assertedBy,omitzero"`
	Said        When                 `json:"said,omitzero"` // when that was said or published
	Grade       Grade                `json:"grade,omitzero"`
}

// Why is why it was put off, in the words of the list and of the source.
func (d Deferral) Why(l Lang, names Names) string {
	s := d.Reason.Tell(l, names)
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

func (DeferralReason) choices() []Choice {
	return []Choice{
		choice(SignatoryAbsent, "penanda tangan tidak hadir", "signatory absent"),
		choice(PowerMissing, "surat kuasa belum ada", "power of attorney missing"),
		choice(TextOpen, "naskah belum final", "text not final"),
		choice(CouncilPending, "menunggu persetujuan DPRD", "council approval pending"),
		choice(OtherReason, "alasan lain", "another reason"),
	}
}
func (r *DeferralReason) UnmarshalText(b []byte) error { return choose(r, b) }

// The facts of deferral. The written names are the storage format.
var deferring = event[SigningDeferred](engagements, "id.mufakat.engagement.signing-deferred.v1", "defer", Words{
	"Penandatanganan[ {documents}] ditunda. Alasan: {reason}[ ({explanation})][. Yang tidak hadir: {absent}].",
	"The signing[ of {documents}] was deferred. Reason: {reason}[ ({explanation})][. Absent: {absent}]."})

// SigningDeferred records a deferral, and with it the signing that had been
// planned: deferrals are often told of only later.
type SigningDeferred struct {
	Occasion    Told[EngagementID]   `json:"occasion,omitzero" id:"pada kegiatan" en:"at the occasion"`
	Planned     When                 `json:"planned,omitzero" id:"rencana semula" en:"planned for"`
	Reason      Told[DeferralReason] `json:"reason,omitzero" id:"alasan" en:"reason"`
	Explanation string               `json:"explanation,omitzero" id:"penjelasan" en:"explanation"`
	Absent      Told[OfficeID]       `json:"absent,omitzero" id:"yang tidak hadir" en:"absent"`
	Documents   []InstrumentID       `json:"documents,omitempty" id:"naskah" en:"documents"`
}

var absentThoughOther = NewRefusal(Invalid, "absent-though-other-reason",
	"Alasannya %q, padahal disebut siapa yang tidak hadir. Pakai alasan signatory-absent, atau hilangkan isian ini.",
	"The reason is %q, yet somebody is named as absent. Use the reason signatory-absent, or leave this field out.")

func (f SigningDeferred) refuse(_ Engagement, _ Ask) error {
	if r, ok := f.Reason.Known(); ok && r != SignatoryAbsent && r != OtherReason && !f.Absent.IsZero() {
		return absentThoughOther.With(string(r)).On("absent")
	}
	return nil
}

func (f SigningDeferred) evolve(s Engagement, e Entry) Engagement {
	if s.Sort == "" {
		s.Sort, s.Place = PlannedSigning, e.Data.Place
		s.When = f.planned(e)
	}
	s.Deferrals = append(s.Deferrals[:len(s.Deferrals):len(s.Deferrals)], Deferral{
		Record: e.ID, Seq: e.Seq, Planned: f.planned(e), Occasion: f.Occasion,
		Reason: f.Reason, Explanation: f.Explanation, Absent: f.Absent,
		Documents: slices.Clone(f.Documents), SaidBy: e.Data.AssertedBy, Said: published(e.Data.Evidence),
		Grade: e.Data.Grade(),
	})
	return s
}

func (f SigningDeferred) planned(e Entry) When {
	if f.Planned.IsZero() {
		return e.Data.Occurred
	}
	return f.Planned
}

// published is when the earliest of the sources appeared.
func published(ev []Evidence) (w When) {
	for _, e := range ev {
		if !e.Published.IsZero() && (w.IsZero() || e.Published.SortKey() < w.SortKey()) {
			w = e.Published
		}
	}
	return w
}
