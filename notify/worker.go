package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

// worker takes the notices of one subscription to its endpoint: those about one
// agreement in order, several agreements at once. What it knows of tries comes
// from the outbox, so another process, or this one started again, goes on where it
// ended.
type worker struct {
	d  *Dispatcher
	to Endpoint

	agreements map[value.Ref]*agreement
	idle       queue                    // agreements with something to send, by when
	wrote      map[noticelog.Key]uint64 // what this worker wrote that the outbox may not know yet
	last       noticelog.Key            // up to which the outbox was read
	read       time.Time                // when it was last read from the start
	again      bool                     // something changed since then
	held       int                      // items in all agreements
	sending    int
	down       outage
	results    chan result
}

// outage is a time in which the endpoint took nothing. While it lasts, one
// notice is tried now and then, and the others wait.
type outage struct {
	since, until time.Time
	probe        *agreement
}

type result struct {
	a       *agreement
	it      *item
	begun   uint64
	at      time.Time // when it was begun
	ended   uint64    // 0: its outcome could not be written
	outcome noticelog.Outcome
	err     error // it was not begun
}

const (
	mostRead   = 10_000                 // notices in memory of one subscription
	readAgain  = time.Second            // from the start, for what others did
	afterError = time.Second            // when the outbox did not answer
	writeLimit = 5 * time.Second        // for the outcome, also when everything ends
	soon       = 300 * time.Millisecond // what another process has begun is looked at again

	// mostLate is how long beginning may take: after longer, another process may
	// take the try for unanswered before this one has sent.
	mostLate = noticelog.Unanswered - time.Minute
)

func newCourier(d *Dispatcher, to Endpoint) *worker {
	return &worker{d: d, to: to, agreements: map[value.Ref]*agreement{}, wrote: map[noticelog.Key]uint64{},
		results: make(chan result, width)}
}

func (c *worker) run(ctx context.Context) {
	defer func() {
		for ; c.sending > 0; c.sending-- {
			<-c.results
		}
	}()
	c.again = true
	for {
		changed := c.d.Outbox.Changed()
		if err := c.look(); err != nil {
			c.d.Log.Error("cannot look what is due", "subscription", c.to.Subscription, "err", err)
		}
		if c.start(ctx) || c.rest(ctx, changed) {
			return
		}
	}
}

// rest waits until there is something to do, and takes in what ended meanwhile.
// It answers true when nothing more is to be done.
func (c *worker) rest(ctx context.Context, changed <-chan struct{}) (over bool) {
	for {
		timer := time.NewTimer(c.wait())
		select {
		case <-changed:
			timer.Stop()
			c.again = true
			return false
		case r := <-c.results:
			timer.Stop()
			if c.take(ctx, r) || c.start(ctx) {
				return true
			}
		case <-timer.C:
			return false
		case <-ctx.Done():
			timer.Stop()
			return true
		}
	}
}

// start begins as many tries as may be under way.
func (c *worker) start(ctx context.Context) (gone bool) {
	for c.sending < width {
		a := c.pick()
		if a == nil {
			return false
		}
		select {
		case c.d.turn <- struct{}{}:
		case r := <-c.results:
			c.settle(a)
			if c.take(ctx, r) {
				return true
			}
			continue
		case <-ctx.Done():
			return false
		}
		it, since := a.items[0], c.down.since
		a.sending = it
		c.sending++
		go func() {
			r := c.try(ctx, it.Due, since)
			<-c.d.turn
			r.a, r.it = a, it
			c.results <- r
		}()
	}
	return false
}

// try begins a try on record, sends, and records the outcome. What is no longer so
// is not sent.
func (c *worker) try(ctx context.Context, n Due, down time.Time) (r result) {
	m, err := c.d.Outbox.Message(n.Key)
	if err != nil {
		return result{err: err}
	}
	body, err := m.body()
	if err != nil {
		return result{err: err}
	}
	r.at = c.d.Now()
	really := time.Now().Round(0) // a computer may have slept, and a demonstration's clock leaps
	if r.begun, r.err = c.d.Outbox.Begin(ctx, n.Key, n.History.Last); r.err != nil {
		return r
	}
	if m.Moot != "" {
		r.outcome = noticelog.Outcome{Result: noticelog.Dropped, Why: m.Moot}
		return c.record(ctx, n, r)
	}
	a := answer{why: noticelog.TroubleInterrupted}
	if time.Now().Round(0).Sub(really) < mostLate {
		a = c.d.send(ctx, c.to.URL, c.d.Secret(c.to.Subscription), n.Key.WebhookID(), body, c.d.Now())
	}
	r.outcome = judge(a, failedOf(n.History), began(n, down, r.at), c.d.Now(), c.d.chance())
	return c.record(ctx, n, r)
}

