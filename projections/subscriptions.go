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
var subscribers = View{Name: "subscribers", Letter: 'B', Version: 1, Kind: value.KindSubscription,
	Orders: []Order{{'a', "subscription", "all"}},
	Rows: func(a fact.Aggregate, rs *Rows) {
		s := a.State.(domain.Subscription)
		rs.Add(rs.Key('a').ID(a.Ref.ID), encoded(SubscriptionRow{
			Subscription: value.SubscriptionID(a.Ref.ID), Agency: s.Agency, Office: s.Office, Party: s.Party, Outside: s.Outside,
			Scope: s.Scope, Language: s.Language, Endpoint: s.Endpoint, Since: s.Since, Ended: s.Ended || !s.Made, Disabled: s.Disabled}))
	}}

// ranges answers where webhooks may be sent although it is not public.
var ranges = View{Name: "ranges", Letter: 'G', Version: 1, Kind: value.KindSetting,
	Orders: []Order{{'a', "setting", "all"}},
	Rows: func(a fact.Aggregate, rs *Rows) {
		s := a.State.(domain.Setting)
		if r, ok := s.Range.Known(); ok && s.Allowed {
			rs.Add(rs.Key('a').ID(a.Ref.ID), []byte(r))
		}
	}}

// Subscriptions answers who wants to hear what, and by which way.
func (v *Views) Subscriptions(_ context.Context, q Asked) (p Page[SubscriptionRow], err error) {
	err = v.ask(q, func(r *Reader) {
		prefix := subscribers.Key('a')
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

func (r *Reader) mentionSubscriber(s SubscriptionRow) {
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
func (r *Reader) subscriptions() (all []SubscriptionRow) {
	for _, b := range r.scan(subscribers.Key('a'), nil) {
		all = append(all, decoded[SubscriptionRow](r, b))
	}
	return all
}

func (r *Reader) subscription(id value.SubscriptionID) (s SubscriptionRow, ok bool) {
	b, ok := r.one(subscribers.Key('a').ID(string(id)))
	if ok {
		s = decoded[SubscriptionRow](r, b)
	}
	return s, ok
}

// AllowedRanges are the private or special addresses that webhooks may be sent
// to.
func (v *Views) AllowedRanges() (ps []netip.Prefix, err error) {
	err = v.ask(Asked{}, func(r *Reader) {
		for _, b := range r.scan(ranges.Key('a'), nil) {
			ps = append(ps, domain.AddressRange(b).Prefix())
		}
	})
	return ps, err
}

// hearers are the subscribers that were there before what is told, and hear of it.
func hearers(r *Reader, t fact.Notice) (ids []value.SubscriptionID) {
	known := r.lookup()
	for _, s := range r.subscriptions() {
		if s.Since < t.Seq && !s.Ended && s.state().Hears(t, known) {
			ids = append(ids, s.Subscription)
		}
	}
	return ids
}

// Reachable are the subscriptions that something can be sent to now.
func (v *Views) Reachable() (out []SubscriptionRow, err error) {
	err = v.ask(Asked{}, func(r *Reader) {
		for _, s := range r.subscriptions() {
			if s.Endpoint != "" && !s.Ended && !s.Disabled {
				out = append(out, s)
			}
		}
	})
	return out, err
}
