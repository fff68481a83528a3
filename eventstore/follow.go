package eventstore

import (
	"context"
	"iter"

	"mufakat/domain/fact"
)

// Follow goes through the records after a sequence, and then through each new
// one, for ever. Every record comes once and in order. A missing record, or a
// stream that was replaced or ends before the sequence, ends it with the refusal
// that says so, and makes the ledger read-only; a lost connection is waited out.
// It ends with the context's error, too, or with one when the store is closed.
//
// It is for those who have read the records up to the sequence: what they say is
// believed against the stream.
func (s *Store) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return s.read(ctx, after, 0)
}

// Replay goes through the records after a sequence up to another, as Follow
// does, and ends there without waiting. It refuses to go beyond the newest.
func (s *Store) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	if upTo <= after {
		return func(func(fact.Stored, error) bool) {}
	}
	return s.read(ctx, after, upTo)
}

func (s *Store) read(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		c := &cursor{s: s, stream: streamName, next: after + 1, upTo: upTo}
		defer c.leave()
		for upTo == 0 || c.next <= upTo {
			r, err := c.record(ctx)
			if err != nil {
				s.distrust(err)
				yield(fact.Stored{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// record is the next record, whenever it comes.
func (c *cursor) record(ctx context.Context) (fact.Stored, error) {
	m, err := c.message(ctx)
	if err != nil {
		return fact.Stored{}, err
	}
	ref, ok := refOf(m.Subject)
	if !ok {
		return fact.Stored{}, badSubject.With(c.next, m.Subject)
	}
	r := fact.Stored{Seq: c.next, Ref: ref, Body: m.Data}
	c.next, c.before = c.next+1, m.Data
	return r, nil
}