// record writes how the try ended.
func (c *worker) record(ctx context.Context, n Due, r result) result {
	var err error
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeLimit)
	defer cancel()
	if r.ended, err = c.d.Outbox.End(end, n.Key, r.begun, r.outcome); err != nil {
		c.d.Log.Error("an outcome was not recorded", "notice", n.Key, "result", r.outcome.Result, "err", err)
	}
	return r
}

// failedOf are the tries since somebody last asked for the notice to be sent
// again: before that it had been given up.
func failedOf(h noticelog.History) []noticelog.Try {
	from := 0
	for i, t := range h.Tries {
		if t.Outcome.Result.Final() {
			from = i + 1
		}
	}
	return h.Tries[from:]
}

// began is when the trouble began: with the notice's own first try, or with the
// endpoint's outage.
func began(n Due, down, at time.Time) time.Time {
	if f := failedOf(n.History); len(f) > 0 && f[0].Begun.Before(at) {
		at = f[0].Begun
	}
	if !down.IsZero() && down.Before(at) {
		at = down
	}
	return at
}

// take takes in how a try ended. It answers true where the endpoint is gone and
// nothing more is to be sent.
func (c *worker) take(ctx context.Context, r result) (gone bool) {
	c.sending--
	r.a.sending = nil
	switch {
	case errors.Is(r.err, noticelog.ErrOvertaken):
		r.it.notBefore, c.again = c.d.Now().Add(soon), true
	case r.err != nil:
		if ctx.Err() == nil {
			c.d.Log.Error("a notice could not be begun", "notice", r.it.Key, "err", r.err)
		}
		r.it.notBefore = c.d.Now().Add(afterError)
	default:
		gone = c.ended(ctx, r)
	}
	c.settle(r.a)
	return gone
}

func (c *worker) ended(ctx context.Context, r result) (gone bool) {
	c.wrote[r.it.Key] = max(r.begun, r.ended)
	c.health(r)
	if r.outcome.Result.Final() && r.ended > 0 {
		r.a.items = slices.DeleteFunc(r.a.items, func(it *item) bool { return it == r.it })
		c.held--
	} else {
		t := noticelog.Try{Seq: r.begun, Begun: r.at}
		if r.ended > 0 {
			t.Ended, t.Outcome = c.d.Now(), r.outcome
		}
		h := &r.it.History
		h.Tries, h.Last, h.Again = append(slices.Clone(h.Tries), t), max(r.begun, r.ended), false
	}
	if r.outcome.Result != noticelog.Vanished {
		return false
	}
	err := c.d.Outbox.Disable(ctx, c.to.Subscription, r.outcome.Status)
	if err != nil && ctx.Err() == nil {
		c.d.Log.Error("a subscription whose endpoint is gone was not stopped", "subscription", c.to.Subscription, "err", err)
		c.down = outage{r.at, c.d.Now().Add(steps[0]), r.a}
	}
	return err == nil
}

// health notes whether the endpoint takes anything.
func (c *worker) health(r result) {
	switch {
	case r.outcome.Result == noticelog.Dropped: // nobody was asked
	case !ofEndpoint(r.outcome.Why):
		c.down = outage{}
	case r.outcome.Why == noticelog.TroubleInterrupted || r.outcome.Why == noticelog.TroubleGone:
	default:
		if c.down.since.IsZero() {
			c.down.since = r.at
		}
		if r.outcome.Result == noticelog.Failed && r.outcome.Next.After(c.down.until) {
			c.down.until, c.down.probe = r.outcome.Next, r.a
		}
	}
}
