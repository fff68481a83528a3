package web

import (
	"context"
	"net/http"
	"time"

	"mufakat/domain/value"
	"mufakat/projections"
)

// telling are views that also know who was told what. A ledger whose views do
// not has a page of subscriptions without any.
type telling interface {
	Subscriptions(context.Context, projections.Asked) (projections.Page[projections.SubscriptionRow], error)
	Notices(context.Context, projections.NoticesAsked) (projections.Page[projections.NoticeTold], error)
}

// noticesBody is who wants to hear what, and who was told what when.
type noticesBody struct {
	Subscriptions projections.Page[projections.SubscriptionRow]
	Notices       projections.Page[projections.NoticeTold]
	Asked         projections.NoticesAsked
}

func notices(q *projections.NoticesAsked) []param {
	return []param{
		id("agency", &q.Agency, ofAgency),
		id("subscription", &q.Subscription, value.Words{ID: "langganan", EN: "subscription"}),
		reference("about", &q.About, value.Words{ID: "tentang: <jenis>/<pengenal>", EN: "about: <kind>/<id>"}),
		yesNo("parked", &q.Parked, value.Words{ID: "hanya yang menunggu diperiksa", EN: "only those that wait for somebody to look"}),
	}
}

func (a *api) noticesPage(ctx context.Context, s *sheet, _ *http.Request, q projections.NoticesAsked) (err error) {
	b := noticesBody{Asked: q}
	q.Asked = s.at(50)
	if v, ok := a.Views.(telling); ok {
		subscriptions := s.at(100)
		subscriptions.After = "" // the mark is the notices'
		if b.Subscriptions, err = v.Subscriptions(ctx, subscriptions); err != nil {
			return err
		}
		if b.Notices, err = v.Notices(ctx, q); err != nil {
			return err
		}
		s.take(b.Subscriptions.Head)
		s.take(b.Notices.Head)
	} else if err := a.headOnly(ctx, s); err != nil {
		return err
	}
	s.Title, s.Body = s.T("Langganan dan pemberitahuan", "Subscriptions and notices"), b
	return nil
}

// headOnly heads a page that asked nothing.
func (a *api) headOnly(ctx context.Context, s *sheet) error {
	found, err := a.Views.List(ctx, value.KindSubscription, s.at(1))
	s.take(found.Head)
	return err
}

// NoticeLabel says how far a notice has come.
func (s *sheet) NoticeLabel(state projections.NoticeState) string {
	return noticeWords[state].In(s.Lang)
}

var noticeWords = map[projections.NoticeState]value.Words{
	projections.NoticeDue:      {ID: "menunggu dikirim", EN: "waiting to be sent"},
	projections.NoticeTrying:   {ID: "sedang dikirim", EN: "being sent"},
	projections.NoticeArrived:  {ID: "diterima", EN: "arrived"},
	projections.NoticeParked:   {ID: "gagal, menunggu diperiksa", EN: "failed, waits for somebody to look"},
	projections.NoticeDisabled: {ID: "alamat tujuan sudah tidak ada", EN: "the address is gone"},
}

// Subscriber is who hears: an office of some kind, or another system.
func (s *sheet) Subscriber(r projections.SubscriptionRow) toldLinks {
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

// SubscriberOf is who hears by a subscription, as the page lists it.
func (s *sheet) SubscriberOf(id value.SubscriptionID) string {
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
func (s *sheet) InstantAt(t *time.Time) string { return s.Instant(*t) }
