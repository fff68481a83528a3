package eventstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/domain/fact"
)

const (
	restoreWindow = 512     // records on their way at once
	restoreBytes  = 8 << 20 // bytes of them
)

// Restore puts records back at the end of the stream, the same bytes under the
// same sequences: an export into an empty ledger, or what the journal holds beyond
// the stream's end. Each goes under the guard that it is the next, so
// that nothing is put twice or between. Records that the stream has already are
// passed over if they are the same, and refused if they are not, so that a
// restore that was broken off can be begun again. It answers how many it put.
//
// It is for the time before the store takes commands; Check afterwards.
func (s *Store) Restore(ctx context.Context, lines iter.Seq2[fact.Stored, error]) (uint64, error) {
	if s.alone {
		return 0, s.Writable()
	}
	last, err := s.Last(ctx)
	if err != nil {
		return 0, err
	}
	r := &restorer{s: s, next: last + 1}
	for line, err := range lines {
		if err != nil {
			return r.finish(ctx, err)
		}
		if line.Seq <= last {
			err = s.sameInStream(ctx, line)
		} else {
			err = r.add(ctx, line)
		}
		if err != nil {
			return r.finish(ctx, err)
		}
	}
	return r.finish(ctx, nil)
}

// sameInStream refuses a record that the stream holds otherwise.
func (s *Store) sameInStream(ctx context.Context, line fact.Stored) error {
	m, err := s.records.Message(ctx, s.nc, line.Seq)
	if err != nil {
		return err
	}
	if m.Message.Subject != subjectOf(line.Ref) || string(m.Message.Data) != string(line.Body) {
		return recordDiffers.With(line.Seq)
	}
	return nil
}

// restorer has several records on their way, each guarded by the sequence of
// the one before: if one is not stored, none after it is.
type restorer struct {
	s    *Store
	next uint64 // sequence of the next record to send
	put  uint64
	sent []fact.Stored
	size int
	sub  *nats.Subscription
}

func (r *restorer) add(ctx context.Context, line fact.Stored) error {
	if line.Seq != r.next {
		return wrongOrder.With(line.Seq, r.next)
	}
	r.sent = append(r.sent, line)
	r.size += len(line.Body)
	r.next++
	if len(r.sent) < restoreWindow && r.size < restoreBytes {
		return nil
	}
	return r.flush(ctx)
}

// flush sends the window and waits for every acknowledgement. What was not
// acknowledged as it should be is sent again, one by one, until it is definite.
func (r *restorer) flush(ctx context.Context) error {
	good, err := r.sendAll(ctx)
	r.put += uint64(good)
	if err != nil {
		r.s.c.Log.Warn("restoring goes on one by one", "err", err)
		r.unsubscribe() // a late acknowledgement is not one of the next window
	}
	for _, line := range r.sent[good:] {
		if err := r.sendOne(ctx, line); err != nil {
			return err
		}
		r.put++
	}
	err = r.keep()
	r.sent, r.size = r.sent[:0], 0
	return err
}

// keep writes what was sent into the journal of an embedded ledger, as far as it
// is not there yet.
func (r *restorer) keep() error {
	if r.s.srv == nil {
		return nil
	}
	for _, line := range r.sent {
		if line.Seq <= r.s.journal.Durable() {
			continue
		}
		if err := r.s.journal.Append(entryOf(line)); err != nil {
			return err
		}
	}
	return r.s.journal.Sync()
}

// sendAll answers how many records, from the first, are acknowledged in order.
func (r *restorer) sendAll(ctx context.Context) (good int, err error) {
	if r.sub == nil {
		if r.sub, err = r.s.nc.SubscribeSync(r.s.nc.NewInbox() + ".*"); err != nil {
			return 0, err
		}
	}
	ctx, cancel := r.s.nc.Within(ctx, time.Minute)
	defer cancel()
	inbox := r.sub.Subject[:len(r.sub.Subject)-1]
	for _, line := range r.sent {
		m := guarded(subjectOf(line.Ref), line.Body, guardStream, line.Seq-1)
		m.Reply = inbox + strconv.FormatUint(line.Seq, 10)
		if err := r.s.nc.PublishMsg(m); err != nil {
			return good, err
		}
	}
	for good < len(r.sent) {
		m, err := r.sub.NextMsgWithContext(ctx)
		if err != nil {
			return good, err
		}
		seq, err := r.s.records.Acknowledged(m.Data)
		if err != nil {
			return good, err
		}
		if seq != r.sent[good].Seq {
			return good, fmt.Errorf("acknowledged %d for %d", seq, r.sent[good].Seq)
		}
		good++
	}
	return good, nil
}

// sendOne sends a record until the answer is definite. A conflict may mean that
// it was stored before.
func (r *restorer) sendOne(ctx context.Context, line fact.Stored) error {
	m := guarded(subjectOf(line.Ref), line.Body, guardStream, line.Seq-1)
	seq, _, err := r.s.put(ctx, r.s.records.StreamConfig, m, ctx.Err)
	if errors.Is(err, errConflict) {
		return r.s.sameInStream(ctx, line)
	}
	if err == nil && seq != line.Seq {
		err = fmt.Errorf("record %d was stored at %d", line.Seq, seq)
	}
	return err
}

// finish sends what is left, unless the lines ended with an error.
func (r *restorer) finish(ctx context.Context, err error) (uint64, error) {
	if len(r.sent) > 0 && err == nil {
		err = r.flush(ctx)
	}
	r.unsubscribe()
	return r.put, err
}

func (r *restorer) unsubscribe() {
	if r.sub != nil {
		r.sub.Unsubscribe()
		r.sub = nil
	}
}
