package engine

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mufakat/domain/fact"
	"mufakat/internal/histories"
)

// A rebuild can be cancelled at any moment and begun again. What was there stays.
func TestRebuildIsCancelledAnywhere(t *testing.T) {
	y := newToy(t)
	y.grow(400)
	y.take(100)
	before, err := y.db.digestOf(t.Context(), y.db.file.Load())
	must(t, before, err)
	for n := range 60 {
		ctx, cancel := context.WithCancel(t.Context())
		left := n
		y.db.Ledger.Source = &cutting{y.list, func() {
			if left--; left == 0 {
				cancel()
			}
		}}
		_, err := y.db.Rebuild(ctx, func(p Progress) {
			if p.Phase != "read" && n%3 == 0 {
				cancel()
			}
		})
		if cancelled := ctx.Err() != nil; cancelled && !errors.Is(err, context.Canceled) || !cancelled && err != nil {
			t.Fatal(err)
		}
		cancel()
		y.onlyTheViews()
	}
	y.db.Ledger.Source = y.list
	if done := y.rebuild(); done.Digest != before.Records {
		t.Errorf("made again: %s, before: %s", done.Digest, before)
	}
	y.whole()
	y.onlyTheViews()
}

// cutting tells of every record that is read.
type cutting struct {
	*histories.List
	read func()
}

func (c *cutting) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for s, err := range c.List.Replay(ctx, after, upTo) {
			c.read()
			if !yield(s, err) {
				return
			}
		}
	}
}

// onlyTheViews checks that nothing was left behind.
func (y *toy) onlyTheViews() {
	y.Helper()
	files, err := os.ReadDir(filepath.Dir(y.path))
	must(y.T, files, err)
	if len(files) != 1 {
		y.Errorf("left behind: %v", files)
	}
}

// While a rebuild runs, records are taken and questions answered, and no answer
// knows less than the one before.
func TestRebuildWhileTheLedgerGrows(t *testing.T) {
	y := newToy(t)
	y.grow(300)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := y.db.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	for range 3 {
		wg.Go(func() {
			at := uint64(0)
			for ctx.Err() == nil {
				was := at
				err := y.db.Ask(Asked{}, func(r *Reader) { at = r.Head.Position })
				if err != nil || at < was {
					t.Errorf("at %d after %d: %v", at, was, err)
					return
				}
			}
		})
	}
	for range 8 {
		y.grow(60)
		y.rebuild()
	}
	last, _ := y.list.Last(ctx)
	must(t, 0, y.db.Await(ctx, last))
	stop()
	wg.Wait()
	y.whole()
}

// What is recorded while a rebuild runs, however much, is in the file that takes
// the place of the old one.
func TestRebuildCatchesUp(t *testing.T) {
	y := newToy(t)
	y.grow(50)
	y.take(50)
	var once sync.Once
	done, err := y.db.Rebuild(t.Context(), func(Progress) {
		once.Do(func() {
			y.grow(2*batchRecords + 100)
			y.take(300)
		})
	})
	must(t, done, err)
	if at := positionIn(y.db.file.Load(), positionKey); done.Position != 50 || at != 2*batchRecords+150 {
		t.Errorf("rebuilt to %d, and the views hold %d", done.Position, at)
	}
	y.whole()
}

// growing is a stream that gets a record, which the views take, whenever its end was
// looked at.
type growing struct {
	*histories.List
	grow func()
}

func (g growing) Last(ctx context.Context) (uint64, error) {
	defer g.grow()
	return g.List.Last(ctx)
}

// Views that move on between two looks have not gone beyond the end of the ledger.
func TestLookingWhileTheLedgerGrows(t *testing.T) {
	y := newToy(t)
	y.grow(10)
	y.clicks.last = 3
	y.catchUp()
	y.db.Ledger.Source = growing{y.list, func() { y.grow(1); y.take(1) }}
	y.clicks.looked = func() {
		y.clicks.last++
		must(t, 0, y.feed().Write([]uint64{y.clicks.last}))
	}
	if done := y.rebuild(); done.Position != 10 || y.db.Position() != 11 {
		t.Errorf("%+v, and the views are at %d", done, y.db.Position())
	}
	must(t, 0, y.feed().CatchUp(t.Context()))
	y.clicks.looked = nil
	y.whole()
}

// Rows that do not fit into memory come to the same views.
func TestRebuildThatSpills(t *testing.T) {
	y := newToy(t)
	y.grow(300)
	y.take(100)
	inMemory := y.rebuild()
	y.db.runBytes = 10_000
	if spilled := y.rebuild(); spilled.Digest != inMemory.Digest {
		t.Errorf("%s, in memory %s", spilled.Digest, inMemory.Digest)
	}
	y.whole()
	y.onlyTheViews()
}

// A ledger that ends before the views do is no reason to forget what they hold.
func TestRebuildKeepsWhatTheLedgerLost(t *testing.T) {
	y := newToy(t)
	y.grow(20)
	y.take(20)
	y.list.Keep(15)
	if _, err := y.db.Rebuild(t.Context(), nil); code(err) != "ledger-shorter-than-views" {
		t.Error(err)
	}
	if y.db.Position() != 20 {
		t.Error(y.db.Position())
	}
}

// An empty file is filled by a rebuild where there is much to read.
func TestCatchUpFromNothing(t *testing.T) {
	y := newToy(t)
	y.grow(rebuildFrom + 10)
	var phases []string
	err := y.db.CatchUp(t.Context(), func(p Progress) { phases = append(phases, p.Phase) })
	if err != nil || y.db.Position() != rebuildFrom+10 || phases[len(phases)-1] == "read" {
		t.Error(err, y.db.Position(), phases)
	}
}
