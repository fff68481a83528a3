package engine

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/projections/engine/kv"
)

// A file that cannot be gone on with is set aside and made again; never trusted,
// never thrown away.
func TestFileInDoubtIsSetAside(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"missing":   func(t *testing.T, path string) { os.Remove(path) },
		"empty":     func(t *testing.T, path string) { os.Truncate(path, 0) },
		"no bbolt":  func(t *testing.T, path string) { os.WriteFile(path, bytes.Repeat([]byte("mufakat "), 9000), 0o600) },
		"truncated": func(t *testing.T, path string) { os.Truncate(path, 24<<10) },
		"of another ledger": func(t *testing.T, path string) {
			edit(t, path, func(h *header) { h.Ledger = "another" })
		},
		"of an older view": func(t *testing.T, path string) {
			edit(t, path, func(h *header) { h.Views["lengths"] = 0 })
		},
		"of other types": func(t *testing.T, path string) {
			edit(t, path, func(h *header) { h.Types = fact.HashOf(nil) })
		},
		"of a computer that stopped": func(t *testing.T, path string) {
			edit(t, path, func(h *header) { h.Closed, h.Boot = false, "another" })
		},
		"no position": func(t *testing.T, path string) {
			update(t, path, func(w kv.Tx) error { return w.Delete(inMeta, []byte(positionKey)) })
		},
		"another's": func(t *testing.T, path string) {
			file, err := kv.Create(path, nil)
			must(t, 0, errors.Join(err, file.Close()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			y := newToy(t)
			y.grow(150)
			y.take(50)
			y.db.Close()
			spoil(t, y.path)
			y.open()
			if at := y.db.Position(); at != 0 {
				t.Fatalf("gone on with at %d", at)
			}
			if err := y.db.CatchUp(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			y.whole()
			aside, _ := filepath.Glob(y.path + ".[ad]*-*")
			if kept := len(aside) == 1; kept == (name == "missing" || name == "empty") {
				t.Errorf("set aside: %q", aside)
			}
		})
	}
}

// A file that was closed, or whose process was killed, is gone on with.
func TestFileThatIsWholeIsGoneOnWith(t *testing.T) {
	for name, change := range map[string]func(*header){
		"closed before the computer stopped": func(h *header) { h.Boot = "another" },
		"its process was killed":             func(h *header) { h.Closed = false },
	} {
		t.Run(name, func(t *testing.T) {
			y := newToy(t)
			y.grow(50)
			y.take(50)
			y.db.Close()
			edit(t, y.path, change)
			y.open()
			if at := y.db.Position(); at != 50 {
				t.Errorf("begun again at %d", at)
			}
			y.whole()
		})
	}
}

func TestNewerFileIsRefused(t *testing.T) {
	for name, change := range map[string]func(*header){
		"form": func(h *header) { h.Form++ },
		"view": func(h *header) { h.Views["lengths"]++ },
	} {
		t.Run(name, func(t *testing.T) {
			y := newToy(t)
			y.db.Close()
			edit(t, y.path, change)
			_, err := Open(y.config())
			if code(err) != "views-newer" {
				t.Error(err)
			}
			if _, err := os.Stat(y.path); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFileOfAnotherProcessIsRefused(t *testing.T) {
	y := newToy(t)
	if _, err := Open(y.config()); code(err) != "views-held" {
		t.Error(err)
	}
}

// A record that the ledger gives another time than the next is never taken.
func TestOutOfOrderIsRefused(t *testing.T) {
	y := newToy(t)
	y.grow(3)
	if err := y.db.Ledger.Write(y.list.All()[1:]); code(err) != "views-out-of-order" {
		t.Error(err)
	}
	y.take(2)
	if err := y.db.Ledger.Write(y.list.All()); err != nil || y.db.Position() != 3 {
		t.Error("what is there already is passed over:", err)
	}
	y.whole()
}

func TestClosed(t *testing.T) {
	y := newToy(t)
	y.db.Close()
	if err := y.db.Close(); err != nil {
		t.Error(err)
	}
	_, err := y.rows()
	_, err2 := y.db.Snapshot()
	_, err3 := y.db.Rebuild(t.Context(), nil)
	for _, err := range []error{err, err2, err3, y.db.Await(t.Context(), 1)} {
		if code(err) != "views-closed" {
			t.Error(err)
		}
	}
}

func update(t *testing.T, path string, f func(kv.Tx) error) {
	t.Helper()
	file, err := kv.Open(path)
	must(t, file, err)
	must(t, 0, file.UpdateDurably(f))
	must(t, 0, file.Close())
}

func edit(t *testing.T, path string, change func(*header)) {
	t.Helper()
	update(t, path, func(w kv.Tx) error {
		var h header
		must(t, 0, json.Unmarshal(w.Get(inMeta, headKey), &h))
		change(&h)
		return putHeader(w, h)
	})
}
