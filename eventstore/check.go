package eventstore

import (
	"bytes"
	"context"
	"iter"

	"mufakat/domain/fact"
	"mufakat/internal/faultpoint"
)

// checked is how many of the newest records Check compares; it is also after how
// many Verify tells of its progress.
const checked = 1000

// Check compares the newest records of the stream with the journal, byte for byte,
// and refuses if they differ, or if the ledger ends before the views do. Nothing
// below us reports it: a damaged store drops records silently and gives their
// sequences to others. Until it has passed, and while it does not pass, nothing
// can be written.
//
// From then on the stream is watched, and on an external server the journal
// follows it.
func (s *Store) Check(ctx context.Context, v Views) error {
	err := s.check(ctx, v)
	why := err
	if err != nil && !isRefusal(err) {
		why = starting // it could not be looked
	}
	s.mu.Lock()
	s.unchecked = why
	s.mu.Unlock()
	if err == nil && !s.alone {
		s.background()
	}
	return err
}

func (s *Store) check(ctx context.Context, v Views) error {
	known, err := v.Snapshot()
	if err != nil {
		return err
	}
	position := known.Position()
	known.Close()
	last, err := s.Last(ctx)
	if err != nil {
		return err
	}
	switch end := s.journal.Durable(); {
	case position > max(end, last):
		err = viewsBeyond.With(max(end, last), position)
	case end > last:
		err = endMissing.With(last, end)
	}
	if err != nil {
		s.markDoubtful(err)
		return err
	}
	if s.ledger.NATS == "" { // its copies were compared when they were opened
		err = s.compareNewest(ctx)
	} else {
		err = s.compareOpened(ctx)
	}
	s.markDoubtful(err)
	return err
}

// compareNewest compares the newest records that both copies hold.
func (s *Store) compareNewest(ctx context.Context) error {
	last, err := s.Last(ctx)
	end := min(last, s.journal.Durable())
	if err != nil {
		return err
	}
	return s.compare(ctx, end-min(end, checked), end, nil)
}

// compare compares both copies from after+1 to upTo, and hands over each record
// that is the same in both, if that is asked for.
func (s *Store) compare(ctx context.Context, after, upTo uint64, each func(fact.Stored)) error {
	if s.alone || faultpoint.Off(faultpoint.Compare) {
		return nil
	}
	next, stop := iter.Pull2(s.inJournal(ctx, after+1, upTo))
	defer stop()
	for theirs, err := range s.records.replay(ctx, after, upTo) {
		if err != nil {
			return err
		}
		ours, err, ok := next()
		if err != nil {
			return err
		}
		if !ok || !same(ours, theirs) {
			return recordDiffers.With(theirs.Seq)
		}
		if each != nil {
			each(ours)
		}
	}
	return nil
}

func same(a, b fact.Stored) bool {
	return a.Seq == b.Seq && a.Ref == b.Ref && bytes.Equal(a.Body, b.Body)
}
