package notify

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

// What a worker has to take where, and when: read from the outbox, and kept in
// the order in which it may be sent.

// agreement are the notices about one agreement that are to be sent, in order.
type agreement struct {
	about   value.Ref
	items   []*item
	sending *item // nil: none
	at      int   // in idle; -1: not there
}

type item struct {
	Due
	notBefore time.Time // another process was faster, or the outbox did not answer
}

// look reads what is due: from where it was read to, and now and then from the
// start.
func (c *worker) look() error {
	whole := c.again && c.d.Now().Sub(c.read) >= readAgain
	from := c.last
	switch {
	case whole:
		from, c.read, c.again = noticelog.Key{}, c.d.Now(), false
	case c.held >= mostRead:
		return nil
	}
	due, known, err := c.d.Outbox.Due(c.to.Subscription, from, mostRead)
	if err != nil {
		c.again = true
		return err
	}
	seen := map[noticelog.Key]bool{}
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
func (c *worker) know(n Due) {
	a := c.agreements[n.About]
	if a == nil {
		a = &agreement{about: n.About, at: -1}
		c.agreements[n.About] = a
	}
	i, there := slices.BinarySearchFunc(a.items, n.Key, func(it *item, k noticelog.Key) int { return inOrder(it.Key, k) })
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
func (c *worker) remember(n Due) {
	tries := n.History.Tries
	if len(tries) == 0 || !ofEndpoint(tries[len(tries)-1].Outcome.Why) || n.History.Again ||
		tries[len(tries)-1].Outcome.Why == noticelog.TroubleInterrupted {
		return
	}
	if c.down.since.IsZero() || tries[0].Begun.Before(c.down.since) {
		c.down = outage{tries[0].Begun, n.History.Next(), c.agreements[n.About]}
	}
}

// forget lets go of what is due no more: another process told it.
func (c *worker) forget(due map[noticelog.Key]bool, partial bool) {
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

func inOrder(a, b noticelog.Key) int {
	return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Rule, b.Rule))
}

// settle puts the agreement where it belongs after a change.
func (c *worker) settle(a *agreement) {
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

// pick takes the agreement that is to be sent now, if there is one.
func (c *worker) pick() *agreement {
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
func (c *worker) isDown(now time.Time) bool {
	return !c.down.since.IsZero() && now.Sub(c.down.since) < patience
}

// wait is for how long there is nothing to do.
func (c *worker) wait() time.Duration {
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
