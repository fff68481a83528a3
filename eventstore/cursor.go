package eventstore

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"

	"mufakat/domain/value"
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
	stream     string
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
		return recordMissing.With(c.next)
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
	i, err := infoOf(ctx, c.s.nc, c.stream, false)
	if err != nil || i.State.LastSeq < c.next {
		return nil
	}
	return c.renew(ctx)
}

// renew leaves a consumer that does not hand out the next record, unless the
// record is missing.
func (c *cursor) renew(ctx context.Context) error {
	if _, err := messageIn(ctx, c.s.nc, c.stream, c.next); hasCode(err, codeMessageNotFound) {
		return recordMissing.With(c.next)
	}
	c.leave()
	return nil
}

// begin makes a consumer at the next record, and goes on trying while the server
// cannot be reached.
func (c *cursor) begin(ctx context.Context) error {
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := c.inspect(ctx)
		if err == nil {
			err = c.create(ctx)
		}
		if _, refused := err.(*value.Refusal); refused || err == nil {
			return err
		}
		c.s.c.Log.Debug("cannot follow the ledger yet", "next", c.next, "err", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		case <-c.s.done:
			return closed
		}
	}
}

// inspect refuses a stream that is gone, is another, or ends before the next
// record or before the last one wanted.
func (c *cursor) inspect(ctx context.Context) error {
	i, err := infoOf(ctx, c.s.nc, c.stream, false)
	if hasCode(err, codeStreamNotFound) {
		return streamMissing.With(c.s.ledger.ID)
	} else if err != nil {
		return err
	}
	if c.created.IsZero() {
		c.created = i.Created
	}
	first, last := i.State.FirstSeq, i.State.LastSeq
	switch is := identify(i); {
	case is.ID != c.s.ledger.ID:
		return anotherLedger.With(is.ID, c.s.ledger.ID)
	case !i.Created.Equal(c.created):
		return streamReplaced.With(is.ID)
	case last+1 < c.next && (c.upTo == 0 || c.before != nil):
		return endMissing.With(last, c.next-1)
	case last < c.upTo:
		return notSoMany.With(last, c.upTo)
	case last > 0 && first != 1:
		return recordMissing.With(1)
	}
	return c.continues(ctx)
}

// continues refuses a stream that holds another record where the last one was
// read: one that lost its end while nobody looked, and went on.
func (c *cursor) continues(ctx context.Context) error {
	if c.before == nil {
		return nil
	}
	m, err := messageIn(ctx, c.s.nc, c.stream, c.next-1)
	switch {
	case hasCode(err, codeMessageNotFound):
		return recordMissing.With(c.next - 1)
	case err == nil && !bytes.Equal(m.Message.Data, c.before):
		return recordDiffers.With(c.next - 1)
	}
	return err
}

// create makes the consumer and asks it for the first messages.
func (c *cursor) create(ctx context.Context) error {
	gone := c.s.nc.gone()
	name := "mufakat-" + uuid.NewString()
	_, err := ask[struct{}](ctx, c.s.nc, "CONSUMER.CREATE."+c.stream+"."+name, map[string]any{
		"stream_name": c.stream,
		"action":      "create",
		"config": map[string]any{
			"name": name, "deliver_policy": "by_start_sequence", "opt_start_seq": c.next,
			"ack_policy": "none", "max_deliver": 1, "mem_storage": true, "num_replicas": 1,
			"inactive_threshold": lifetime,
		},
	})
	if err != nil {
		return err
	}
	c.ch = make(chan *nats.Msg, 2*batch+64) // more than can be on the way, so that none is dropped
	sub, err := c.s.nc.ChanSubscribe(c.s.nc.NewInbox(), c.ch)
	if err != nil {
		return err
	}
	c.name, c.sub, c.gone, c.delivered, c.pending = name, sub, gone, 0, 0
	c.pull()
	return nil
}

// pull asks for as many messages as may be on the way. If asking fails, the
// silence that follows will tell.
func (c *cursor) pull() {
	n := batch - c.pending
	if c.upTo > 0 {
		n = min(n, int(min(c.upTo-c.next+1, batch))-c.pending)
	}
	if n <= 0 {
		return
	}
	b, _ := json.Marshal(map[string]int64{
		"batch": int64(n), "max_bytes": batchSize, "expires": int64(asking), "idle_heartbeat": int64(c.s.heartbeat),
	})
	if c.s.nc.PublishRequest("$JS.API.CONSUMER.MSG.NEXT."+c.stream+"."+c.name, c.sub.Subject, b) == nil {
		c.pending += n
	}
}

// leave ends the consumer. Nobody waits for the server to know; it ends those
// that nobody asks by itself.
func (c *cursor) leave() {
	if c.name == "" {
		return
	}
	c.sub.Unsubscribe()
	c.s.nc.Publish("$JS.API.CONSUMER.DELETE."+c.stream+"."+c.name, nil)
	c.name, c.sub, c.ch = "", nil, nil
}

// place reads where a message stands in the stream, and as the how-manieth of
// the consumer it came, from its reply subject:
// $JS.ACK.<stream>.<consumer>.<tries>.<seq>.<nth>.<time>.<pending>, or the same
// with domain and account before the stream.
func place(reply string) (seq, nth uint64, ok bool) {
	var at [12]int // where each token starts
	n := 1
	for i := 0; i < len(reply) && n < len(at); i++ {
		if reply[i] == '.' {
			at[n] = i + 1
			n++
		}
	}
	first := 5
	if n >= 11 {
		first = 7
	} else if n != 9 {
		return 0, 0, false
	}
	seq, ok1 := number(reply[at[first] : at[first+1]-1])
	nth, ok2 := number(reply[at[first+1] : at[first+2]-1])
	return seq, nth, ok1 && ok2
}

func number(s string) (n uint64, ok bool) {
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
	return n, s != ""
}
