package domain

import (
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Engagement is an occasion: what people met for. A trade mission, a visit, a
// meeting, a signing that was planned, a hand-over.
type Engagement struct {
	Title      string
	Sort       EngagementType
	Guest      value.Stated[value.PartyID]
	Host       value.Stated[value.PartyID]
	When       value.When
	Place      value.Place
	Deferrals  []Deferral
	Deliveries []Delivery
	Receipts   []DeliveryReceipt
}

// EngagementType says what the occasion was; empty where no record says.
type EngagementType string

const (
	TradeMission   EngagementType = "trade-mission"
	Visit          EngagementType = "visit"
	Coordination   EngagementType = "coordination"
	PlannedSigning EngagementType = "signing"
	HandOver       EngagementType = "hand-over"
)

func (EngagementType) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(TradeMission, "misi dagang", "trade mission"),
		value.NewChoice(Visit, "kunjungan kerja", "working visit"),
		value.NewChoice(Coordination, "pertemuan", "meeting"),
		value.NewChoice(PlannedSigning, "penandatanganan", "signing"),
		value.NewChoice(HandOver, "penyerahan naskah", "hand-over of documents"),
	}
}

// Label is what people call it.
func (s EngagementType) Label(l value.Lang) string {
	if s == "" {
		return value.KindEngagement.Word().In(l)
	}
	return value.LabelOf(s, l)
}

var engagements = fact.KindOf[Engagement](value.KindEngagement)

// The facts of occasions. The written names are the storage format.
var aboutEngagements = fact.Join(
	fact.Of[TradeMissionHeld](engagements, "id.mufakat.engagement.trade-mission-held.v1", "mission", value.Words{
		ID: "Misi dagang {guest} ke {host} berlangsung {occurred}[ di {place}].",
		EN: "{guest} held a trade mission to {host} on {occurred}[ at {place}]."},
		fact.Needs("title", "guest", "host", "occurred"), fact.Begins),
	fact.Of[VisitHeld](engagements, "id.mufakat.engagement.visit-held.v1", "visit", value.Words{
		ID: "{guest} berkunjung ke {host}, {occurred}[, di {place}][, dipimpin {ledBy}].",
		EN: "{guest} visited {host} on {occurred}[, at {place}][, led by {ledBy}]."},
		fact.Needs("title", "guest", "host", "occurred"), fact.Begins),
	fact.Of[CoordinationHeld](engagements, "id.mufakat.engagement.coordination-held.v1", "coordinate", value.Words{
		ID: "Pertemuan {parties}[ membahas {subject}][. Hasil: {result}].",
		EN: "{parties} met[ about {subject}][. Outcome: {result}]."},
		fact.Needs("parties", "agencies", "subject", "result", "occurred"), fact.Begins),
	fact.Of[HeadRepresented](engagements, "id.mufakat.engagement.head-represented.v1", "represent", value.Words{
		ID: "Kepala daerah[ {party}][ ({head})] diwakili oleh {by}[, {power}][, dasar: {basis}].",
		EN: "The head of region[ of {party}][ ({head})] was represented by {by}[, {power}][, on the basis of {basis}]."},
		fact.Needs("party", "head", "by", "basis"), fact.Begins),
	fact.Of[TransactionValueReported](engagements, "id.mufakat.engagement.transaction-value-reported.v1", "transactions", value.Words{
		ID: "Nilai transaksi dilaporkan {amount}[, {commodities} jenis][, per {asOf}].",
		EN: "Transactions of {amount} were reported[, {commodities} kinds][, as of {asOf}]."},
		fact.Needs("amount", "commodities", "traders"), fact.Begins),
	fact.Of[ExpectedBenefitStated](engagements, "id.mufakat.engagement.expected-benefit-stated.v1", "benefit", value.Words{
		ID: "Manfaat yang diharapkan[ bagi {parties}]: {benefit}.",
		EN: "Benefit hoped for[ by {parties}]: {benefit}."},
		fact.Needs("benefit"), fact.Begins),
	fact.Of[GoodPracticeRecorded](engagements, "id.mufakat.engagement.good-practice-recorded.v1", "practice", value.Words{
		ID: "Praktik baik[ dari {of}]: {practice}[; untuk {forWhom}].",
		EN: "Good practice[ of {of}]: {practice}[; for {forWhom}]."},
		fact.Needs("practice"), fact.Begins),
)

// TradeMissionHeld says that a mission of one region to another took place.
type TradeMissionHeld struct {
	Title string                      `json:"title,omitzero" id:"judul" en:"title"`
	Guest value.Stated[value.PartyID] `json:"guest,omitzero" id:"tamu" en:"guest"`
	Host  value.Stated[value.PartyID] `json:"host,omitzero" id:"tuan rumah" en:"host"`
}

func (f TradeMissionHeld) Refuse(Engagement, fact.Given) error { return nil }

func (f TradeMissionHeld) Evolve(s Engagement, e fact.Entry) Engagement {
	return s.held(TradeMission, f.Title, f.Guest, f.Host, e)
}

// VisitHeld says that officials of one party called on another.
type VisitHeld struct {
	Title   string                           `json:"title,omitzero" id:"judul" en:"title"`
	Guest   value.Stated[value.PartyID]      `json:"guest,omitzero" id:"tamu" en:"guest"`
	Host    value.Stated[value.PartyID]      `json:"host,omitzero" id:"tuan rumah" en:"host"`
	LedBy   value.Stated[value.OfficeID]     `json:"ledBy,omitzero" id:"dipimpin" en:"led by"`
	Spokes  value.Stated[value.OfficeID]     `json:"spokesOffice,omitzero" id:"jabatan juru bicara" en:"spokesman's office"`
	Follows value.Stated[value.EngagementID] `json:"follows,omitzero" id:"tindak lanjut dari" en:"follows"`
}

