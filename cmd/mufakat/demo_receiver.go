package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/notify"
	"mufakat/projections"
	"mufakat/web"
)

// The demonstration tells both provinces' bureaus what they would have been
// told. They subscribe before anything happens, each at a receiver that the
// demonstration runs by itself.

var (
	ofJatim      = idOf[value.SubscriptionID]("langganan-jatim")
	ofKaltim     = idOf[value.SubscriptionID]("langganan-kaltim")
	demoLoopback = idOf[value.SettingID]("alamat-peragaan")
)

// demoSubscribers are the subscriptions by the receiver's paths.
var demoSubscribers = map[string]value.SubscriptionID{"jatim": ofJatim, "kaltim": ofKaltim}

// receiver takes webhooks as a subscriber's own system would, and checks whom
// they are from.
type receiver struct {
	secret func(value.SubscriptionID) string
	base   string
	srv    *http.Server

	heard, wrong atomic.Int32
}

// receive begins to receive at an address of this computer: the one that an
// earlier demonstration in the same directory subscribed with, if it is free.
func receive(h *house, at string) (*receiver, error) {
	addr := "127.0.0.1:0"
	if u, err := url.Parse(at); err == nil && u.Host != "" {
		addr = u.Host
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		ln, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	r := &receiver{secret: tellingDoor{h.views, h}.Secret, base: "http://" + ln.Addr().String() + "/"}
	r.srv = &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	h.wg.Go(func() { r.srv.Serve(ln) })
	return r, nil
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(io.LimitReader(q.Body, 1<<20))
	id := demoSubscribers[strings.TrimPrefix(q.URL.Path, "/")]
	sec, _ := strconv.ParseInt(q.Header.Get("webhook-timestamp"), 10, 64)
	// The demonstration's clock leaps from day to day, also while one is on its
	// way; who receives in earnest gives the time here.
	if err != nil || notify.Verify(r.secret(id), q.Header, body, time.Unix(sec, 0)) != nil {
		r.wrong.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	r.heard.Add(1)
	w.WriteHeader(http.StatusNoContent)
}

// subscribe enters both subscriptions, and that the demonstration may be reached
// at this very computer. Told again it is told alike: with the address on record.
func (r *receiver) subscribe(t *teller, on map[value.SubscriptionID]projections.SubscriptionRow) {
	t.on(value.KindSetting, string(demoLoopback), "allow-range", domain.Data{Fact: domain.AddressRangeAllowed{
		Range: value.Is[domain.AddressRange]("127.0.0.0/8"), Reason: "penerima peragaan di komputer ini"}})
	for _, x := range []struct {
		id    value.SubscriptionID
		party value.PartyID
		path  string
	}{{ofJatim, jatim, "jatim"}, {ofKaltim, kaltim, "kaltim"}} {
		endpoint := r.base + x.path
		if was, ok := on[x.id]; ok {
			endpoint = was.Endpoint
		}
		t.on(value.KindSubscription, string(x.id), "subscribe", domain.Data{Fact: domain.SubscriptionMade{
			Party: value.Is(x.party), Scope: value.Is(domain.ScopeOwn), Endpoint: endpoint}})
	}
}

// settled waits, for a little while, until nothing is waiting to be sent.
func settled(ctx context.Context, c *web.Client) error {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		found, err := c.Notices(ctx, projections.NoticesAsked{Asked: projections.Asked{Limit: web.MaxRows}})
		if err != nil {
			return err
		}
		waiting := false
		for _, n := range found.Rows {
			waiting = waiting || n.State == projections.NoticeDue || n.State == projections.NoticeTrying
		}
		if !waiting {
			return nil
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// demoTold shows whom it told, in which words, in the order of events.
func (a *app) demoTold(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
	found, err := c.Notices(ctx, projections.NoticesAsked{Asked: projections.Asked{Limit: web.MaxRows}})
	if err != nil {
		return nil, found.Head, err
	}
	who, err := subscribers(ctx, c)
	return func(p *page) {
		p.heading(len(found.Rows))
		for _, id := range []value.SubscriptionID{ofJatim, ofKaltim} {
			p.line("")
			p.line(p.strong(p.subscriber(who[id])))
			for i := len(found.Rows) - 1; i >= 0; i-- {
				if n := found.Rows[i]; n.Subscription == id {
					p.paraHanging("  "+itoa(n.Number)+". ", value.Day(n.Planned, p.a.zone, p.a.lang)+": "+p.said(n)+" ("+n.State.Label(p.a.lang)+")")
				}
			}
		}
	}, found.Head, err
}
