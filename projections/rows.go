package projections

import (
	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/records"
)

// What the views answer.

// SignatureRow is one signature on record, or one that is only reported: told
// of by a grade that does not count, or claimed by an account.
type SignatureRow struct {
	Instrument       value.InstrumentID `json:"instrument"`
	domain.Signature `json:",inline"`
	Parties          []value.PartyID  `json:"parties,omitempty"`  // of its slots, where the record does not say for whom
	Agencies         []value.AgencyID `json:"agencies,omitempty"` // of the office; filled on reading
	Account          bool             `json:"account,omitzero"`   // claimed by an account; never counts
	Denies           bool             `json:"denies,omitzero"`    // the account says that it was not signed
	Notes            []NoteRow        `json:"notes,omitempty"`    // compliance notes on it; filled on reading
}

// MandateRow is one power of attorney.
type MandateRow struct {
	Mandate        value.MandateID               `json:"mandate"`
	Number         string                        `json:"number,omitempty"`
	Giver          value.Stated[value.OfficeID]  `json:"giver,omitzero"`
	GiverPerson    value.Stated[domain.Name]     `json:"giverPerson,omitzero"`
	GiverActingAs  value.Stated[domain.ActingAs] `json:"giverActingAs,omitzero"`
	Attorney       value.Stated[value.OfficeID]  `json:"attorney,omitzero"`
	AttorneyPerson value.Stated[domain.Name]     `json:"attorneyPerson,omitzero"`
	Scope          domain.Scope                  `json:"scope,omitzero"`
	Given          value.When                    `json:"occurred,omitzero"` // the day of the letter
	From           value.When                    `json:"from,omitzero"`
	To             value.When                    `json:"to,omitzero"`
	Revoked        []domain.Revocation           `json:"revoked,omitempty"`
	Grade          value.Grade                   `json:"grade,omitempty"`
	Signatures     int                           `json:"signatures"` // how many on record name it
}

// InstrumentRow is where one document stands.
type InstrumentRow struct {
	Instrument value.InstrumentID                  `json:"instrument"`
	Title      string                              `json:"title,omitempty"`
	Sort       value.Stated[domain.InstrumentType] `json:"kind,omitzero"`
	Bundle     bool                                `json:"bundle,omitzero"`
	Count      value.Stated[int]                   `json:"count,omitzero"`
	Items      []domain.Item                       `json:"items,omitempty"`
	Under      value.Stated[value.InstrumentID]    `json:"under,omitzero"`
	Fields     []string                            `json:"fields,omitempty"`
	Parties    []value.PartyID                     `json:"parties,omitempty"`
	State      domain.InstrumentState              `json:"state"`
	Signed     value.Answer                        `json:"signed"` // by all
	InForce    value.Answer                        `json:"inForce"`
	Term       domain.Term                         `json:"term,omitzero"`
	Slots      []domain.SlotStatus                 `json:"slots,omitempty"`
}

// Agreement is a document with what belongs to it: the documents above and
// under it, the occasions at which they were signed, put off or handed over, all
// at one position.
type Agreement struct {
	Head      engine.Head     `json:"head"`
	Main      Shown           `json:"main"`
	Above     []InstrumentRow `json:"above,omitempty"`  // it is, or may be, under these
	Papers    []Shown         `json:"papers,omitempty"` // under it
	More      int             `json:"more,omitzero"`    // further papers that are not shown
	Occasions []Shown         `json:"occasions,omitempty"`
	Zones     []domain.ZoneID `json:"zones,omitempty"` // of its parties, each once
}

// OpenRow is one signatory that has not signed, or not all of it, as far as
// records tell.
type OpenRow struct {
	Instrument   value.InstrumentID `json:"instrument"`
	Signatory    domain.Signatory   `json:"signatory"`
	State        domain.SlotState   `json:"state"`
	Because      []value.Reason     `json:"because,omitempty"`
	Since        value.When         `json:"since,omitzero"`
	SinceWhat    SinceWhat          `json:"sinceWhat,omitempty"`   // what happened then
	Working      *value.Working     `json:"workingDays,omitempty"` // nil: cannot be told
	LastDeferral *DeferralRow       `json:"lastDeferral,omitempty"`
	LastReminder value.RecordID     `json:"lastReminder,omitempty"` // record of the newest reminder
}

// SinceWhat says from what event a signature is counted as open.
type SinceWhat string

const (
	SinceFinal     SinceWhat = "text-finalised"
	SinceDeferral  SinceWhat = "signing-deferred"
	SinceOtherSide SinceWhat = "other-side-signed"
	SinceDrafted   SinceWhat = "drafted"
)

