package projections

import (
	"context"
	"net/netip"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// subscribers answers who wants to hear what. One whose record was corrected away
// stays, as ended: who was told remains to be seen.
//
//	'B' 'a' subscription
var subscribers = view{name: "subscribers", version: 1, kind: value.KindSubscription, rows: func(a fact.Aggregate, rs *rows) {
	s := a.State.(domain.Subscription)
	rs.add(keyOf('B', 'a').id(a.Ref.ID), encoded(SubscriptionRow{
		Subscription: value.SubscriptionID(a.Ref.ID), Agency: s.Agency, Office: s.Office, Party: s.Party, Outside: s.Outside,
		Scope: s.Scope, Language: s.Language, Endpoint: s.Endpoint, Since: s.Since, Ended: s.Ended || !s.Made, Disabled: s.Disabled}))
}}

// ranges answers where webhooks may be sent although it is not public.
//
//	'G' 'a' setting
var ranges = view{name: "ranges", version: 1, kind: value.KindSetting, rows: func(a fact.Aggregate, rs *rows) {
	s := a.State.(domain.Setting)
	if r, ok := s.Range.Known(); ok && s.Allowed {
		rs.add(keyOf('G', 'a').id(a.Ref.ID), []byte(r))
	}
}}

// Subscriptions answers who wants to hear what, and by which way.
func (v *Views) Subscriptions(_ context.Context, q Asked) (p Page[SubscriptionRow], err error) {
	err = v.ask(q, func(r *reading) {
		prefix := keyOf('B', 'a')
		p.Rows = page(r, func(yield func([]byte, SubscriptionRow) bool) {
			for k, b := range r.scan(prefix, r.after(prefix)) {
				s := decoded[SubscriptionRow](r, b)
				r.mentionSubscriber(s)
				if !yield(k, s) {
					return
				}
			}
		})
		p.Head = r.done(value.KindSubscription)
	})
	return p, err
}

func (r *reading) mentionSubscriber(s SubscriptionRow) {
	mention(r, s.Subscription)
	mentionTold(r, s.Agency)
	mentionTold(r, s.Office)
	mentionTold(r, s.Party)
}

// state is what the domain makes of the row.
func (s SubscriptionRow) state() domain.Subscription {
	return domain.Subscription{Made: true, Since: s.Since, Agency: s.Agency, Office: s.Office, Party: s.Party, Outside: s.Outside,
		Scope: s.Scope, Language: s.Language, Endpoint: s.Endpoint, Ended: s.Ended, Disabled: s.Disabled}
}

// subscriptions are all, as they stood at known.
func (r *reading) subscriptions() (all []SubscriptionRow) {
	for _, b := range r.scan(keyOf('B', 'a'), nil) {
		all = append(all, decoded[SubscriptionRow](r, b))
	}
	return all
}

func (r *reading) subscription(id value.SubscriptionID) (s SubscriptionRow, ok bool) {
	b, ok := r.one(keyOf('B', 'a').id(string(id)))
	if ok {
		s = decoded[SubscriptionRow](r, b)
	}
	return s, ok
}

// AllowedRanges are the private or special addresses that webhooks may be sent
// to.
func (v *Views) AllowedRanges() (ps []netip.Prefix, err error) {
	err = v.ask(Asked{}, func(r *reading) {
		for _, b := range r.scan(keyOf('G', 'a'), nil) {
			ps = append(ps, domain.AddressRange(b).Prefix())
		}
	})
	return ps, err
}
