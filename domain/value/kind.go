package value

import "slices"

// Kind says what an aggregate is about. A name is for ever: it stands in the
// subject of every record.
type Kind string

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

// kinds are all there are, by name, with what people call one, and several in
// English; in Indonesian the word is the same.
var kinds = []struct {
	Choice
	several string
}{
	{NewChoice(KindAgency, "perangkat daerah", "agency"), "agencies"},
	{NewChoice(KindEngagement, "kegiatan", "occasion"), "occasions"},
	{NewChoice(KindInstrument, "naskah", "document"), "documents"},
	{NewChoice(KindMandate, "surat kuasa", "power of attorney"), "powers of attorney"},
	{NewChoice(KindOffice, "jabatan", "office"), "offices"},
	{NewChoice(KindParty, "pihak", "party"), "parties"},
	{NewChoice(KindSetting, "pengaturan", "setting"), "settings"},
	{NewChoice(KindSubscription, "langganan", "subscription"), "subscriptions"},
}

func (Kind) Choices() (cs []Choice) {
	for _, k := range kinds {
		cs = append(cs, k.Choice)
	}
	return cs
}

// Kinds lists the kinds by name.
func Kinds() (ks []Kind) {
	for _, k := range kinds {
		ks = append(ks, Kind(k.Value))
	}
	return ks
}

// Exists reports whether there is such a kind.
func (k Kind) Exists() bool { return slices.Contains(Kinds(), k) }

// Word is what people call something of the kind; nothing for one that does not exist.
func (k Kind) Word() Words {
	for _, c := range kinds {
		if c.Value == string(k) {
			return c.Words
		}
	}
	return Words{}
}

// Plural is what people call several of the kind.
func (k Kind) Plural() Words {
	for _, c := range kinds {
		if c.Value == string(k) {
			return Words{ID: c.ID, EN: c.several}
		}
	}
	return Words{}
}
