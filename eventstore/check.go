package eventstore

import (
	"context"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// checked is how many of the newest records Check compares, and how many Rehash
// compares against one snapshot.
const checked = 1000

// Check compares the newest records that the views hold with the stream, byte
// for byte by their hashes, and refuses if they differ or if the stream ends
// before the views do. Nothing below us reports it: a damaged store drops records
// silently and gives their sequences to others. Until it has passed, and while
// it does not pass, nothing can be written.
func (s *Store) Check(ctx context.Context, v Views) error {
	err := s.check(ctx, v)
	why := err
	if err != nil && !isRefusal(err) {
		why = starting // it could not be looked
	}
	s.mu.Lock()
	s.unchecked = why
	s.mu.Unlock()
	return err
}

func (s *Store) check(ctx context.Context, v Views) error {
	position, err := s.reaches(ctx, v)
	if err != nil {
		return err
	}
	return s.compare(ctx, v, position-min(position, checked), position, nil)
}

// reaches answers how far the views reach, and refuses if the stream ends first.
func (s *Store) reaches(ctx context.Context, v Views) (position uint64, err error) {
	known, err := v.Snapshot()
	if err != nil {
		return 0, err
	}
	position = known.Position()
	known.Close()
	last, err := s.Last(ctx)
	if err == nil && position > last {
		err = endMissing.With(last, position)
		s.markDoubtful(err)
	}
	return position, err
}

// Rehash compares every record that the views hold with the stream, and
// reports progress after each thousand. The first difference makes the ledger read-only.
// It costs about six seconds a million records.
func (s *Store) Rehash(ctx context.Context, v Views, progress func(done, total uint64)) error {
	position, err := s.reaches(ctx, v)
	if err != nil {
		return err
	}
	return s.compare(ctx, v, 0, position, progress)
}

// compare compares the records from after+1 to upTo. Snapshots are short: they
// are taken for the records already read.
func (s *Store) compare(ctx context.Context, v Views, after, upTo uint64, progress func(done, total uint64)) error {
	var chunk []hashed
	for r, err := range s.Replay(ctx, after, upTo) {
		if err != nil {
			return err
		}
		chunk = append(chunk, hashed{r.Seq, fact.HashOf(r.Body)})
		if len(chunk) < checked && r.Seq < upTo {
			continue
		}
		if err := heldSo(v, chunk); err != nil {
			s.markDoubtful(err)
			return err
		}
		if progress != nil {
			progress(r.Seq, upTo)
		}
		chunk = chunk[:0]
	}
	return nil
}

// hashed is a record as the stream has it.
type hashed struct {
	seq  uint64
	hash value.Hash
}

// heldSo refuses the first record that the views hold otherwise.
func heldSo(v Views, records []hashed) error {
	known, err := v.Snapshot()
	if err != nil {
		return err
	}
	defer known.Close()
	for _, r := range records {
		if h, ok := known.HashAt(r.seq); !ok || h != r.hash {
			return recordDiffers.With(r.seq)
		}
	}
	return nil
}
