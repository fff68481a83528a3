package notify

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

// Outbox is where it stands what is due, and where it is written what became of
// it. Its methods may be called by many goroutines at once.
type Outbox interface {
	// Reachable are the subscriptions that something can be sent to now.
	Reachable() ([]Endpoint, error)

	// Due are the notices to a subscription that are to be sent, in the order of
	// the records, after one of them unless it is the zero key. It answers also
	// up to which record of the stream of notices that is known.
	Due(to value.SubscriptionID, after noticelog.Key, limit int) (due []Due, known uint64, err error)

	// Message is what a notice says.
	Message(noticelog.Key) (Message, error)

	// Changed is closed when something may have become due.
	Changed() <-chan struct{}

	// Begin records that a try begins, if the last record about the notice is
	// at last; and End how the try that was begun at a sequence ended. Both
	// answer the sequence of what they wrote, or [noticelog.ErrOvertaken].
	Begin(ctx context.Context, k noticelog.Key, last uint64) (uint64, error)
	End(ctx context.Context, k noticelog.Key, begun uint64, o noticelog.Outcome) (uint64, error)

	// Disable records that nothing more is to be sent to the subscription,
	// because its endpoint answered that it is gone. From then on Reachable does
	// not name it before it is resumed.
	Disable(ctx context.Context, to value.SubscriptionID, status int) error

	// Allowed are the ranges of addresses that are not public and may be sent to.
	Allowed() []netip.Prefix
}

// Endpoint is where the notices of a subscription go.
type Endpoint struct {
	Subscription value.SubscriptionID
	URL          string
}

// Due is a notice that is to be sent.
type Due struct {
	Key     noticelog.Key
	About   value.Ref // notices about the same arrive in order
	History noticelog.History
}

// Config is what telling needs.
type Config struct {
	Outbox Outbox
	Secret func(value.SubscriptionID) string
	Log    *slog.Logger     // nil means the default logger
	Now    func() time.Time // nil means time.Now

	Resolver *net.Resolver // of names; nil means the system's

	chance func() float64 // of the jitter, 0 to 1
	dial   dialFunc       // tests only: goes round the check of addresses
}

// Dispatcher tells what is due.
type Dispatcher struct {
	Config
	webhooks
	turn chan struct{} // one token for each try that may be under way at once
}

const (
	width     = 16  // tries to one endpoint at once
	atOnce    = 128 // tries at once to all
	lookAgain = 100 * time.Millisecond
)

// New makes a dispatcher; [Dispatcher.Run] starts it.
func New(c Config) *Dispatcher {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.chance == nil {
		c.chance = rand.Float64
	}
	return &Dispatcher{Config: c, webhooks: newWebhooks(c.Outbox.Allowed, c.Resolver, c.dial), turn: make(chan struct{}, atOnce)}
}

// Run tells until ctx ends. Each subscription has a worker of its own, so that
// none waits for another's endpoint.
func (d *Dispatcher) Run(ctx context.Context) {
	running := map[value.SubscriptionID]*running{}
	defer func() {
		for _, r := range running {
			r.end()
		}
		d.http.CloseIdleConnections()
	}()
	for {
		changed := d.Outbox.Changed()
		if err := d.assign(ctx, running); err != nil {
			d.Log.Error("cannot look who is to be told", "err", err)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
		if !pause(ctx, lookAgain) {
			return
		}
	}
}

// running is a worker under way.
type running struct {
	Endpoint
	stop context.CancelFunc
	wg   sync.WaitGroup
	over atomic.Bool // it ended by itself: its endpoint was gone
}

func (r *running) end() {
	r.stop()
	r.wg.Wait()
}

// assign starts and ends workers, so that each endpoint has one.
func (d *Dispatcher) assign(ctx context.Context, all map[value.SubscriptionID]*running) error {
	eps, err := d.Outbox.Reachable()
	if err != nil {
		return err
	}
	want := map[value.SubscriptionID]Endpoint{}
	for _, e := range eps {
		want[e.Subscription] = e
	}
	for id, r := range all {
		if want[id] != r.Endpoint || r.over.Load() {
			r.end()
			delete(all, id)
		}
	}
	for id, e := range want {
		if all[id] != nil {
			continue
		}
		r := &running{Endpoint: e}
		var of context.Context
		of, r.stop = context.WithCancel(ctx)
		r.wg.Go(func() { newCourier(d, e).run(of); r.over.Store(true) })
		all[id] = r
	}
	return nil
}

// pause waits, and answers false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
