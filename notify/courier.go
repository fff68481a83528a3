package notify

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"slices"
	"time"

	"mufakat/domain"
)

// courier takes the notices of one subscription to its endpoint: those about one
// agreement in order, several agreements at once. What it knows of tries comes
// from the book, so another process, or this one started again, goes on where it
// ended.
type courier struct {
	d  *Dispatcher
	to Endpoint

	agreements map[domain.Ref]*agreement
	idle       queue                       // agreements with something to send, by when
	wrote      map[domain.NoticeKey]uint64 // what this courier wrote that the book may not know yet
	last       domain.NoticeKey            // up to which the book was read
	read       time.Time                   // when it was last read from the start
	again      bool                        // something changed since then
	held       int                         // items in all agreements
	sending    int
	down       outage
	results    chan result
}

// agreement are the notices about one agreement that are to be sent, in order.
type agreement struct {
	about   domain.Ref
	items   []*item
	sending *item // nil: none
	at      int   // in idle; -1: not there
}

type item struct {
	Due
	notBefore time.Time // another process was faster, or the book did not answer
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
	outcome domain.Outcome
	err     error // it was not begun
}

const (
	mostRead   = 10_000                 // notices in memory of one subscription
	readAgain  = time.Second            // from the start, for what others did
	afterError = time.Second            // when the book did not answer
	writeLimit = 5 * time.Second        // for the outcome, also when everything ends
	soon       = 300 * time.Millisecond // what another process has begun is looked at again
)

func newCourier(d *Dispatcher, to Endpoint) *courier {
	return &courier{d: d, to: to, agreements: map[domain.Ref]*agreement{}, wrote: map[domain.NoticeKey]uint64{},
		results: make(chan result, width)}
}

