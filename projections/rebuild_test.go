package projections

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
	"mufakat/projections/engine"
)

// A rebuild can be cancelled at any moment and begun again. What was there stays.
func TestRebuildIsCancelledAnywhere(t *testing.T) {
	f := newFixture(t, 7)
	f.grow(400)
	f.take(100)
	before, _, err := f.views.DigestOf(t.Context(), f.views.File.Load())
	must(t, before, err)
	for n := range 60 {
		ctx, cancel := context.WithCancel(t.Context())
		left := n
		f.views.Ledger.Source = &cutting{f.list, func() {
			if left--; left == 0 {
				cancel()
			}
		}}
		_, err := f.views.Rebuild(ctx, func(p engine.Progress) {
			if p.Phase != "read" && n%3 == 0 {
				cancel()
			}
		})
		if cancelled := ctx.Err() != nil; cancelled && !errors.Is(err, context.Canceled) || !cancelled && err != nil {
			t.Fatal(err)
		}
		cancel()
		f.onlyTheViews()
	}
	f.views.Ledger.Source = f.list
	if done := f.rebuild(); done.Digest != before.Records {
		t.Errorf("made again: %s, before: %s", done.Digest, before)
	}
	f.checkViews()
	f.onlyTheViews()
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
func (f *fixture) onlyTheViews() {
	f.Helper()
	files, err := os.ReadDir(filepath.Dir(f.path))
	must(f, files, err)
	if len(files) != 1 {
		f.Errorf("left behind: %v", files)
	}
}

// While a rebuild runs, records are taken and questions answered, and no answer
// knows less than the one before.
func TestRebuildWhileTheLedgerGrows(t *testing.T) {
	f := newFixture(t, 5)
	f.grow(300)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := f.views.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	for range 3 {
		wg.Go(func() {
			at := uint64(0)
			for ctx.Err() == nil {
				p, err := Signatures.Ask(f.views, engine.Asked{Now: later}, SignatureFilter{})
				if err != nil || p.Head.Position < at {
					t.Errorf("at %d after %d: %v", p.Head.Position, at, err)
					return
				}
				at = p.Head.Position
			}
		})
	}
	for range 8 {
		f.grow(60)
		f.rebuild()
	}
	last, _ := f.list.Last(ctx)
	must(t, 0, f.views.Await(ctx, last))
	stop()
	wg.Wait()
	f.checkViews()
}

// What is recorded while a rebuild runs, however much, is in the file that takes
// the place of the old one.
func TestRebuildCatchesUp(t *testing.T) {
	f := newFixture(t, 13)
	f.grow(50)
	f.take(50)
	var once sync.Once
	done, err := f.views.Rebuild(t.Context(), func(engine.Progress) {
		once.Do(func() {
			f.grow(2*engine.BatchRecords + 100)
			f.take(300)
		})
	})
	must(t, done, err)
	if at := engine.PositionIn(f.views.File.Load(), engine.PositionKey); done.Position != 50 || at != 2*engine.BatchRecords+150 {
		t.Errorf("rebuilt to %d, and the views hold %d", done.Position, at)
	}
	f.checkViews()
}

// Rows that do not fit into memory come to the same views.
func TestRebuildThatSpills(t *testing.T) {
	f := newFixture(t, 11)
	f.grow(300)
	f.take(100)
	inMemory := f.rebuild()
	f.views.RunBytes = 10_000
	if spilled := f.rebuild(); spilled.Digest != inMemory.Digest {
		t.Errorf("%s, in memory %s", spilled.Digest, inMemory.Digest)
	}
	f.checkViews()
	f.onlyTheViews()
}

// A ledger that ends before the views do is no reason to forget what they hold.
func TestRebuildKeepsWhatTheLedgerLost(t *testing.T) {
	f := newFixture(t, 1)
	f.grow(20)
	f.take(20)
	lost := f.list.All()[15:]
	f.list.Keep(15)
	if _, err := f.views.Rebuild(t.Context(), nil); code(err) != "ledger-shorter-than-views" {
		t.Error(err)
	}
	i := 0
	for s, err := range f.views.Bodies(t.Context(), 15) {
		must(t, 0, err)
		if s.Seq != lost[i].Seq || s.Ref != lost[i].Ref || string(s.Body) != string(lost[i].Body) {
			t.Errorf("%+v", s)
		}
		i++
	}
	if i != len(lost) {
		t.Errorf("%d of %d", i, len(lost))
	}
}

// An empty file is filled by a rebuild where there is much to read.
func TestCatchUpFromNothing(t *testing.T) {
	f := newFixture(t, 2)
	f.grow(engine.RebuildFrom + 10)
	var phases []string
	err := f.views.CatchUp(t.Context(), func(p engine.Progress) { phases = append(phases, p.Phase) })
	if err != nil || f.views.Position() != engine.RebuildFrom+10 || phases[len(phases)-1] == "read" {
		t.Error(err, f.views.Position(), phases)
	}
}
