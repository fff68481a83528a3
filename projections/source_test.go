package projections

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mufakat/domain/fact"
	"mufakat/internal/histories"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// list is a ledger in memory: records in their order. The real one is behind
// the same three methods in cmd/mufakat's tests.
type list struct {
	mu   sync.Mutex
	all  []fact.Stored
	more chan struct{}
}

func newList() *list { return &list{more: make(chan struct{})} }

func (l *list) add(rs ...fact.Stored) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, rs...)
	close(l.more)
	l.more = make(chan struct{})
}

func (l *list) Last(context.Context) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return uint64(len(l.all)), nil
}

func (l *list) at(i uint64) (s fact.Stored, ok bool, more chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i < uint64(len(l.all)) {
		return l.all[i], true, nil
	}
	return s, false, l.more
}

func (l *list) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for i := after; i < upTo; i++ {
			s, ok, _ := l.at(i)
			err := ctx.Err()
			if !ok {
				err = errors.New("no such record")
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

func (l *list) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for i := after; ; {
			s, ok, more := l.at(i)
			if ok {
				if i++; !yield(s, nil) {
					return
				}
				continue
			}
			select {
			case <-more:
			case <-ctx.Done():
				yield(s, ctx.Err())
				return
			}
		}
	}
}

// fixture is a random world, its ledger, and views of it.
type fixture struct {
	*testing.T
	world *histories.World
	list  *list
	path  string
	views *Views
}

func newFixture(t *testing.T, seed uint64) *fixture {
	t.Helper()
	f := &fixture{T: t, world: histories.NewWorld(seed), list: newList(), path: filepath.Join(t.TempDir(), "views.db")}
	f.open()
	t.Cleanup(func() { f.views.Close() })
	return f
}

func (f *fixture) config() Config {
	return Config{Path: f.path, Ledger: histories.Ledger, Source: f.list, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func (f *fixture) open() {
	f.Helper()
	v, err := Open(f.config())
	if err != nil {
		f.Fatal(err)
	}
	f.views = v
}

// grow records n more, without the views.
func (f *fixture) grow(n int) {
	for range n {
		f.list.add(histories.Stored(f.world.Step()))
	}
}

// take brings the views up to date, in batches of a size.
func (f *fixture) take(size int) {
	f.Helper()
	last, _ := f.list.Last(f.Context())
	for at := f.views.Position(); at < last; at = f.views.Position() {
		var rs []fact.Stored
		for s, err := range f.list.Replay(f.Context(), at, min(last, at+uint64(size))) {
			if err != nil {
				f.Fatal(err)
			}
			rs = append(rs, s)
		}
		if err := f.views.ledger.write(rs); err != nil {
			f.Fatal(err)
		}
	}
}

// checkViews is what must hold of views whenever nobody writes: their copies are
// the ledger's, and folded afresh they are the same.
func (f *fixture) checkViews() {
	f.Helper()
	v, err := f.views.Verify(f.Context(), nil)
	if err != nil || v.Digest != v.Afresh || len(v.Wrong) > 0 || v.Records != v.Position {
		f.Errorf("views of %d records: %+v, %v", f.views.Position(), v, err)
	}
}

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var later = histories.Begin.Add(365 * 24 * time.Hour)
