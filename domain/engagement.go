package domain

import "strings"

// Engagement is an occasion: what people met for. A trade mission, a visit, a
// meeting, a signing that was planned, a hand-over.
type Engagement struct {
	Title      string
	Sort       EngagementType
	Guest      Told[PartyID]
	Host       Told[PartyID]
	When       When
	Place      Place
	Deferrals  []Deferral
	Deliveries []Delivery
	Receipts   []Receipt
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

func (EngagementType) choices() []Choice {
	return []Choice{
		choice(TradeMission, "misi dagang", "trade mission"),
		choice(Visit, "kunjungan kerja", "working visit"),
		choice(Coordination, "pertemuan", "meeting"),
		choice(PlannedSigning, "penandatanganan", "signing"),
		choice(HandOver, "penyerahan naskah", "hand-over of documents"),
	}
}

// Label is what people call it.
func (s EngagementType) Label(l Lang) string {
	if s == "" {
		return KindEngagement.Word().In(l)
	}
	return labelOf(s, l)
}

var engagements = kindOf[Engagement]{KindEngagement}

// The facts of occasions. The written names are the storage format.
var aboutEngagements = concat(
	event[TradeMissionHeld](engagements, "id.mufakat.engagement.trade-mission-held.v1", "mission", Words{
		"Misi dagang {guest} ke {host} berlangsung {occurred}[ di {place}].",
		"{guest} held a trade mission to {host} on {occurred}[ at {place}]."}),
	event[VisitHeld](engagements, "id.mufakat.engagement.visit-held.v1", "visit", Words{
		"{guest} berkunjung ke {host}, {occurred}[, di {place}][, dipimpin {ledBy}].",
		"{guest} visited {host} on {occurred}[, at {place}][, led by {ledBy}]."}),
	event[CoordinationHeld](engagements, "id.mufakat.engagement.coordination-held.v1", "coordinate", Words{
		"Pertemuan {parties}[ membahas {subject}][. Hasil: {result}].",
		"{parties} met[ about {subject}][. Outcome: {result}]."}),
	event[HeadRepresented](engagements, "id.mufakat.engagement.head-represented.v1", "represent", Words{
		"Kepala daerah[ {party}][ ({head})] diwakili oleh {by}[, {power}][, dasar: {basis}].",
		"The head of region[ of {party}][ ({head})] was represented by {by}[, {power}][, on the basis of {basis}]."}),
	event[TransactionValueReported](engagements, "id.mufakat.engagement.transaction-value-reported.v1", "transactions", Words{
		"Nilai transaksi dilaporkan {amount}[, {commodities} jenis][, per {asOf}].",
		"Transactions of {amount} were reported[, {commodities} kinds][, as of {asOf}]."}),
	event[ExpectedBenefitStated](engagements, "id.mufakat.engagement.expected-benefit-stated.v1", "benefit", Words{
		"Manfaat yang diharapkan[ bagi {parties}]: {benefit}.",
		"Benefit hoped for[ by {parties}]: {benefit}."}),
	event[GoodPracticeRecorded](engagements, "id.mufakat.engagement.good-practice-recorded.v1", "practice", Words{
		"Praktik baik[ dari {of}]: {practice}[; untuk {forWhom}].",
		"Good practice[ of {of}]: {practice}[; for {forWhom}]."}),
)

// TradeMissionHeld says that a mission of one region to another took place.
type TradeMissionHeld struct {
	Title string        `json:"title,omitzero" id:"judul" en:"title"`
	Guest Told[PartyID] `json:"guest,omitzero" id:"tamu" en:"guest"`
	Host  Told[PartyID] `json:"host,omitzero" id:"tuan rumah" en:"host"`
}

func (f TradeMissionHeld) refuse(Engagement, Ask) error { return nil }

func (f TradeMissionHeld) evolve(s Engagement, e Entry) Engagement {
	return s.held(TradeMission, f.Title, f.Guest, f.Host, e)
}

// VisitHeld says that officials of one party called on another.
type VisitHeld struct {
	Title   string             `json:"title,omitzero" id:"judul" en:"title"`
	Guest   Told[PartyID]      `json:"guest,omitzero" id:"tamu" en:"guest"`
	Host    Told[PartyID]      `json:"host,omitzero" id:"tuan rumah" en:"host"`
	LedBy   Told[OfficeID]     `json:"ledBy,omitzero" id:"dipimpin" en:"led by"`
	Spokes  Told[OfficeID]     `json:"spokesOffice,omitzero" id:"jabatan juru bicara" en:"spokesman's office"`
	Follows Told[EngagementID] `json:"follows,omitzero" id:"tindak lanjut dari" en:"follows"`
}

func (f VisitHeld) refuse(Engagement, Ask) error { return nil }

func (f VisitHeld) evolve(s Engagement, e Entry) Engagement {
	return s.held(Visit, f.Title, f.Guest, f.Host, e)
}

func (s Engagement) held(sort EngagementType, title string, guest, host Told[PartyID], e Entry) Engagement {
	s.Sort, s.Guest, s.Host, s.When, s.Place = sort, guest, host, e.Data.Occurred, e.Data.Place
	if title != "" {
		s.Title = title
	}
	return s
}

// CoordinationHeld says that people met or informed each other.
type CoordinationHeld struct {
	Parties  []PartyID  `json:"parties,omitempty" id:"pihak" en:"parties"`
	Agencies []AgencyID `json:"agencies,omitempty" id:"perangkat daerah" en:"agencies"`
	Subject  string     `json:"subject,omitzero" id:"pokok bahasan" en:"subject"`
	Result   string     `json:"result,omitzero" id:"hasil" en:"outcome"`
}

func (f CoordinationHeld) refuse(Engagement, Ask) error { return nil }

func (f CoordinationHeld) evolve(s Engagement, e Entry) Engagement {
	if s.Sort == "" {
		s.Sort, s.When, s.Place = Coordination, e.Data.Occurred, e.Data.Place
	}
	return s
}

// HeadRepresented says that the head of a region sent somebody. Being sent to a
// ceremony is not exercising the head's power (UU 23/2014 Pasal 65(4)); which it
// was is stated or stays unstated.
type HeadRepresented struct {
	Party Told[PartyID]             `json:"party,omitzero" id:"pihak" en:"party"`
	Head  Told[OfficeID]            `json:"head,omitzero" id:"yang diwakili" en:"represented"`
	By    Told[OfficeID]            `json:"by,omitzero" id:"yang mewakili" en:"represented by"`
	Power Told[RepresentationPower] `json:"power,omitzero" id:"wewenang" en:"power"`
	Basis string                    `json:"basis,omitzero" id:"dasar" en:"basis"`
}

// RepresentationPower says what the one who was sent could do.
type RepresentationPower string

const (
	AttendOnly      RepresentationPower = "attend-only"
	ExercisingPower RepresentationPower = "exercising"
)

func (RepresentationPower) choices() []Choice {
	return []Choice{
		choice(AttendOnly, "menghadiri saja", "attending only"),
		choice(ExercisingPower, "melaksanakan wewenang kepala daerah", "exercising the head's power"),
	}
}
func (p *RepresentationPower) UnmarshalText(b []byte) error { return choose(p, b) }

func (f HeadRepresented) refuse(Engagement, Ask) error            { return nil }
func (f HeadRepresented) evolve(s Engagement, _ Entry) Engagement { return s }

// TransactionValueReported says what value of business somebody reported, as of
// which hour. Several reports of one mission stand side by side.
type TransactionValueReported struct {
	Amount      Told[Rupiah] `json:"amount,omitzero" id:"nilai (rupiah)" en:"amount (rupiah)"`
	Commodities Told[int]    `json:"commodities,omitzero" id:"banyaknya jenis" en:"number of kinds"`
	AsOf        When         `json:"asOf,omitzero" id:"waktu penghitungan" en:"counted as of"`
	Traders     Told[Text]   `json:"traders,omitzero" id:"pelaku usaha" en:"businesses"`
}

func (f TransactionValueReported) refuse(Engagement, Ask) error { return nil }

func (f TransactionValueReported) evolve(s Engagement, _ Entry) Engagement { return s }

// ExpectedBenefitStated says what somebody hopes the cooperation will bring.
type ExpectedBenefitStated struct {
	Benefit string    `json:"benefit,omitzero" id:"manfaat" en:"benefit"`
	Parties []PartyID `json:"parties,omitempty" id:"bagi" en:"for"`
}

func (f ExpectedBenefitStated) refuse(Engagement, Ask) error { return nil }

func (f ExpectedBenefitStated) evolve(s Engagement, _ Entry) Engagement { return s }

// GoodPracticeRecorded says what one party wants to learn from another.
type GoodPracticeRecorded struct {
	Practice string        `json:"practice,omitzero" id:"praktik" en:"practice"`
	Of       Told[PartyID] `json:"of,omitzero" id:"dari" en:"of"`
	ForWhom  string        `json:"forWhom,omitzero" id:"untuk" en:"for"`
}

func (f GoodPracticeRecorded) refuse(Engagement, Ask) error { return nil }

func (f GoodPracticeRecorded) evolve(s Engagement, _ Entry) Engagement { return s }

func (s Engagement) name(l Lang) string {
	if s.Title != "" {
		return s.Title
	}
	if s.Sort == "" || s.When.IsZero() {
		return ""
	}
	label := s.Sort.Label(l)
	return strings.ToUpper(label[:1]) + label[1:] + ", " + s.When.In(l)
}