// DeferralRow is one signing that was put off.
type DeferralRow struct {
	Engagement      value.EngagementID `json:"engagement"`
	domain.Deferral `json:",inline"`
}

// DeliveryRow is one hand-over of papers.
type DeliveryRow struct {
	Engagement      value.EngagementID `json:"engagement"`
	domain.Delivery `json:",inline"`
	SinceDeferral   *value.Working `json:"sinceDeferral,omitempty"` // working days from the deferral of the same documents to the hand-over
	Waiting         *value.Working `json:"waiting,omitempty"`       // working days since the hand-over, where no receipt is on record
}

// HolderRow is one person's time in an office.
type HolderRow struct {
	Office         value.OfficeID `json:"office"`
	domain.Holding `json:",inline"`
	HeldOn         value.Answer `json:"heldOn,omitzero"` // as of the day asked
}

// QuestionRow is something on which accounts were recorded.
type QuestionRow struct {
	Ref      value.Ref      `json:"ref"`
	Record   value.RecordID `json:"record,omitempty"` // about a field of this record
	Field    string         `json:"field,omitempty"`
	Label    value.Words    `json:"label,omitzero"` // of the field, or what the question is
	Slot     value.Slot     `json:"slot,omitempty"` // whether this signatory signed
	About    string         `json:"about,omitempty"`
	Differ   bool           `json:"differ"`
	Upheld   value.RecordID `json:"upheld,omitempty"`
	Accounts []AccountRow   `json:"accounts"`
}

// AccountRow is what one record says to a question.
type AccountRow struct {
	Record   value.RecordID   `json:"record"`
	Seq      uint64           `json:"seq"`
	Says     value.Words      `json:"says"`
	Quote    string           `json:"quote,omitempty"`
	Own      bool             `json:"own,omitzero"` // the record of the event itself
	Denies   bool             `json:"denies,omitzero"`
	Occurred value.When       `json:"occurred,omitzero"`
	Grade    value.Grade      `json:"grade,omitempty"`
	SaidBy   value.AssertedBy `json:"assertedBy,omitzero"`
	Sources  []value.Evidence `json:"sources,omitempty"`
	SetAside bool             `json:"setAside,omitzero"`
	Reason   string           `json:"reason,omitempty"` // why it was set aside
}

// Shown is everything about one aggregate: what stands for it now and its
// records.
type Shown struct {
	Head       engine.Head          `json:"head"`
	Ref        value.Ref            `json:"ref"`
	Version    uint64               `json:"version"`
	NotYet     bool                 `json:"notYet,omitzero"` // an occasion or a power that was not there yet on the day asked
	Instrument *InstrumentRow       `json:"instrument,omitempty"`
	Engagement *EngagementRow       `json:"engagement,omitempty"`
	Mandate    *MandateRow          `json:"mandate,omitempty"`
	Under      []SignatureRow       `json:"signedUnder,omitempty"` // the power of attorney
	Holders    []HolderRow          `json:"holders,omitempty"`
	Open       []OpenRow            `json:"open,omitempty"`
	Deferrals  []DeferralRow        `json:"deferrals,omitempty"` // of the document, or of the occasion
	Copies     []DeliveryRow        `json:"copies,omitempty"`
	Questions  []QuestionRow        `json:"questions,omitempty"`
	Notes      []NoteRow            `json:"notes,omitempty"` // compliance notes
	History    []records.HistoryRow `json:"history"`
}

// EngagementRow is one occasion.
type EngagementRow struct {
	Engagement value.EngagementID          `json:"engagement"`
	Title      string                      `json:"title,omitempty"`
	Sort       domain.EngagementType       `json:"kind,omitempty"`
	Guest      value.Stated[value.PartyID] `json:"guest,omitzero"`
	Host       value.Stated[value.PartyID] `json:"host,omitzero"`
	Occurred   value.When                  `json:"occurred,omitzero"`
	Place      value.Place                 `json:"place,omitzero"`
}

// NoteRow is a compliance note: something that happened though a rule says it
// should not, or of which it cannot be told, with what the rule rests on.
type NoteRow struct {
	Record value.RecordID `json:"record,omitempty"`
	Rule   string         `json:"rule"`
	Title  value.Words    `json:"title"` // in few words
	Basis  value.Words    `json:"basis"`
	Words  value.Words    `json:"words"`
	Unsure bool           `json:"unsure,omitzero"` // it cannot be told whether the rule was kept
}
