package domain

// The kinds. A name is for ever: it stands in the subject of every record.
const (
	KindParty        Kind = "party"
	KindAgency       Kind = "agency"
	KindOffice       Kind = "office"
	KindMandate      Kind = "mandate"
	KindEngagement   Kind = "engagement"
	KindInstrument   Kind = "instrument"
	KindSubscription Kind = "subscription"
	KindSetting      Kind = "setting"
)
