package projections

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
	"mufakat/projections/engine/view"
)

// Folded record by record, with the short cuts and without, every view comes to
// the same rows; and every key is laid out as the view says.
func TestShortCutsChangeNoRow(t *testing.T) {
	taken := map[string]int{}
	for _, seed := range seeds(t, 8) {
		world := histories.NewWorld(seed)
		all := map[value.Ref]view.Folded{}
		for range 600 {
			r := world.Step()
			f, ok := all[r.Ref]
			if !ok {
				f = view.Folded{Aggregate: domain.New(r.Ref)}
			}
			after := view.Next(views, f, r)
			all[r.Ref] = after
			for i, v := range views {
				fresh := v.Of(after.Aggregate)
				if !slices.EqualFunc(after.Rows[i], fresh, sameRow) {
					t.Fatalf("seed %d, record %d, %s:\n with short cuts %v\n without %v", seed, r.Seq, v.Name, after.Rows[i], fresh)
				}
				if f.Rows != nil && v.Unchanged(f, after, i) {
					taken[v.Name]++
				}
				for _, x := range fresh {
					checkLayout(t, v, x.Key)
				}
			}
		}
	}
	for _, v := range views {
		if v.Parts != nil && taken[v.Name] == 0 && v.Name != "holders" { // there, every fact changes rows
			t.Errorf("the short cut of %s is never taken", v.Name)
		}
	}
}

func sameRow(a, b view.Row) bool {
	return bytes.Equal(a.Key, b.Key) && bytes.Equal(a.Payload, b.Payload)
}

// fixed are the lengths of what keys are made of: numbers of eight bytes and ids
// of sixteen. Whatever is followed by a 0 is of any length.
var fixed = map[string]int{"day": 8, "planned": 8, "since": 8, "signed-from": 8, "from": 8, "seq": 8, "n": 8,
	"instrument": 16, "engagement": 16, "office": 16, "party": 16, "agency": 16, "mandate": 16, "subscription": 16, "setting": 16, "id": 16}

func checkLayout(t *testing.T, v engine.View, k []byte) {
	t.Helper()
	i := slices.IndexFunc(v.Orders, func(o engine.Order) bool { return o.Letter == k[1] })
	if k[0] != v.Letter || i < 0 {
		t.Fatalf("%s: the key %q stands in no order of it", v.Name, k)
	}
	rest, parts := k[2:], strings.Fields(strings.ReplaceAll(v.Orders[i].Key, "kind / id", "ref"))
	for j, part := range parts {
		n, ok := fixed[part]
		switch {
		case part == "0":
			continue
		case !ok && j+1 < len(parts) && parts[j+1] == "0":
			n = bytes.IndexByte(rest, 0) + 1
		case !ok:
			t.Fatalf("%s: how long is %q?", v.Name, part)
		}
		if n == 0 || len(rest) < n {
			t.Fatalf("%s: the key %q is not %s", v.Name, k, v.Orders[i].Key)
		}
		rest = rest[n:]
	}
	if len(rest) > 0 {
		t.Fatalf("%s: %q of the key %q is not in %s", v.Name, rest, k, v.Orders[i].Key)
	}
}
