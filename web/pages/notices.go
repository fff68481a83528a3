package pages

import (
	"context"
	"net/http"
	"time"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
)

// noticesBody is who wants to hear what, and who was told what when.
type noticesBody struct {
	Subscriptions engine.Page[projections.SubscriptionRow]
	Notices       engine.Page[projections.NoticeRow]
}

func (a *site) noticesPage(_ context.Context, s *page, _ *http.Request, q projections.NoticeFilter) (err error) {
	var b noticesBody
	at := s.at(100)
	at.After = "" // the mark is the notices'
	if b.Subscriptions, err = projections.Subscriptions.Ask(a.Views, at, projections.SubscriptionFilter{}); err != nil {
		return err
	}
	s.take(b.Subscriptions.Head)
	b.Notices, err = projections.Notices.Ask(a.Views, s.at(50), q)
	s.take(b.Notices.Head)
	s.Title, s.Body = s.T("Langganan dan pemberitahuan", "Subscriptions and notices"), b
	return err
}

// Subscriber names the subscriber: an office of some kind, or another system.
func (s *page) Subscriber(r projections.SubscriptionRow) toldLinks {
	switch {
	case !r.Agency.IsZero():
		return s.Told(r.Agency)
	case !r.Office.IsZero():
		return s.Told(r.Office)
	case !r.Party.IsZero():
		return s.Told(r.Party)
	}
	return toldLinks{Words: r.Outside}
}

// SubscriberOf names the subscriber of a subscription, as the page lists it.
func (s *page) SubscriberOf(id value.SubscriptionID) string {
	b, _ := s.Body.(noticesBody)
	for _, r := range b.Subscriptions.Rows {
		if r.Subscription == id {
			if t := s.Subscriber(r); len(t.Links) > 0 {
				return t.Links[0].Text
			} else if t.Words != "" {
				return t.Words
			}
		}
	}
	return s.name(id.Ref(), s.Lang)
}

// InstantAt is Instant of a time that may be missing.
func (s *page) InstantAt(t *time.Time) string { return s.Instant(*t) }
