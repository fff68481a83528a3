package engine

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
)

// A ledger that says other than what was folded is found out, and how far the
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
	if v.Records != 50 || v.Position != 50 || len(v.Wrong) != 0 || v.Digest == v.Afresh {
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
