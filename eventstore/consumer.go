package eventstore

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"

	"mufakat/eventstore/broker"
)

// The consumer of a cursor: how it is begun, asked for messages, and left.

// begin makes a consumer at the next record, and goes on trying while the server
// cannot be reached.
func (c *cursor) begin(ctx context.Context) error {
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := c.inspect(ctx)
		if err == nil {
			err = c.create(ctx)
		}
		if err == nil || isRefusal(err) {
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
	i, err := c.stream.Info(ctx, c.s.nc, false)
	if broker.HasCode(err, broker.CodeStreamNotFound) {
		return streamMissing.With(c.s.ledger.ID)
	} else if err != nil {
		return err
	}
	if c.created.IsZero() {
		c.created = i.Created
	}
	first, last := i.State.FirstSeq, i.State.LastSeq
	if err := broker.CheckOwner(i, c.s.ledger.ID); err != nil {
		return err
	}
	switch {
	case !i.Created.Equal(c.created):
		return streamReplaced.With(c.s.ledger.ID)
	case last+1 < c.next && (c.upTo == 0 || c.before != nil):
		return endMissing.With(last, c.next-1)
	case last < c.upTo:
		return notSoMany.With(last, c.upTo)
	case last > 0 && first != 1:
		return broker.RecordMissing.With(1)
	}
	return c.continues(ctx)
}

// continues refuses a stream that holds another record where the last one was
// read: one that lost its end while nobody looked, and went on.
func (c *cursor) continues(ctx context.Context) error {
	if c.before == nil {
		return nil
	}
	m, err := c.stream.Message(ctx, c.s.nc, c.next-1)
	switch {
	case broker.HasCode(err, broker.CodeMessageNotFound):
		return broker.RecordMissing.With(c.next - 1)
	case err == nil && !bytes.Equal(m.Message.Data, c.before):
		return recordDiffers.With(c.next - 1)
	}
	return err
}

// create makes the consumer and asks it for the first messages.
func (c *cursor) create(ctx context.Context) error {
	gone := c.s.nc.Gone()
	name := "mufakat-" + uuid.NewString()
	_, err := broker.Ask[struct{}](ctx, c.s.nc, "CONSUMER.CREATE."+c.stream.Name+"."+name, map[string]any{
		"stream_name": c.stream.Name,
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
// silence that follows shows it.
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
	if c.s.nc.PublishRequest("$JS.API.CONSUMER.MSG.NEXT."+c.stream.Name+"."+c.name, c.sub.Subject, b) == nil {
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
	c.s.nc.Publish("$JS.API.CONSUMER.DELETE."+c.stream.Name+"."+c.name, nil)
	c.name, c.sub, c.ch = "", nil, nil
}

// place reads where a message stands in the stream, and as which message of
// its consumer it came, from its reply subject:
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
