package journal

import (
	"context"
	"slices"
	"time"
)

// waiter waits until all up to a sequence is durable.
type waiter struct {
	seq     uint64
	done    chan error // holds one
	pressed bool       // its patience has ended
}

// Append adds entries that follow the journal's end, each the one before. They
// are durable, and read, only after an [Journal.Await] of the last or Close.
func (j *Journal) Append(entries ...Entry) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	for _, e := range entries {
		if err := e.check(); err != nil {
			return err
		}
		j.mu.Lock()
		err := j.refusal()
		if next := j.taken + 1; err == nil && e.Seq != next {
			err = &GapError{next, e.Seq}
		}
		if err == nil {
			err = j.another(e)
		}
		if err == nil {
			j.taken++
			delete(j.pending, e.Seq)
		}
		j.mu.Unlock()
		if err != nil {
			return err
		}
		if err := j.tail.add(e); err != nil {
			return j.fail(err)
		}
	}
	return nil
}

// Commit hands over an entry and returns when it and all before it are durable.
// Entries may come in any order; one that is there already is compared. The body
// must not change any more. Only an [UnfitError] says that the entry is not
// taken; every other error leaves open whether it will be durable, and the end
// of a context ends a waiting, not a writing.
func (j *Journal) Commit(ctx context.Context, e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	j.mu.Lock()
	if err := j.refusal(); err != nil {
		j.mu.Unlock()
		return err
	}
	if e.Seq <= j.taken {
		j.mu.Unlock()
		return j.compare(ctx, e)
	}
	if err := j.another(e); err != nil {
		j.mu.Unlock()
		return err
	}
	j.pending[e.Seq] = e
	w := j.join(e.Seq)
	if e.Seq == j.taken+1 {
		j.lead()
	}
	j.mu.Unlock()
	return j.wait(ctx, w)
}

// another is an entry that waits under the same sequence and is not the same.
func (j *Journal) another(e Entry) error {
	if was, ok := j.pending[e.Seq]; ok && !was.sameAs(e) {
		return &UnfitError{e.Seq, "another was handed over under its sequence"}
	}
	return nil
}

// compare is a Commit of what another brought before, or Fetch.
func (j *Journal) compare(ctx context.Context, e Entry) error {
	if err := j.Await(ctx, e.Seq); err != nil {
		return err
	}
	was, err := j.Read(e.Seq)
	if err == nil && !was.sameAs(e) {
		return &UnfitError{e.Seq, "the journal has another under its sequence"}
	}
	return err
}

// Await returns when all up to a sequence is durable. If that takes longer than
// Patience it makes a sync itself, of what was appended or of what Fetch finds;
// so whoever saw a record elsewhere may wait for it here.
func (j *Journal) Await(ctx context.Context, seq uint64) error {
	if seq <= j.durable.Load() {
		return nil
	}
	j.mu.Lock()
	if err := j.refusal(); err != nil {
		j.mu.Unlock()
		return err
	}
	w := j.join(seq)
	j.mu.Unlock()
	return j.wait(ctx, w)
}

func (j *Journal) join(seq uint64) *waiter {
	w := &waiter{seq: seq, done: make(chan error, 1)}
	if seq <= j.durable.Load() {
		w.done <- nil
		return w
	}
	j.waiters = append(j.waiters, w)
	return w
}

func (j *Journal) wait(ctx context.Context, w *waiter) error {
	patience := time.NewTimer(j.o.Patience)
	defer patience.Stop()
	for {
		select {
		case err := <-w.done:
			return err
		case <-patience.C:
			j.press(w)
			patience.Reset(j.o.Patience)
		case <-ctx.Done():
			j.leave(w)
			return ctx.Err()
		case <-j.stop.Done():
			return ErrClosed
		}
	}
}

// press has all that is waited for written, and fetched where nobody brought it.
func (j *Journal) press(w *waiter) {
	j.mu.Lock()
	defer j.mu.Unlock()
	w.pressed = true
	j.pressed = max(j.pressed, w.seq)
	j.lead()
}

func (j *Journal) leave(w *waiter) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.waiters = slices.DeleteFunc(j.waiters, func(o *waiter) bool { return o == w })
}

// release answers those who wait and are meant.
func (j *Journal) release(meant func(*waiter) bool, err error) {
	j.waiters = slices.DeleteFunc(j.waiters, func(w *waiter) bool {
		if !meant(w) {
			return false
		}
		w.done <- err
		return true
	})
}
