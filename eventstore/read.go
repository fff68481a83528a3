package eventstore

import (
	"context"
	"errors"
	"iter"
	"math"

	"mufakat/domain/fact"
	"mufakat/eventstore/journal"
)

// Whoever reads the ledger in this process reads the journal: what is not on
// synced disk is shown to nobody.

// Last is the sequence of the ledger's newest record, 0 for none.
func (s *Store) Last(ctx context.Context) (uint64, error) {
	if s.alone {
		return s.journal.Durable(), nil
	}
	return s.records.Last(ctx)
}

// Follow goes through the ledger's records after a sequence, and then through
// each new one, for ever. Every record comes once, in order, and only when it is
// durable. It ends with the context's error, or with one when the store is
// closed. A ledger that ends before the sequence, or a record that is damaged in
// both copies, ends it with the refusal that says so, and nothing is written any
// more.
func (s *Store) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		if err := s.reached(ctx, after); err != nil {
			yield(fact.Stored{}, err)
			return
		}
		for next := after + 1; ; {
			grown := s.journal.Grown()
			for r, err := range s.inJournal(ctx, next, math.MaxUint64) {
				if !yield(r, err) || err != nil {
					return
				}
				next = r.Seq + 1
			}
			if next <= s.journal.Durable() {
				continue
			}
			if err := s.wait(ctx, grown); err != nil {
				yield(fact.Stored{}, err)
				return
			}
		}
	}
}

// wait waits until the journal grows, or may not any more.
func (s *Store) wait(ctx context.Context, grown <-chan struct{}) error {
	c := s.copier.Load()
	select {
	case <-grown:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
		return closed
	case <-c.end():
		return c.why
	}
}

// reached refuses a ledger that ends before a record that had been read.
func (s *Store) reached(ctx context.Context, seq uint64) error {
	if seq <= s.journal.Durable() {
		return nil
	}
	last, err := s.Last(ctx)
	if err == nil && last < seq {
		err = endMissing.With(last, seq)
		s.markDoubtful(err)
	}
	return err
}

// Replay goes through the ledger's records after a sequence up to another, as
// Follow does, and ends there without waiting. It refuses to go beyond the newest,
// and, before [Store.Check] on an external server, beyond the journal.
func (s *Store) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		if upTo <= after {
			return
		}
		if err := s.hold(ctx, upTo); err != nil {
			yield(fact.Stored{}, err)
			return
		}
		for r, err := range s.inJournal(ctx, after+1, upTo) {
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// hold waits until the journal holds a record that is in the stream.
func (s *Store) hold(ctx context.Context, seq uint64) error {
	if seq <= s.journal.Durable() {
		return nil
	}
	last, err := s.Last(ctx)
	switch {
	case err != nil:
		return err
	case last < seq:
		return notSoMany.With(last, seq)
	case s.srv != nil:
		return s.inWords(s.journal.Await(ctx, seq))
	case s.copier.Load() == nil:
		return starting // nobody writes to the journal yet
	}
	for {
		grown := s.journal.Grown()
		if seq <= s.journal.Durable() {
			return nil
		}
		if err := s.wait(ctx, grown); err != nil {
			return err
		}
	}
}

// Read is the record at a sequence that was followed or replayed before. It comes
// from the journal, where one that is damaged is mended first. From the stream
// comes what a journal that is being made anew does not hold yet.
func (s *Store) Read(seq uint64) (r fact.Stored, err error) {
	ctx := context.Background()
	if seq > s.journal.Durable() {
		if err := s.reached(ctx, seq); err != nil {
			return r, err
		}
		subject, body, err := s.fetch(ctx, seq)
		if err != nil {
			return r, err
		}
		return storedOf(journal.Entry{Seq: seq, Subject: subject, Body: body})
	}
	err = recordLost.With(seq, seq)
	for r, err = range s.inJournal(ctx, seq, seq) {
	}
	return r, err
}

// inJournal goes through what the journal holds from one sequence to another. A
// stretch that is damaged there is mended from the stream.
func (s *Store) inJournal(ctx context.Context, from, to uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for mended := uint64(0); ; {
			var damage journal.Damage
			for e, err := range s.journal.Replay(ctx, from, to) {
				if errors.As(err, &damage) && mended < damage.From {
					break
				}
				var r fact.Stored
				if err == nil {
					r, err = storedOf(e)
				}
				if err != nil {
					err = s.inWords(err)
					s.markDoubtful(err)
				}
				if !yield(r, err) || err != nil {
					return
				}
				from = e.Seq + 1
			}
			if damage.From == 0 {
				return
			}
			mended = damage.From
			if err := s.journal.Mend(ctx, []journal.Damage{damage}, s.fetch); err != nil {
				s.c.Log.Error("the journal is damaged and cannot be mended", "damage", damage, "why", err)
			}
		}
	}
}

// inWords is what an error of the journal means to people.
func (s *Store) inWords(err error) error {
	var damage journal.Damage
	switch {
	case errors.As(err, &damage):
		return recordLost.With(damage.From, max(damage.From, damage.To))
	case errors.Is(err, journal.ErrClosed):
		return closed
	}
	return err
}
