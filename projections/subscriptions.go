package projections

import (
	"net/netip"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// subscribers answers who wants to hear what. One whose record was corrected away
// stays, as ended: who was told remains to be seen.
var subscribers = engine.View{Name: "subscribers", Letter: 'B', Version: 1, Kind: value.KindSubscription,
	Orders: []engine.Order{{Letter: 'a', Key: "subscription", Of: "all"}},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		s := a.State.(domain.Subscription)
		rs.Add(rs.Key('a').ID(a.Ref.ID), engine.Encoded(SubscriptionRow{
			Subscription: value.SubscriptionID(a.Ref.ID), Agency: s.Agency, Office: s.Office, Party: s.Party, Outside: s.Outside,
			Scope: s.Scope, Language: s.Language, Endpoint: s.Endpoint, Since: s.Since, Ended: s.Ended || !s.Made, Disabled: s.Disabled}))
	}}

// ranges answers where webhooks may be sent although it is not public.
var ranges = engine.View{Name: "ranges", Letter: 'G', Version: 1, Kind: value.KindSetting,
	Orders: []engine.Order{{Letter: 'a', Key: "setting", Of: "all"}},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		s := a.State.(domain.Setting)
		if r, ok := s.Range.Known(); ok && s.Allowed {
			rs.Add(rs.Key('a').ID(a.Ref.ID), []byte(r))
		}
	}}

// Subscriptions is the question who wants to hear what, and by which way.
var Subscriptions = question.Query[SubscriptionFilter, SubscriptionRow]{
	Name: "subscriptions", Alias: "langganan",
	Words:   value.Words{ID: "Siapa berlangganan apa", EN: "Who wants to hear what"},
	Example: []string{""},
	Kinds:   []value.Kind{value.KindSubscription},
	Columns: []question.Column[SubscriptionRow]{
		{Name: "subscriber", Words: value.Words{ID: "pelanggan", EN: "subscriber"}, Cell: func(r SubscriptionRow, l question.Locale) string { return r.Subscriber(l) }, Ref: func(r SubscriptionRow) value.Ref { return r.Subscription.Ref() }},
		{Name: "scope", Words: value.Words{ID: "cakupan", EN: "scope"}, Cell: func(r SubscriptionRow, l question.Locale) string { return formatted(l, r.Scope) }},
		{Name: "language", Words: value.Words{ID: "bahasa", EN: "language"}, Cell: func(r SubscriptionRow, l question.Locale) string { return formatted(l, r.Language) }},
		{Name: "endpoint", Words: value.Words{ID: "dikirim ke", EN: "sent to"}, Cell: func(r SubscriptionRow, _ question.Locale) string { return r.Endpoint }},
		{Name: "since", Words: value.Words{ID: "sejak catatan", EN: "since record"}, Cell: func(r SubscriptionRow, _ question.Locale) string { return digits(r.Since) }, Seq: func(r SubscriptionRow) uint64 { return r.Since }},
		{Name: "state", Words: WordState, Cell: func(r SubscriptionRow, l question.Locale) string { return r.stateIn(l) }},
		{Name: "id", Words: question.WordID, Technical: true, Cell: func(r SubscriptionRow, _ question.Locale) string { return string(r.Subscription) }},
	},
	Keys: func(SubscriptionFilter) question.Keys { return question.Keys{Prefix: subscribers.Key('a'), Tail: 16} },
	Row: func(r *engine.Reader, _ SubscriptionFilter, _, b []byte) (SubscriptionRow, bool) {
		s := engine.Decoded[SubscriptionRow](r, b)
		mentionSubscriber(r, s)
		return s, true
	},
}

// SubscriptionFilter narrows nothing.
type SubscriptionFilter struct{}

// Subscriber is who hears.
func (r SubscriptionRow) Subscriber(l question.Locale) string {
	switch {
	case !r.Agency.IsZero():
		return formatted(l, r.Agency)
	case !r.Office.IsZero():
		return formatted(l, r.Office)
	case !r.Party.IsZero():
		return formatted(l, r.Party)
	case r.Outside != "":
		return r.Outside
	}
	return value.NotStated.In(l.Lang)
}

// stateIn says whether anything is sent, and where it is not, why.
func (r SubscriptionRow) stateIn(l question.Locale) string {
	w := value.Words{ID: "berlaku", EN: "in force"}
	switch {
	case r.Ended:
		w = value.Words{ID: "berakhir", EN: "ended"}
	case r.Disabled:
		w = value.Words{ID: "pengiriman dihentikan", EN: "sending is stopped"}
	case r.Endpoint == "":
		w = value.Words{ID: "tanpa alamat, hanya dapat dibaca di sini", EN: "no address, only to be read here"}
	}
	return w.In(l.Lang)
}

func mentionSubscriber(r *engine.Reader, s SubscriptionRow) {
	engine.Mention(r, s.Subscription)
	engine.MentionTold(r, s.Agency)
	engine.MentionTold(r, s.Office)
	engine.MentionTold(r, s.Party)
}

// state is what the domain makes of the row.
func (s SubscriptionRow) state() domain.Subscription {
	return domain.Subscription{Made: true, Since: s.Since, Agency: s.Agency, Office: s.Office, Party: s.Party, Outside: s.Outside,
		Scope: s.Scope, Language: s.Language, Endpoint: s.Endpoint, Ended: s.Ended, Disabled: s.Disabled}
}

// subscriptions are all, as they stood at known.
func subscriptions(r *engine.Reader) (all []SubscriptionRow) {
	for _, b := range r.Scan(subscribers.Key('a'), nil) {
		all = append(all, engine.Decoded[SubscriptionRow](r, b))
	}
	return all
}

func subscription(r *engine.Reader, id value.SubscriptionID) (s SubscriptionRow, ok bool) {
	b, ok := r.One(subscribers.Key('a').ID(string(id)))
	if ok {
		s = engine.Decoded[SubscriptionRow](r, b)
	}
	return s, ok
}

// AllowedRanges are the private or special addresses that webhooks may be sent
// to.
func (v *Views) AllowedRanges() (ps []netip.Prefix, err error) {
	err = v.Ask(engine.Asked{}, func(r *engine.Reader) {
		for _, b := range r.Scan(ranges.Key('a'), nil) {
			ps = append(ps, domain.AddressRange(b).Prefix())
		}
	})
	return ps, err
}

// hearers are the subscribers that were there before what is told, and hear of it.
func hearers(r *engine.Reader, t fact.Notice) []value.SubscriptionID {
	if t.Rule == fact.RuleCorrected {
		return hearersOfCorrection(r, t)
	}
	return hearersOf(r, t)
}

func hearersOf(r *engine.Reader, t fact.Notice) (ids []value.SubscriptionID) {
	hears := domain.Hearing(t, r.Lookup())
	for _, s := range subscriptions(r) {
		if s.Since < t.Seq && !s.Ended && hears(s.state()) {
			ids = append(ids, s.Subscription)
		}
	}
	return ids
}

// Reachable are the subscriptions that something can be sent to now.
func (v *Views) Reachable() (out []SubscriptionRow, err error) {
	err = v.Ask(engine.Asked{}, func(r *engine.Reader) {
		for _, s := range subscriptions(r) {
			if s.Endpoint != "" && !s.Ended && !s.Disabled {
				out = append(out, s)
			}
		}
	})
	return out, err
}
