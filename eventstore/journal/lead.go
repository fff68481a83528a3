package journal

import (
	"context"
	"fmt"
	"time"
)

const (
	maxBatch    = 4 << 20 // about how many bytes are written before those who wait get their sync
	fetchWithin = 10 * time.Second
)

// lead sees to it that somebody writes; j.mu is held. The leader is nobody's own
// goroutine: each waits under its own context, also who came first.
func (j *Journal) lead() {
	if j.leading || j.refusal() != nil {
		return
	}
	j.leading = true
	j.leaders.Go(func() {
		for j.round() {
		}
	})
}

// round makes one write and one sync for all that wait, or fetches what they
// wait for. It answers whether there may be more to do.
func (j *Journal) round() bool {
	j.writing.Lock()
	batch, missing, more := j.take()
	if !more || missing != 0 {
		j.writing.Unlock()
		if more {
			j.fetch(missing)
		}
		return more
	}
	defer j.writing.Unlock()
	if err := j.write(batch); err != nil {
		j.fail(err)
		return true
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.release(func(w *waiter) bool { return w.seq <= j.tail.seq }, nil)
	return true
}

// take is what can be written now, or must be fetched first. Where there is
// neither, nor anything to sync, the leader is none any more.
func (j *Journal) take() (batch []Entry, missing uint64, more bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	durable := j.durable.Load() // more, where an Append filled a segment
	j.release(func(w *waiter) bool { return w.seq <= durable }, nil)
	if j.refusal() == nil {
		for size := 0; size < maxBatch; size += batch[len(batch)-1].size() {
			e, ok := j.pending[j.taken+1]
			if !ok {
				break
			}
			delete(j.pending, e.Seq)
			j.taken++
			batch = append(batch, e)
		}
		switch {
		case batch != nil || j.tail.seq > durable:
			return batch, 0, true
		case j.pressed > j.taken && j.o.Fetch != nil:
			return nil, j.taken + 1, true
		}
	}
	j.leading = false
	return nil, 0, false
}

func (j *Journal) write(batch []Entry) error {
	for _, e := range batch {
		if err := j.tail.add(e); err != nil {
			return err
		}
	}
	return j.tail.sync()
}

// fetch finds the record that those who have lost patience wait for: its writer
// ended between the stream and here.
func (j *Journal) fetch(seq uint64) {
	ctx, cancel := context.WithTimeout(j.stop, fetchWithin)
	defer cancel()
	subject, body, err := j.o.Fetch(ctx, seq)
	e := Entry{Seq: seq, Subject: subject, Body: body}
	if err == nil {
		err = e.check()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, came := j.pending[seq]; came || seq <= j.taken {
		return
	}
	if err == nil {
		j.pending[seq] = e
		return
	}
	j.pressed = 0
	j.release(func(w *waiter) bool { return w.pressed && w.seq >= seq }, &MissingError{seq, err})
}

// fail ends all writing until Recover. What was handed over and not written must
// be fetched then.
func (j *Journal) fail(err error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.failed = fmt.Errorf("journal: %w", err)
	clear(j.pending)
	j.release(func(*waiter) bool { return true }, j.failed)
	return j.failed
}

// Recover goes on after a failed write or sync, once its cause is gone: from the
// last durable entry, in a new segment. Whatever was not durable by then is
// forgotten; it comes again by Append, Commit or Fetch.
func (j *Journal) Recover() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	failed, refusal := j.failed, j.refusal()
	j.mu.Unlock()
	if failed == nil || refusal == ErrClosed {
		return refusal
	}
	if err := j.tail.recover(); err != nil {
		return j.fail(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.failed, j.taken, j.pressed = nil, j.tail.seq, 0
	return nil
}
