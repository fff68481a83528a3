package eventstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"mufakat/domain/value"
	"mufakat/internal/atomicfile"
)

// Opening a ledger compares both its copies, a long one only from the newest
// records back: the rest is compared by [Store.Verify], which serve runs in the
// background, and until then it is told that it was not. A difference is
// remembered over a restart: then everything is compared before anything is
// written.

// comparedAtOnce is how many of the newest records opening compares; it costs
// about a tenth of a second.
const comparedAtOnce = 20_000

var notCompared = value.Words{
	ID: "Catatan %d sampai %d belum dibandingkan di kedua salinan sejak buku catatan dibuka; `mufakat serve` membandingkannya sambil melayani.",
	EN: "Records %d to %d have not been compared in both copies since the ledger was opened; `mufakat serve` compares them while it serves."}

// stretch are the records after one, up to another.
type stretch struct{ after, upTo uint64 }

// compareOpened compares the newest records, or all where a difference is
// remembered.
func (s *Store) compareOpened(ctx context.Context) error {
	last, err := s.Last(ctx)
	if err != nil {
		return err
	}
	end := min(last, s.journal.Durable())
	after := end - min(end, s.atOnce)
	if _, err := os.Lstat(differedPath(s.c.Dir)); !errors.Is(err, fs.ErrNotExist) {
		after = 0
	}
	if err := s.compare(ctx, after, end, nil); err != nil {
		return err
	}
	s.leftToCompare(stretch{0, after})
	return nil
}

// leftToCompare says which records have not been compared since the ledger was
// opened. Where there are none, nothing need be remembered.
func (s *Store) leftToCompare(rest stretch) {
	s.mu.Lock()
	s.uncompared = rest
	s.mu.Unlock()
	if rest.after < rest.upTo || s.alone {
		return
	}
	if err := os.Remove(differedPath(s.c.Dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.c.Log.Warn("that the copies differed cannot be forgotten", "why", err)
	}
}

// compared says that the records up to one are the same in both copies.
func (s *Store) compared(upTo uint64) {
	s.mu.Lock()
	s.uncompared.after = max(s.uncompared.after, upTo)
	s.mu.Unlock()
}

// Uncompared says which records have not been compared since the ledger was
// opened; nothing if all have.
func (s *Store) Uncompared() []value.Words {
	s.mu.Lock()
	rest := s.uncompared
	s.mu.Unlock()
	if rest.after >= rest.upTo {
		return nil
	}
	return []value.Words{notCompared.With(rest.after+1, rest.upTo)}
}

// differedPath is a file that is there from when a difference was found until
// both copies were compared whole.
func differedPath(dir string) string { return filepath.Join(dir, "differed") }

// remember keeps that the copies differ.
func (s *Store) remember(difference error) {
	if err := atomicfile.Write(differedPath(s.c.Dir), []byte(difference.Error()+"\n")); err != nil {
		s.c.Log.Error("that the copies differ cannot be remembered", "why", err)
	}
}
