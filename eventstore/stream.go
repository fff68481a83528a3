package eventstore

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"sync"

	"mufakat/eventstore/broker"
)

// streamSpec is what is particular to one stream: what it is called and takes,
// what a subject of it names, and what its records are handed out as. Another
// stream costs another value of it, and the type of its records.
type streamSpec[K, R any] struct {
	broker.StreamConfig
	subject func(K) string
	key     func(subject string) (K, bool)
	record  func(seq uint64, key K, body []byte) R
}

// Stream is an open stream. A subject of it names a K, and a record of it is an
// R. Reading, writing and checking are the same for all streams.
type Stream[K, R any] struct {
	streamSpec[K, R]
	s    *Store
	gate gate
}

// gate says whether a stream may be written, and hears of what puts the stream
// in doubt. That of the ledger's records is the [Store] itself, so that a doubt
// makes the ledger read-only. A stream beside it has an [ownGate].
type gate interface {
	Writable() error
	markDoubtful(error)
}

// ownGate is the gate of a stream on which nothing else rests: a doubt stops
// what is written to it, and the ledger goes on. It is shut until the stream was
// checked.
type ownGate struct {
	mu  sync.Mutex // guards why, held for no more than a look
	why error
}

func (g *ownGate) Writable() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.why
}

// markDoubtful shuts the gate, unless nothing was refused: whoever was reading
// only stopped.
func (g *ownGate) markDoubtful(err error) {
	if isRefusal(err) {
		g.set(err)
	}
}

// set is the result of a check: nil opens the gate.
func (g *ownGate) set(why error) {
	g.mu.Lock()
	g.why = why
	g.mu.Unlock()
}

// Last is the sequence of the newest record, 0 for none.
func (st *Stream[K, R]) Last(ctx context.Context) (uint64, error) {
	i, err := st.Info(ctx, st.s.nc, false)
	return i.State.LastSeq, err
}

// Follow goes through the records after a sequence, and then through each new
// one, for ever. Every record comes once and in order. A missing record, or a
// stream that was replaced or ends before the sequence, ends it with the refusal
// that says so, and shuts the stream's gate; a lost connection is waited out. It
// ends with the context's error, too, or with one when the store is closed.
//
// It is for those who have read the records up to the sequence: what they say is
// believed against the stream.
func (st *Stream[K, R]) Follow(ctx context.Context, after uint64) iter.Seq2[R, error] {
	return st.read(ctx, after, 0)
}

// Replay goes through the records after a sequence up to another, as Follow
// does, and ends there without waiting. It refuses to go beyond the newest.
func (st *Stream[K, R]) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[R, error] {
	if upTo <= after {
		return func(func(R, error) bool) {}
	}
	return st.read(ctx, after, upTo)
}

func (st *Stream[K, R]) read(ctx context.Context, after, upTo uint64) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for r, err := range st.through(ctx, &cursor{next: after + 1, upTo: upTo}) {
			if err != nil {
				st.gate.markDoubtful(err)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// replay is Replay by whoever mends what it finds: no conclusion is drawn.
func (st *Stream[K, R]) replay(ctx context.Context, after, upTo uint64) iter.Seq2[R, error] {
	if upTo <= after {
		return func(func(R, error) bool) {}
	}
	return st.through(ctx, &cursor{next: after + 1, upTo: upTo})
}

// through goes where a cursor goes.
func (st *Stream[K, R]) through(ctx context.Context, c *cursor) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		c.s, c.stream = st.s, st.StreamConfig
		defer c.leave()
		for c.upTo == 0 || c.next <= c.upTo {
			if r, err := st.next(ctx, c); !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// next is the next record, whenever it comes.
func (st *Stream[K, R]) next(ctx context.Context, c *cursor) (none R, err error) {
	m, err := c.message(ctx)
	if err != nil {
		return none, err
	}
	key, ok := st.key(m.Subject)
	if !ok {
		return none, badSubject.With(c.next, m.Subject)
	}
	r := st.record(c.next, key, m.Data)
	c.next, c.before = c.next+1, m.Data
	return r, nil
}

// write writes a record under a key if the last one under it is at after, and
// goes on until the outcome is definite, the gate is shut, or ctx ends: see
// [Store.put].
func (st *Stream[K, R]) write(ctx context.Context, key K, body []byte, after uint64) (seq uint64, unsure bool, err error) {
	return st.s.put(ctx, st.StreamConfig, guarded(st.subject(key), body, guardSubject, after), st.gate.Writable)
}

// writeOnce writes as write does, where nothing but the bytes tells whose a
// record is: if one stands in the way it looks whether it is its own, stored by
// a try whose answer was lost, and answers [errConflict] if not.
func (st *Stream[K, R]) writeOnce(ctx context.Context, key K, body []byte, after uint64) (uint64, error) {
	seq, unsure, err := st.write(ctx, key, body, after)
	if !errors.Is(err, errConflict) {
		return seq, err
	}
	if unsure {
		m, err := st.Newest(ctx, st.s.nc, st.subject(key))
		if err == nil && bytes.Equal(m.Message.Data, body) {
			return m.Message.Seq, nil
		}
	}
	return 0, err
}

// lastUnder is the sequence of the last record under a key, 0 if there is none.
func (st *Stream[K, R]) lastUnder(ctx context.Context, key K) (uint64, error) {
	m, err := st.Newest(ctx, st.s.nc, st.subject(key))
	if broker.HasCode(err, broker.CodeMessageNotFound) {
		return 0, nil
	}
	return m.Message.Seq, err
}
