package demo

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/notify"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// Both provinces subscribe before anything happens, each at a receiver that the
// demonstration runs by itself, and hear what they would have heard.

var (
	ofJatim  = idOf[value.SubscriptionID]("langganan-jatim")
	ofKaltim = idOf[value.SubscriptionID]("langganan-kaltim")
	loopback = idOf[value.SettingID]("alamat-peragaan")
)

// subscribers are the subscriptions by the receiver's paths.
var subscribers = map[string]value.SubscriptionID{"jatim": ofJatim, "kaltim": ofKaltim}

// receiver takes webhooks as a subscriber's own system would, and checks whom
// they are from.
type receiver struct {
	secret func(value.SubscriptionID) string
	base   string
	srv    *http.Server
	wg     sync.WaitGroup // of what serves

	heard, wrong atomic.Int32
}

// receive begins to receive at an address of this computer: the one that an
// earlier demonstration in the same directory subscribed with, if it is free.
func receive(secret func(value.SubscriptionID) string, at string) (*receiver, error) {
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
	r := &receiver{secret: secret, base: "http://" + ln.Addr().String() + "/"}
	r.srv = &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	r.wg.Go(func() { r.srv.Serve(ln) })
	return r, nil
}

func (r *receiver) close() {
	r.srv.Close()
	r.wg.Wait()
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(io.LimitReader(q.Body, 1<<20))
	id := subscribers[strings.TrimPrefix(q.URL.Path, "/")]
	sec, _ := strconv.ParseInt(q.Header.Get("webhook-timestamp"), 10, 64)
	// The demonstration's clock leaps from day to day, also while one is on its
	// way; whoever receives in earnest gives the time here.
	if err != nil || notify.Verify(r.secret(id), q.Header, body, time.Unix(sec, 0)) != nil {
		r.wrong.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	r.heard.Add(1)
	w.WriteHeader(http.StatusNoContent)
}

// subscribe enters both subscriptions, and that the demonstration may be reached
// at this very computer. Recorded again they are the same: with the address on
// record.
func (r *receiver) subscribe(to *recorder, on map[value.SubscriptionID]projections.SubscriptionRow) {
	to.on(value.KindSetting, string(loopback), "allow-range", fact.Data{Fact: domain.AddressRangeAllowed{
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
		to.on(value.KindSubscription, string(x.id), "subscribe", fact.Data{Fact: domain.SubscriptionMade{
			Party: value.Is(x.party), Scope: value.Is(domain.ScopeOwn), Endpoint: endpoint}})
	}
}

// subscriptions are those on record, by their ids.
func subscriptions(ctx context.Context, c *client.Client) (map[value.SubscriptionID]projections.SubscriptionRow, error) {
	found, err := client.Ask(ctx, c, projections.Subscriptions, engine.Asked{Limit: question.MaxRows}, projections.SubscriptionFilter{})
	on := map[value.SubscriptionID]projections.SubscriptionRow{}
	for _, r := range found.Rows {
		on[r.Subscription] = r
	}
	return on, err
}