func (f VisitHeld) Refuse(Engagement, fact.Given) error { return nil }

func (f VisitHeld) Evolve(s Engagement, e fact.Entry) Engagement {
	return s.held(Visit, f.Title, f.Guest, f.Host, e)
}

func (s Engagement) held(sort EngagementType, title string, guest, host value.Stated[value.PartyID], e fact.Entry) Engagement {
	s.Sort, s.Guest, s.Host, s.When, s.Place = sort, guest, host, e.Data.Occurred, e.Data.Place
	if title != "" {
		s.Title = title
	}
	return s
}

// CoordinationHeld says that people met or informed each other.
type CoordinationHeld struct {
	Parties  []value.PartyID  `json:"parties,omitempty" id:"pihak" en:"parties"`
	Agencies []value.AgencyID `json:"agencies,omitempty" id:"perangkat daerah" en:"agencies"`
	Subject  string           `json:"subject,omitzero" id:"pokok bahasan" en:"subject"`
	Result   string           `json:"result,omitzero" id:"hasil" en:"outcome"`
}

func (f CoordinationHeld) Refuse(Engagement, fact.Given) error { return nil }

func (f CoordinationHeld) Evolve(s Engagement, e fact.Entry) Engagement {
	if s.Sort == "" {
		s.Sort, s.When, s.Place = Coordination, e.Data.Occurred, e.Data.Place
	}
	return s
}

// HeadRepresented says that the head of a region sent somebody. Being sent to a
// ceremony is not exercising the head's power (UU 23/2014 Pasal 65(4)); which it
// was is stated or stays unstated.
type HeadRepresented struct {
	Party value.Stated[value.PartyID]       `json:"party,omitzero" id:"pihak" en:"party"`
	Head  value.Stated[value.OfficeID]      `json:"head,omitzero" id:"yang diwakili" en:"represented"`
	By    value.Stated[value.OfficeID]      `json:"by,omitzero" id:"yang mewakili" en:"represented by"`
	Power value.Stated[RepresentationPower] `json:"power,omitzero" id:"wewenang" en:"power"`
	Basis string                            `json:"basis,omitzero" id:"dasar" en:"basis"`
}

// RepresentationPower says what the one who was sent could do.
type RepresentationPower string

const (
	AttendOnly      RepresentationPower = "attend-only"
	ExercisingPower RepresentationPower = "exercising"
)

func (RepresentationPower) Choices() []value.Choice {
	return []value.Choice{
		value.NewChoice(AttendOnly, "menghadiri saja", "attending only"),
		value.NewChoice(ExercisingPower, "melaksanakan wewenang kepala daerah", "exercising the head's power"),
	}
}
func (p *RepresentationPower) UnmarshalText(b []byte) error { return value.Choose(p, b) }

func (f HeadRepresented) Refuse(_ Engagement, given fact.Given) error {
	if err := refuseOffice(f.Head, "head", f.Party, "party", given.Lookup); err != nil {
		return err
	}
	return refuseOffice(f.By, "by", f.Party, "party", given.Lookup)
}

func (f HeadRepresented) Evolve(s Engagement, _ fact.Entry) Engagement { return s }

// TransactionValueReported says what value of business somebody reported, as of
// which hour. Several reports of one mission stand side by side.
type TransactionValueReported struct {
	Amount      value.Stated[value.Rupiah] `json:"amount,omitzero" id:"nilai (rupiah)" en:"amount (rupiah)"`
	Commodities value.Stated[int]          `json:"commodities,omitzero" id:"banyaknya jenis" en:"number of kinds"`
	AsOf        value.When                 `json:"asOf,omitzero" id:"waktu penghitungan" en:"counted as of"`
	Traders     value.Stated[value.Text]   `json:"traders,omitzero" id:"pelaku usaha" en:"businesses"`
}

func (f TransactionValueReported) Refuse(Engagement, fact.Given) error { return nil }

func (f TransactionValueReported) Evolve(s Engagement, _ fact.Entry) Engagement { return s }

// ExpectedBenefitStated says what somebody hopes the cooperation will bring.
type ExpectedBenefitStated struct {
	Benefit string          `json:"benefit,omitzero" id:"manfaat" en:"benefit"`
	Parties []value.PartyID `json:"parties,omitempty" id:"bagi" en:"for"`
}

func (f ExpectedBenefitStated) Refuse(Engagement, fact.Given) error { return nil }

func (f ExpectedBenefitStated) Evolve(s Engagement, _ fact.Entry) Engagement { return s }

// GoodPracticeRecorded says what one party wants to learn from another.
type GoodPracticeRecorded struct {
	Practice string                      `json:"practice,omitzero" id:"praktik" en:"practice"`
	Of       value.Stated[value.PartyID] `json:"of,omitzero" id:"dari" en:"of"`
	ForWhom  string                      `json:"forWhom,omitzero" id:"untuk" en:"for"`
}

func (f GoodPracticeRecorded) Refuse(Engagement, fact.Given) error { return nil }

func (f GoodPracticeRecorded) Evolve(s Engagement, _ fact.Entry) Engagement { return s }

// ThereBy reports whether the occasion had been as of at, or may have.
func (s Engagement) ThereBy(at value.AsOf) bool { return s.When.By(at) != value.No }

func (s Engagement) DisplayName(l value.Lang) string {
	if s.Title != "" {
		return s.Title
	}
	if s.Sort == "" || s.When.IsZero() {
		return ""
	}
	label := s.Sort.Label(l)
	return strings.ToUpper(label[:1]) + label[1:] + ", " + s.When.In(l)
}
