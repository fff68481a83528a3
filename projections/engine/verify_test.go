package engine

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/projections/engine/kv"
)

// A ledger that says other than the views' copy is found out, and how far the
// verification is, is told.
func TestVerifyComparesWithTheLedger(t *testing.T) {
	y := newToy(t)
	y.grow(50)
	y.take(50)
	all := y.list.All()
	other := all[9]
	other.Body = []byte(strings.Replace(string(other.Body), `"time":"`, `"time": "`, 1))
	y.list.Keep(9)
	y.list.Add(append([]fact.Stored{other}, all[10:]...)...)
	var last Progress
	v, err := y.db.Verify(t.Context(), func(p Progress) { last = p })
	must(t, v, err)
	if v.Records != 50 || v.Position != 50 || len(v.Wrong) != 1 || code(v.Wrong[0]) != "copy-differs" || !strings.Contains(v.Wrong[0].EN, "10") || v.Digest == v.Afresh {
		t.Errorf("%+v", v)
	}
	if last.Total != 50 || last.Done > last.Total {
		t.Errorf("%+v", last)
	}
	if _, err := os.Stat(y.db.c.rebuildPath()); err == nil {
		t.Error("the file that was made to compare with stays")
	}
}

// One looks, or makes again, at a time.
func TestOneRebuildAtATime(t *testing.T) {
	y := newToy(t)
	y.grow(5)
	y.take(5)
	var inside []error
	_, err := y.db.Rebuild(t.Context(), func(Progress) {
		_, again := y.db.Rebuild(t.Context(), nil)
		_, verify := y.db.Verify(t.Context(), nil)
		inside = append(inside, again, verify)
	})
	must(t, 0, err)
	for _, err := range inside {
		if code(err) != "rebuilding" {
			t.Error(err)
		}
	}
	if len(inside) == 0 {
		t.Error("nothing was told")
	}
	y.whole()
}

// Pages of nonsense under an open file are a refusal to whoever reads, and stop
// nobody else; a rebuild mends them.
func TestDamagedPagesAreRefused(t *testing.T) {
	y := newToy(t)
	y.grow(200)
	y.take(100)
	first := y.world.Records[0]
	damagePages(t, y)
	if _, err := y.rows(); code(err) != "row-damaged" {
		t.Error("rows:", err)
	}
	if _, err := y.db.Verify(t.Context(), nil); code(err) != "row-damaged" {
		t.Error("verify:", err)
	}
	if s, err := y.db.Snapshot(); err == nil {
		if a, ok := s.Aggregate(first.Ref); !ok || a.Frozen == nil {
			t.Error("an aggregate that cannot be read takes records")
		}
		if _, ok := s.HashAt(1); ok {
			t.Error("a record that cannot be read has a hash")
		}
		if _, ok := s.ByCommand(first.CommandID); ok {
			t.Error("a command that cannot be found is found")
		}
		s.Close()
	} else if code(err) != "row-damaged" {
		t.Error("snapshot:", err)
	}
	y.rebuild()
	y.whole()
}

// damagePages writes nonsense over all but the first pages, which say where the
// others are.
func damagePages(t *testing.T, y *toy) {
	t.Helper()
	must(t, 0, y.db.file.Load().UpdateDurably(func(kv.Tx) error { return nil }))
	y.db.cache.clear()
	f, err := os.OpenFile(y.path, os.O_RDWR, 0)
	must(t, f, err)
	defer f.Close()
	size, err := f.Seek(0, 2)
	must(t, size, err)
	page := int64(os.Getpagesize())
	_, err = f.WriteAt([]byte(strings.Repeat("\xa5", int(size-2*page))), 2*page)
	must(t, 0, err)
}

// How long something took is written as Go writes it, and read again.
func TestTook(t *testing.T) {
	b, err := json.Marshal(Rebuilt{Position: 7, Took: Took(1532 * time.Millisecond)})
	if must(t, b, err); string(b) != `{"position":7,"took":"1.532s"}` {
		t.Errorf("%s", b)
	}
	var r Rebuilt
	must(t, 0, json.Unmarshal(b, &r))
	if r.Took.Seconds() != 1.532 || json.Unmarshal([]byte(`{"took":"long"}`), &r) == nil {
		t.Error(r)
	}
	for want, p := range map[float64]Progress{0: {Done: 9}, 4: {Done: 8, Took: Took(2 * time.Second)}} {
		if p.Rate() != want {
			t.Errorf("%+v: %v", p, p.Rate())
		}
	}
}

// The layout tells every bucket and every order, and the position of each stream.
func TestLayout(t *testing.T) {
	y := newToy(t)
	got := y.db.Layout()
	for _, b := range append(y.db.buckets(), inMeta) {
		if !strings.Contains(got, string(b.Name)) {
			t.Errorf("no bucket %s", b.Name)
		}
	}
	for _, want := range []string{`"position"`, `"head"`, `"clicked"`, `'L' 'a' kind 0 id`, `'S' 'i' instrument n`, `'S' 'n' n instrument`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if fmt.Sprint(strings.Count(got, "signed ")) != "1" {
		t.Error("the view's name stands once:", got)
	}
}
