package domain

import (
	"reflect"
	"slices"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Subscription says who wants to hear what, and where to.
type Subscription struct {
	Made     bool
	Since    uint64 // sequence of the record that made it; nothing before is told
	Agency   value.Stated[value.AgencyID]
	Office   value.Stated[value.OfficeID]
	Party    value.Stated[value.PartyID]
	Outside  string
	Scope    value.Stated[NoticeScope]
	Language value.Stated[NoticeLanguage]
	Endpoint string
	Ended    bool
	Disabled bool // its address said that it is gone; until it is resumed nothing is sent
}

var subscriptions = fact.KindOf[Subscription](value.KindSubscription)

// NoticeScope says about which agreements a subscriber hears.
type NoticeScope string

const (
	ScopeOwn NoticeScope = "own"
	ScopeAll NoticeScope = "all"
)

func (NoticeScope) Choices() []value.Choice {
	return []value.Choice{value.NewChoice(ScopeOwn, "perjanjian sendiri", "its own agreements"), value.NewChoice(ScopeAll, "semua perjanjian", "all agreements")}
}
func (s *NoticeScope) UnmarshalText(b []byte) error { return value.Choose(s, b) }

// NoticeLanguage is the language of the notices.
type NoticeLanguage string

const (
	LanguageIndonesian NoticeLanguage = "id"
	LanguageEnglish    NoticeLanguage = "en"
)

func (NoticeLanguage) Choices() []value.Choice {
	return []value.Choice{value.NewChoice(LanguageIndonesian, "bahasa Indonesia", "Indonesian"), value.NewChoice(LanguageEnglish, "bahasa Inggris", "English")}
}
func (l *NoticeLanguage) UnmarshalText(b []byte) error { return value.Choose(l, b) }

// Lang is the language that the subscriber reads.
func (s Subscription) Lang() value.Lang { return value.Lang(s.Language.Or(LanguageIndonesian)) }

// The facts of subscriptions. The written names are the storage format.
var aboutSubscriptions = fact.Join(
	fact.Of[SubscriptionMade](subscriptions, "id.mufakat.subscription.made.v1", "subscribe", value.Words{
		ID: "Langganan dibuat[ untuk {agency}][ untuk {office}][ untuk {party}][ untuk {outside}]: {scope}[, dikirim ke {endpoint}].",
		EN: "Subscribed[ for {agency}][ for {office}][ for {party}][ for {outside}]: {scope}[, sent to {endpoint}]."},
		fact.Needs("party", "agency", "office", "outside", "endpoint", "scope"), fact.Begins),
	fact.Of[SubscriptionDisabled](subscriptions, "id.mufakat.subscription.disabled.v1", "disable", value.Words{
		ID: "Pengiriman dihentikan[ karena alamatnya menjawab {status}][. Alasan: {reason}].",
		EN: "Sending was stopped[ because its address answered {status}][. Reason: {reason}]."},
		fact.SaysEnough),
	fact.Of[SubscriptionResumed](subscriptions, "id.mufakat.subscription.resumed.v1", "resume", value.Words{
		ID: "Pengiriman dilanjutkan[ ke {endpoint}][. Alasan: {reason}].",
		EN: "Sending was resumed[ to {endpoint}][. Reason: {reason}]."},
		fact.SaysEnough),
	fact.Of[SubscriptionEnded](subscriptions, "id.mufakat.subscription.ended.v1", "unsubscribe", value.Words{
		ID: "Langganan diakhiri[. Alasan: {reason}].",
		EN: "The subscription was ended[. Reason: {reason}]."},
		fact.SaysEnough),
)

// SubscriptionMade enters a subscriber. The secret of its webhook is no part of
// the record.
type SubscriptionMade struct {
	Agency   value.Stated[value.AgencyID] `json:"agency,omitzero" id:"perangkat daerah" en:"agency"`
	Office   value.Stated[value.OfficeID] `json:"office,omitzero" id:"jabatan" en:"office"`
	Party    value.Stated[value.PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Outside  string                       `json:"outside,omitzero" id:"sistem lain" en:"another system"`
	Scope    value.Stated[NoticeScope]    `json:"scope,omitzero" id:"cakupan" en:"scope"`
	Language value.Stated[NoticeLanguage] `json:"language,omitzero" id:"bahasa" en:"language"`
	Endpoint string                       `json:"endpoint,omitzero" id:"alamat webhook" en:"webhook address"`
}

var (
	alreadySubscribed = value.NewRefusal(value.Conflict, "already-subscribed",
		"Langganan ini sudah ada. Bila catatannya keliru pakai correct, atau buat langganan lain.",
		"This subscription is there already. If that record is wrong use correct, or make another one.")
	notSubscribed = value.NewRefusal(value.Invalid, "not-subscribed",
		"Langganan ini belum ada atau sudah berakhir.",
		"There is no such subscription, or it has ended.")
	severalSubscribers = value.NewRefusal(value.Invalid, "several-subscribers",
		"Sebut satu pelanggan saja: perangkat daerah, jabatan, pihak, atau sistem lain.",
		"Name one subscriber only: an agency, an office, a party or another system.")
	notAnEndpoint = value.NewRefusal(value.Invalid, "not-an-endpoint",
		"%q bukan alamat webhook. Tulis alamat lengkap tanpa nama pengguna, misalnya https://opd.example.go.id/mufakat.",
		"%q is no webhook address. Write it in full and without a user name, such as https://agency.example.go.id/mufakat.")
	alreadyDisabled = value.NewRefusal(value.Conflict, "already-disabled",
		"Pengirimannya sudah dihentikan.",
		"Its sending is stopped already.")
	notDisabled = value.NewRefusal(value.Invalid, "not-disabled",
		"Pengirimannya tidak sedang dihentikan, dan alamatnya tidak berubah.",
		"Its sending is not stopped, and its address does not change.")
)

func (f SubscriptionMade) Refuse(s Subscription, _ fact.Given) error {
	if s.Made {
		return alreadySubscribed
	}
	n := 0
	for _, unset := range []bool{f.Agency.IsZero(), f.Office.IsZero(), f.Party.IsZero(), f.Outside == ""} {
		if !unset {
			n++
		}
	}
	if n > 1 {
		return severalSubscribers
	}
	return refuseEndpoint(f.Endpoint)
}

func (f SubscriptionMade) Stands(s Subscription) bool {
	return s.Made && reflect.DeepEqual(s, f.Evolve(s, fact.Entry{Record: &fact.Record{Seq: s.Since}}))
}

func (f SubscriptionMade) Evolve(_ Subscription, e fact.Entry) Subscription {
	return Subscription{Made: true, Since: e.Seq, Agency: f.Agency, Office: f.Office, Party: f.Party, Outside: f.Outside,
		Scope: f.Scope, Language: f.Language, Endpoint: f.Endpoint}
}

// SubscriptionDisabled says that nothing is sent any more, because the address
// answered that it is gone, or because somebody decided so.
type SubscriptionDisabled struct {
	Status value.Stated[int] `json:"status,omitzero" id:"jawaban HTTP" en:"HTTP answer"`
	Reason string            `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f SubscriptionDisabled) Refuse(s Subscription, _ fact.Given) error {
	switch {
	case !s.Made || s.Ended:
		return notSubscribed
	case s.Disabled:
		return alreadyDisabled
	}
	return nil
}

func (f SubscriptionDisabled) Stands(s Subscription) bool { return s.Disabled && !s.Ended }

func (f SubscriptionDisabled) Evolve(s Subscription, _ fact.Entry) Subscription {
	s.Disabled = true
	return s
}

// SubscriptionResumed says that sending goes on, perhaps to another address:
// what was planned meanwhile is sent.
type SubscriptionResumed struct {
	Endpoint string `json:"endpoint,omitzero" id:"alamat webhook" en:"webhook address"`
	Reason   string `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f SubscriptionResumed) Refuse(s Subscription, _ fact.Given) error {
	switch {
	case !s.Made || s.Ended:
		return notSubscribed
	case !s.Disabled && f.Endpoint == "":
		return notDisabled
	}
	return refuseEndpoint(f.Endpoint)
}

func (f SubscriptionResumed) Stands(s Subscription) bool {
	return s.Made && !s.Ended && !s.Disabled && (f.Endpoint == "" || f.Endpoint == s.Endpoint)
}

func (f SubscriptionResumed) Evolve(s Subscription, _ fact.Entry) Subscription {
	s.Disabled = false
	if f.Endpoint != "" {
		s.Endpoint = f.Endpoint
	}
	return s
}

// SubscriptionEnded says that the subscriber is to hear no more.
type SubscriptionEnded struct {
	Reason string `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f SubscriptionEnded) Refuse(s Subscription, _ fact.Given) error {
	if !s.Made || s.Ended {
		return notSubscribed
	}
	return nil
}

func (f SubscriptionEnded) Stands(s Subscription) bool { return s.Ended }

func (f SubscriptionEnded) Evolve(s Subscription, _ fact.Entry) Subscription {
	s.Ended = true
	return s
}

// DisplayName is the subscriber's name, where that is another system; agencies,
// offices and parties have names of their own.
func (s Subscription) DisplayName(value.Lang) string { return s.Outside }

// Hearing answers who hears of a notice, as known. A party's subscriber, its bureau,
// hears everything in which the party has a part; an agency or an office hears what
// concerns it. It is pure: asked again at the same record it says the same. What the
// answers follow from is worked out once, at the first that needs it: hundreds may ask
// about a document of hundreds.
func Hearing(n fact.Notice, known fact.Lookup) func(Subscription) bool {
	var by *concerned
	return func(s Subscription) bool {
		if s.Scope.Is(ScopeAll) == value.Yes || s.Outside != "" {
			return true
		}
		if by == nil {
			c := concernedBy(n.Parts(known), known)
			by = &c
		}
		return by.has(s, known)
	}
}

// Reads are the words of the notice for the subscriber, as known.
func (s Subscription) Reads(n fact.Notice, known fact.Lookup, names value.Names) fact.NoticeWords {
	return n.Words(fact.Audience{Parties: s.parties(known), Known: known, Names: names})
}

// concerned are those that have a part in what is told.
type concerned struct {
	parties  map[value.PartyID]bool
	offices  map[value.OfficeID]bool
	agencies map[value.AgencyID]bool
	unnamed  map[value.PartyID]bool // every agency of these may be the one: the office is not known
}

func concernedBy(parts []fact.Part, known fact.Lookup) concerned {
	c := concerned{map[value.PartyID]bool{}, map[value.OfficeID]bool{}, map[value.AgencyID]bool{}, map[value.PartyID]bool{}}
	for _, p := range parts {
		for _, id := range p.Party.Candidates() {
			c.parties[id] = true
			if p.Concerned && !p.Whole && len(p.Office.Candidates()) == 0 {
				c.unnamed[id] = true
			}
		}
		for _, id := range p.Office.Candidates() {
			office := fact.StateOf[Office](known, id.Ref())
			for _, party := range office.Party.Candidates() {
				c.parties[party] = true
			}
			if !p.Concerned {
				continue
			}
			c.offices[id] = true
			for _, agency := range office.Agency.Candidates() {
				c.agencies[agency] = true
			}
		}
	}
	return c
}

// has reports whether the subscriber is among them.
func (c concerned) has(s Subscription, known fact.Lookup) bool {
	return slices.ContainsFunc(s.Party.Candidates(), func(id value.PartyID) bool { return c.parties[id] }) ||
		slices.ContainsFunc(s.Office.Candidates(), func(id value.OfficeID) bool { return c.offices[id] }) ||
		slices.ContainsFunc(s.Agency.Candidates(), func(id value.AgencyID) bool { return c.agencies[id] || c.maySpeakFor(id, known) })
}

// maySpeakFor reports whether the agency is of a party whose office is not known.
func (c concerned) maySpeakFor(id value.AgencyID, known fact.Lookup) bool {
	return len(c.unnamed) > 0 && slices.ContainsFunc(fact.StateOf[Agency](known, id.Ref()).Party.Candidates(),
		func(p value.PartyID) bool { return c.unnamed[p] })
}

// parties are those that the subscriber belongs to.
func (s Subscription) parties(known fact.Lookup) []value.PartyID {
	ps := slices.Clone(s.Party.Candidates())
	for _, id := range s.Agency.Candidates() {
		ps = append(ps, fact.StateOf[Agency](known, id.Ref()).Party.Candidates()...)
	}
	for _, id := range s.Office.Candidates() {
		ps = append(ps, fact.StateOf[Office](known, id.Ref()).Party.Candidates()...)
	}
	return ps
}
