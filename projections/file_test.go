package projections

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/records"
)

// code is what a refusal is called; empty for none.
func code(err error) string {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.Code
	}
	return ""
}

// A file that cannot be gone on with is set aside and made again; never trusted,
// never thrown away.
func TestFileInDoubtIsSetAside(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"missing":   func(t *testing.T, path string) { os.Remove(path) },
		"empty":     func(t *testing.T, path string) { os.Truncate(path, 0) },
		"no bbolt":  func(t *testing.T, path string) { os.WriteFile(path, bytes.Repeat([]byte("mufakat "), 9000), 0o600) },
		"truncated": func(t *testing.T, path string) { os.Truncate(path, 24<<10) },
		"of another ledger": func(t *testing.T, path string) {
			edit(t, path, func(h *engine.Header) { h.Ledger = "another" })
		},
		"of an older view": func(t *testing.T, path string) {
			edit(t, path, func(h *engine.Header) { h.Views["signatures"] = 0 })
		},
		"of other types": func(t *testing.T, path string) {
			edit(t, path, func(h *engine.Header) { h.Types = fact.HashOf(nil) })
		},
		"of a computer that stopped": func(t *testing.T, path string) {
			edit(t, path, func(h *engine.Header) { h.Closed, h.Boot = false, "another" })
		},
		"no position": func(t *testing.T, path string) {
			update(t, path, func(tx *bolt.Tx) error { return tx.Bucket(engine.InMeta).Delete(engine.PositionKey) })
		},
		"no meta": func(t *testing.T, path string) {
			update(t, path, func(tx *bolt.Tx) error { return tx.DeleteBucket(engine.InMeta) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, 1)
			f.grow(150)
			f.take(50)
			f.views.Close()
			spoil(t, f.path)
			f.open()
			if at := f.views.Position(); at != 0 {
				t.Fatalf("gone on with at %d", at)
			}
			if err := f.views.CatchUp(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			f.checkViews()
			aside, _ := filepath.Glob(f.path + ".aside-*")
			if kept := len(aside) == 1; kept == (name == "missing" || name == "empty") {
				t.Errorf("set aside: %q", aside)
			}
		})
	}
}

// A file that was closed, or whose process was killed, is gone on with.
func TestFileThatIsWholeIsGoneOnWith(t *testing.T) {
	for name, change := range map[string]func(*engine.Header){
		"closed before the computer stopped": func(h *engine.Header) { h.Boot = "another" },
		"its process was killed":             func(h *engine.Header) { h.Closed = false },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, 1)
			f.grow(50)
			f.take(50)
			f.views.Close()
			edit(t, f.path, change)
			f.open()
			if at := f.views.Position(); at != 50 {
				t.Errorf("begun again at %d", at)
			}
			f.checkViews()
		})
	}
}

func TestNewerFileIsRefused(t *testing.T) {
	for name, change := range map[string]func(*engine.Header){
		"form": func(h *engine.Header) { h.Form++ },
		"view": func(h *engine.Header) { h.Views["open"]++ },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, 1)
			f.views.Close()
			edit(t, f.path, change)
			_, err := Open(f.config())
			if code(err) != "views-newer" {
				t.Error(err)
			}
			if _, err := os.Stat(f.path); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFileOfAnotherProcessIsRefused(t *testing.T) {
	f := newFixture(t, 1)
	if _, err := Open(f.config()); code(err) != "views-held" {
		t.Error(err)
	}
}

// Bits that turned in the file are found where they are read, and by verify.
func TestTurnedBitsAreFound(t *testing.T) {
	f := newFixture(t, 3)
	f.grow(200)
	f.take(100)
	f.views.Close()
	update(t, f.path, func(tx *bolt.Tx) error {
		for _, in := range [][]byte{engine.InRows, engine.InRecords} {
			k, b := tx.Bucket(in).Cursor().First()
			if bytes.Equal(in, engine.InRows) {
				k, b = tx.Bucket(in).Cursor().Seek(signatures.Key('d'))
			}
			b = bytes.Clone(b)
			b[len(b)-1] ^= 1
			if err := tx.Bucket(in).Put(bytes.Clone(k), b); err != nil {
				return err
			}
		}
		return nil
	})
	f.open()
	if _, err := Signatures.Ask(f.views, engine.Asked{Now: later}, SignatureFilter{Reported: true}); code(err) != "row-damaged" {
		t.Errorf("reading a damaged row: %v", err)
	}
	if _, err := records.One.Ask(f.views, engine.Asked{Now: later}, records.OneFilter{Record: "1"}); code(err) != "copy-damaged" {
		t.Errorf("reading a damaged copy: %v", err)
	}
	v, err := f.views.Verify(t.Context(), nil)
	var codes []string
	for _, r := range v.Wrong {
		codes = append(codes, r.Code)
	}
	if all := strings.Join(codes, " "); err != nil || v.Digest == v.Afresh || !strings.Contains(all, "copy-differs") || !strings.Contains(all, "row-damaged") {
		t.Errorf("verify: %s, %v", codes, err)
	}
	s, err := f.views.Snapshot()
	must(t, s, err)
	defer s.Close()
	if a, ok := s.Aggregate(f.world.Records[0].Ref); !ok || a.Frozen == nil {
		t.Error("an aggregate of a damaged copy takes records")
	}
	if _, ok := s.HashAt(1); ok {
		t.Error("a damaged copy has a hash")
	}
}

// A record that the ledger gives another time than the next is never taken.
func TestOutOfOrderIsRefused(t *testing.T) {
	f := newFixture(t, 1)
	f.grow(3)
	if err := f.views.Ledger.Write(f.list.All()[1:]); code(err) != "views-out-of-order" {
		t.Error(err)
	}
	f.take(2)
	if err := f.views.Ledger.Write(f.list.All()); err != nil || f.views.Position() != 3 {
		t.Error("what is there already is passed over:", err)
	}
	f.checkViews()
}

func TestClosed(t *testing.T) {
	f := newFixture(t, 1)
	f.views.Close()
	if err := f.views.Close(); err != nil {
		t.Error(err)
	}
	_, err := OpenSignatures.Ask(f.views, engine.Asked{}, OpenFilter{})
	_, err2 := f.views.Snapshot()
	_, err3 := f.views.Rebuild(t.Context(), nil)
	for _, err := range []error{err, err2, err3, f.views.Await(t.Context(), 1)} {
		if code(err) != "views-closed" {
			t.Error(err)
		}
	}
}

func update(t *testing.T, path string, f func(*bolt.Tx) error) {
	t.Helper()
	db, err := engine.OpenBolt(path)
	must(t, db, err)
	must(t, 0, db.Update(f))
	must(t, 0, db.Close())
}

func edit(t *testing.T, path string, change func(*engine.Header)) {
	t.Helper()
	update(t, path, func(tx *bolt.Tx) error {
		var h engine.Header
		if err := json.Unmarshal(tx.Bucket(engine.InMeta).Get(engine.HeadKey), &h); err != nil {
			return err
		}
		change(&h)
		return tx.Bucket(engine.InMeta).Put(engine.HeadKey, engine.Encoded(h))
	})
}