func (c *courier) run(ctx context.Context) {
	defer func() {
		for ; c.sending > 0; c.sending-- {
			<-c.results
		}
	}()
	c.again = true
	for {
		changed := c.d.Book.Changed()
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
func (c *courier) rest(ctx context.Context, changed <-chan struct{}) (over bool) {
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

// look reads what is due: from where it was read to, and now and then from the
// start.
func (c *courier) look() error {
	whole := c.again && c.d.Now().Sub(c.read) >= readAgain
	from := c.last
	switch {
	case whole:
		from, c.read, c.again = domain.NoticeKey{}, c.d.Now(), false
	case c.held >= mostRead:
		return nil
	}
	due, known, err := c.d.Book.Due(c.to.Subscription, from, mostRead)
	if err != nil {
		c.again = true
		return err
	}
	seen := map[domain.NoticeKey]bool{}
	for _, n := range due {
		seen[n.Key] = true
		if c.wrote[n.Key] <= known {
			c.know(n)
		}
	}
	if len(due) > 0 {
		c.last = due[len(due)-1].Key
	}
	if whole {
		c.forget(seen, len(due) == mostRead)
	}
	for k, seq := range c.wrote {
		if seq <= known {
			delete(c.wrote, k)
		}
	}
	return nil
}

// know takes up a notice, or what others wrote about it.
func (c *courier) know(n Due) {
	a := c.agreements[n.About]
	if a == nil {
		a = &agreement{about: n.About, at: -1}
		c.agreements[n.About] = a
	}
	i, there := slices.BinarySearchFunc(a.items, n.Key, func(it *item, k domain.NoticeKey) int { return inOrder(it.Key, k) })
	switch {
	case !there:
		a.items = slices.Insert(a.items, i, &item{Due: n})
		c.held++
		c.remember(n)
	case n.History.Last > a.items[i].History.Last && a.items[i] != a.sending:
		a.items[i].Due = n
	default:
		return
	}
	c.settle(a)
}

// remember takes an outage from what is on record: it goes on where it was.
func (c *courier) remember(n Due) {
	tries := n.History.Tries
	if len(tries) == 0 || !ofEndpoint(tries[len(tries)-1].Outcome.Why) || n.History.Again ||
		tries[len(tries)-1].Outcome.Why == "interrupted" {
		return
	}
	if c.down.since.IsZero() || tries[0].Begun.Before(c.down.since) {
		c.down = outage{tries[0].Begun, n.History.Next(), c.agreements[n.About]}
	}
}

// forget lets go of what is due no more: another process told it.
func (c *courier) forget(due map[domain.NoticeKey]bool, partial bool) {
	for _, a := range c.agreements {
		kept := a.items[:0]
		c.held -= len(a.items)
		for _, it := range a.items {
			if due[it.Key] || it == a.sending || partial && inOrder(it.Key, c.last) > 0 || c.wrote[it.Key] > 0 {
				kept = append(kept, it)
			}
		}
		a.items = kept
		c.held += len(kept)
		c.settle(a)
	}
}

func inOrder(a, b domain.NoticeKey) int {
	return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Rule, b.Rule))
}

// settle puts the agreement where it belongs after a change.
func (c *courier) settle(a *agreement) {
	if a.at >= 0 {
		heap.Remove(&c.idle, a.at)
	}
	switch {
	case a.sending != nil:
	case len(a.items) == 0:
		delete(c.agreements, a.about)
		if c.down.probe == a {
			c.down.probe = nil
		}
	default:
		heap.Push(&c.idle, a)
	}
}

// next is when the first notice of the agreement may be tried.
func (a *agreement) next() time.Time {
	n := a.items[0].History.Next()
	if a.items[0].notBefore.After(n) {
		n = a.items[0].notBefore
	}
	return n
}

// start begins as many tries as may be under way.
func (c *courier) start(ctx context.Context) (gone bool) {
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

// pick takes the agreement that is to be sent now, if there is one.
func (c *courier) pick() *agreement {
	now := c.d.Now()
	if c.isDown(now) {
		if c.sending > 0 || now.Before(c.down.until) {
			return nil
		}
		if p := c.down.probe; p != nil && p.at >= 0 && !p.next().After(now) {
			heap.Remove(&c.idle, p.at)
			return p
		}
	}
	if len(c.idle) == 0 || c.idle[0].next().After(now) {
		return nil
	}
	return heap.Pop(&c.idle).(*agreement)
}

// isDown is true while the endpoint is left alone. One that took nothing for
// as long as patience lasts is asked once for each notice, and no more.
func (c *courier) isDown(now time.Time) bool {
	return !c.down.since.IsZero() && now.Sub(c.down.since) < patience
}

// wait is for how long there is nothing to do.
func (c *courier) wait() time.Duration {
	now, d := c.d.Now(), time.Hour
	if c.again {
		d = max(readAgain-now.Sub(c.read), 0)
	}
	if c.sending >= width || len(c.idle) == 0 {
		return d
	}
	until := c.idle[0].next()
	if c.isDown(now) {
		if c.sending > 0 {
			return d
		}
		if c.down.until.After(until) {
			until = c.down.until
		}
	}
	return max(min(d, until.Sub(now)), 0)
}

// try begins a try on record, sends, and records the outcome.
func (c *courier) try(ctx context.Context, n Due, down time.Time) (r result) {
	m, err := c.d.Book.Message(n.Key)
	if err != nil {
		return result{err: err}
	}
	body, err := m.body()
	if err != nil {
		return result{err: err}
	}
	r.at = c.d.Now()
	if r.begun, r.err = c.d.Book.Begin(ctx, n.Key, n.History.Last); r.err != nil {
		return r
	}
	a := c.d.send(ctx, c.to.URL, c.d.Secret(c.to.Subscription), n.Key.WebhookID(), body, c.d.Now())
	r.outcome = judge(a, failedOf(n.History), began(n, down, r.at), c.d.Now(), c.d.chance())
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeLimit)
	defer cancel()
	if r.ended, err = c.d.Book.End(end, n.Key, r.begun, r.outcome); err != nil {
		c.d.Log.Error("an outcome was not recorded", "notice", n.Key, "result", r.outcome.Result, "err", err)
	}
	return r
}

// failedOf are the tries since somebody last asked for the notice to be sent
// again: before that it had been given up.
func failedOf(h domain.History) []domain.Try {
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
func (c *courier) take(ctx context.Context, r result) (gone bool) {
	c.sending--
	r.a.sending = nil
	switch {
	case errors.Is(r.err, ErrOvertaken):
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

func (c *courier) ended(ctx context.Context, r result) (gone bool) {
	c.wrote[r.it.Key] = max(r.begun, r.ended)
	c.health(r)
	if r.outcome.Result.Final() && r.ended > 0 {
		r.a.items = slices.DeleteFunc(r.a.items, func(it *item) bool { return it == r.it })
		c.held--
	} else {
		t := domain.Try{Seq: r.begun, Begun: r.at}
		if r.ended > 0 {
			t.Ended, t.Outcome = c.d.Now(), r.outcome
		}
		h := &r.it.History
		h.Tries, h.Last, h.Again = append(slices.Clone(h.Tries), t), max(r.begun, r.ended), false
	}
	if r.outcome.Result != domain.Vanished {
		return false
	}
	err := c.d.Book.Disable(ctx, c.to.Subscription, r.outcome.Status)
	if err != nil && ctx.Err() == nil {
		c.d.Log.Error("a subscription whose endpoint is gone was not stopped", "subscription", c.to.Subscription, "err", err)
		c.down = outage{r.at, c.d.Now().Add(steps[0]), r.a}
	}
	return err == nil
}

// health notes whether the endpoint takes anything.
func (c *courier) health(r result) {
	switch {
	case !ofEndpoint(r.outcome.Why):
		c.down = outage{}
	case r.outcome.Why == "interrupted" || r.outcome.Why == "gone":
	default:
		if c.down.since.IsZero() {
			c.down.since = r.at
		}
		if r.outcome.Result == domain.Failed && r.outcome.Next.After(c.down.until) {
			c.down.until, c.down.probe = r.outcome.Next, r.a
		}
	}
}

// queue is a heap of agreements by when their first notice may be tried, and
// then by the order of the records.
type queue []*agreement

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(q[i].next().Compare(q[j].next()), inOrder(q[i].items[0].Key, q[j].items[0].Key)) < 0
}
func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].at, q[j].at = i, j
}
func (q *queue) Push(x any) {
	a := x.(*agreement)
	a.at = len(*q)
	*q = append(*q, a)
}
func (q *queue) Pop() any {
	old := *q
	a := old[len(old)-1]
	a.at = -1
	*q = old[:len(old)-1]
	return a
}
