package projections

import (
	"time"

	"mufakat/domain"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

// SubscriptionRow is who wants to hear what, and by which way.
type SubscriptionRow struct {
	Subscription value.SubscriptionID                `json:"subscription"`
	Agency       value.Stated[value.AgencyID]        `json:"agency,omitzero"` // at most one of agency, office, party and outside
	Office       value.Stated[value.OfficeID]        `json:"office,omitzero"`
	Party        value.Stated[value.PartyID]         `json:"party,omitzero"`
	Outside      string                              `json:"outside,omitzero"` // another system
	Scope        value.Stated[domain.NoticeScope]    `json:"scope,omitzero"`   // own agreements, or all
	Language     value.Stated[domain.NoticeLanguage] `json:"language,omitzero"`
	Endpoint     string                              `json:"endpoint,omitzero"` // of the webhook; its secret is nowhere in the ledger
	Since        uint64                              `json:"since"`             // sequence of the record that made it; nothing before is told
	Ended        bool                                `json:"ended,omitzero"`
	Disabled     bool                                `json:"disabled,omitzero"` // the endpoint said that it is gone
}

// NoticeRow is one notice to one subscriber: what it says, and who was told
// when, with which outcome.
type NoticeRow struct {
	Key          string               `json:"key"`    // <rule>/<sequence>/<subscription>: it cannot be planned twice
	Number       uint64               `json:"number"` // of this subscriber's notices, from 1
	Subscription value.SubscriptionID `json:"subscription"`
	Rule         string               `json:"rule"`
	Language     value.Lang           `json:"language"`
	About        value.Ref            `json:"about"`  // the agreement, or the occasion where no document is named
	Source       value.Ref            `json:"source"` // what the record is about
	Seq          uint64               `json:"seq"`    // the record it follows from
	Planned      time.Time            `json:"planned"`
	Sentence     value.Words          `json:"sentence"` // what happened
	ToDo         value.Words          `json:"toDo,omitzero"`
	Link         string               `json:"link"` // path of the page about it
	State        NoticeState          `json:"state"`
	Next         *time.Time           `json:"next,omitempty"` // when it is tried again
	Attempts     []AttemptRow         `json:"attempts,omitempty"`
	TakenBack    uint64               `json:"takenBack,omitzero"` // the record that takes back or corrects what it says
}

// NoticeState is how far a notice has come.
type NoticeState = noticelog.State

const (
	NoticeDue      = noticelog.NoticeDue
	NoticeTrying   = noticelog.NoticeTrying
	NoticeArrived  = noticelog.NoticeArrived
	NoticeParked   = noticelog.NoticeParked
	NoticeDisabled = noticelog.NoticeDisabled
	NoticeSilent   = noticelog.NoticeSilent
	NoticeKept     = noticelog.NoticeKept
	NoticeDropped  = noticelog.NoticeDropped
)

// AttemptRow is one try at telling.
type AttemptRow struct {
	Seq     uint64      `json:"seq"` // in the stream of notices
	Begun   time.Time   `json:"begun"`
	Ended   *time.Time  `json:"ended,omitempty"`
	Arrived bool        `json:"arrived,omitzero"`
	Dropped bool        `json:"dropped,omitzero"` // it was not sent: see Why
	Status  int         `json:"status,omitzero"`  // of the HTTP answer
	Why     value.Words `json:"why,omitzero"`     // why it did not arrive
}
