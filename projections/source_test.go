package projections

import (
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a random world, its ledger, and views of it.
type fixture struct {
	*testing.T
	world *histories.World
	list  *histories.List
	path  string
	views *Views
}

func newFixture(t *testing.T, seed uint64) *fixture {
	t.Helper()
	f := &fixture{T: t, world: histories.NewWorld(seed), list: histories.NewList(), path: filepath.Join(t.TempDir(), "views.db")}
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
		f.list.Add(histories.Stored(f.world.Step()))
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
		if err := f.views.Ledger.Write(rs); err != nil {
			f.Fatal(err)
		}
	}
}

// checkViews is what must hold of views whenever nobody writes: folded afresh
// they are the same.
func (f *fixture) checkViews() engine.Verified {
	f.Helper()
	v, err := f.views.Verify(f.Context(), nil)
	if err != nil || v.Digest != v.Afresh || len(v.Wrong) > 0 || v.Records != v.Position {
		f.Errorf("views of %d records: %+v, %v", f.views.Position(), v, err)
	}
	return v
}

// code is what a refusal is called; empty for none.
func code(err error) string {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.Code
	}
	return ""
}

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var later = histories.Begin.Add(365 * 24 * time.Hour)
