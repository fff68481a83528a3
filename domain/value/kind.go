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

// kinds are all there are, by name, with what people call one.
var kinds = []Choice{
	NewChoice(KindAgency, "perangkat daerah", "agency"),
	NewChoice(KindEngagement, "kegiatan", "occasion"),
	NewChoice(KindInstrument, "naskah", "document"),
	NewChoice(KindMandate, "surat kuasa", "power of attorney"),
	NewChoice(KindOffice, "jabatan", "office"),
	NewChoice(KindParty, "pihak", "party"),
	NewChoice(KindSetting, "pengaturan", "setting"),
	NewChoice(KindSubscription, "langganan", "subscription"),
}

func (Kind) Choices() []Choice { return kinds }

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
