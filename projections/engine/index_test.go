package engine

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// An index goes through the ids in order, whatever they look like, and keeps the
// first record of each.
func TestIndex(t *testing.T) {
	x := newIndex(9)
	for seq, id := range []string{"", "order-2", someUUID, "order-1", someUUID, "", "order-2", strings.Replace(someUUID, "0190", "0001", 1)} {
		x.add(id, uint64(seq))
	}
	var got []string
	var keys [][]byte
	for k, seq := range x.sorted() {
		keys, got = append(keys, k), append(got, fmt.Sprint(seq))
	}
	if fmt.Sprint(got) != "[7 2 3 1]" || !slices.IsSortedFunc(keys, bytes.Compare) {
		t.Errorf("%s %q", got, keys)
	}
	for range x.sorted() {
		break // whoever asks may end
	}
}

// of is an aggregate of n records, the last at seq.
func of(id string, seq uint64, n int) fact.Aggregate {
	a := domain.New(value.Ref{Kind: "instrument", ID: id})
	a.Entries = make([]fact.Entry, n)
	a.Entries[n-1] = fact.Entry{Record: &fact.Record{Seq: seq}}
	return a
}

// The cache answers only for the newest record that the asker sees, and lets go
// of what is too much.
func TestCache(t *testing.T) {
	c := newCache()
	c.put(of("a", 5, 3))
	c.put(of("a", 4, 2))
	if _, ok := c.get(of("a", 5, 1).Ref, 5); !ok || c.records != 3 {
		t.Error("the newer fold is gone")
	}
	for _, seq := range []uint64{4, 6} {
		if _, ok := c.get(of("a", 5, 1).Ref, seq); ok {
			t.Errorf("answers at %d", seq)
		}
	}
	if c.put(of("long", 9, cacheOne+1)); c.records != 3 {
		t.Error("a long one is kept")
	}
	for i := range 2 * cacheRecords / cacheOne {
		c.put(of(fmt.Sprint(i), uint64(i+1), cacheOne))
	}
	if c.records > cacheRecords || len(c.folded) == 0 {
		t.Errorf("%d records of %d", c.records, len(c.folded))
	}
	if c.clear(); c.records != 0 || len(c.folded) != 0 {
		t.Error("not cleared")
	}
}
