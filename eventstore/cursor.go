package eventstore

import (
	"context"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/eventstore/broker"
)

const (
	batch     = 4096     // messages asked for ahead
	batchSize = 16 << 20 // bytes of them
	heartbeat = 2 * time.Second
	silence   = 3 // heartbeats that may fail to come before a consumer is given up
	asking    = 30 * time.Second
	lifetime  = time.Minute // of a consumer that nobody asks
)

// cursor reads the stream through a consumer of its own. It is ours and not the
// client library's ordered consumer, which hides holes and waits for ever on a
// stream that was replaced. There is one way back from anything unexpected:
// leave the consumer, look at the stream, and begin another at the next record.
type cursor struct {
	s          *Store
	stream     broker.StreamConfig
	next, upTo uint64    // upTo 0: for ever
	before     []byte    // the record before the next, as it was read; nil: none was
	created    time.Time // of the stream, when it was first seen
	skipped    uint64    // the last record that a consumer passed over although it is there
	calls      uint

	name      string // of the consumer; empty: there is none, and what follows means nothing
	sub       *nats.Subscription
	ch        chan *nats.Msg
	gone      <-chan struct{} // closed when the connection is lost, and what was asked with it
	delivered uint64          // messages of this consumer
	pending   int             // messages asked for that have not come
}

// message is the message of the next record.
func (c *cursor) message(ctx context.Context) (*nats.Msg, error) {
	if c.calls++; c.calls%256 == 0 && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for {
		if c.name == "" {
			if err := c.begin(ctx); err != nil {
				return nil, err
			}
		}
		m, err := c.wait(ctx)
		if err != nil {
			return nil, err
		}
		if ok, err := c.take(ctx, m); ok || err != nil {
			return m, err
		}
	}
}

// wait waits for a message, or answers nil when none will come from this consumer.
func (c *cursor) wait(ctx context.Context) (*nats.Msg, error) {
	select {
	case m := <-c.ch:
		return m, nil
	default:
	}
	t := time.NewTimer(silence * c.s.heartbeat)
	defer t.Stop()
	select {
	case m := <-c.ch:
		return m, nil
	case <-t.C:
		return nil, nil
	case <-c.gone:
		return nil, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-c.s.done:
		return nil, closed
	}
}

// take says whether m is the next record. What else it may be: nothing, because
// the consumer went silent; a status; or a sign that messages were lost on the
// way, or in the stream, which is an error.
func (c *cursor) take(ctx context.Context, m *nats.Msg) (bool, error) {
	if m == nil {
		c.leave()
		return false, nil
	}
	if m.Reply == "" {
		return false, c.status(ctx, m)
	}
	seq, nth, ok := place(m.Reply)
	c.delivered++
	c.pending--
	if !ok || nth != c.delivered || seq < c.next {
		c.leave()
		return false, nil
	}
	if seq > c.next {
		return false, c.hole(ctx)
	}
	if c.pending <= batch/2 {
		c.pull()
	}
	return true, nil
}

// status takes a message that is no record: a heartbeat, the end of a request,
// or the consumer's end.
func (c *cursor) status(ctx context.Context, m *nats.Msg) error {
	switch code := m.Header.Get("Status"); {
	case code == "100":
		return c.idle(ctx)
	case code == "404" || code == "408" || code == "409" && m.Header.Get("Nats-Pending-Messages") != "":
		left, _ := strconv.Atoi(m.Header.Get("Nats-Pending-Messages"))
		c.pending = max(0, c.pending-left)
		c.pull()
	default:
		c.leave()
	}
	return nil
}

// hole looks whether the record that the consumer passed over is there. Once
// that may be the consumer's mistake.
func (c *cursor) hole(ctx context.Context) error {
	if c.skipped == c.next {
		return broker.RecordMissing.With(c.next)
	}
	c.skipped = c.next
	return c.renew(ctx)
}

// idle looks, at a heartbeat, whether there is really nothing. Of a damaged
// store the server counts records that it cannot read, and its consumers wait
// for ever at the first of them.
func (c *cursor) idle(ctx context.Context) error {
	if len(c.ch) > 0 {
		return nil
	}
	i, err := c.stream.Info(ctx, c.s.nc, false)
	if err != nil || i.State.LastSeq < c.next {
		return nil
	}
	return c.renew(ctx)
}

// renew leaves a consumer that does not hand out the next record, unless the
// record is missing.
func (c *cursor) renew(ctx context.Context) error {
	if _, err := c.stream.Message(ctx, c.s.nc, c.next); broker.HasCode(err, broker.CodeMessageNotFound) {
		return broker.RecordMissing.With(c.next)
	}
	c.leave()
	return nil
}
