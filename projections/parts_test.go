package projections

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
	"mufakat/projections/engine/view"
)

// Whatever happened, the parts are the whole: of each record only the parts that
// it can have changed are made again, and every view comes to the rows of the
// aggregate as it is, no two parts having one key. And every key is laid out as the
// view says.
func TestPartsAreTheWhole(t *testing.T) {
	spared := map[string]int{}
	for _, seed := range seeds(t, 8) {
		world := histories.NewWorld(seed)
		all, written := map[value.Ref]fact.Aggregate{}, map[string]string{}
		for range 600 {
			r := world.Step()
			before, ok := all[r.Ref]
			if !ok {
				before = domain.New(r.Ref)
			}
			after := world.Folded[r.Ref]
			all[r.Ref] = after
			must(t, 0, view.Differences(views, before, after, standing{t, written}))
			for _, v := range views {
				checkParts(t, v, before, after, spared)
				for _, x := range v.Of(after) {
					if written[string(x.Key)] != string(x.Payload)+"." {
						t.Fatalf("seed %d, record %d, %s: %q is %q, not %q", seed, r.Seq, v.Name, x.Key, written[string(x.Key)], x.Payload)
					}
					checkLayout(t, v, x.Key)
				}
			}
		}
		for _, a := range world.Folded {
			for _, v := range views {
				for _, x := range v.Of(a) {
					delete(written, string(x.Key))
				}
			}
		}
		if len(written) > 0 {
			t.Errorf("seed %d: left behind: %q", seed, written)
		}
	}
	for _, v := range views {
		if v.Changed != nil && spared[v.Name] == 0 {
			t.Errorf("%s is made again with each record", v.Name)
		}
	}
}

// standing are rows as changes leave them, each marked at its end.
type standing struct {
	*testing.T
	rows map[string]string
}

func (s standing) Put(is view.Row) error {
	if _, there := s.rows[string(is.Key)]; there {
		s.Errorf("%q is put twice", is.Key)
	}
	s.rows[string(is.Key)] = string(is.Payload) + "."
	return nil
}

func (s standing) Drop(was view.Row) error {
	if s.rows[string(was.Key)] != string(was.Payload)+"." {
		s.Errorf("%q is dropped as %q and was %q", was.Key, was.Payload, s.rows[string(was.Key)])
	}
	delete(s.rows, string(was.Key))
	return nil
}

// checkParts checks that what the view does not name is as it was, and that no two
// parts have one row.
func checkParts(t *testing.T, v engine.View, before, after fact.Aggregate, spared map[string]int) {
	t.Helper()
	if len(v.Of(after)) == 0 && len(v.Of(before)) == 0 {
		return
	}
	changed := v.ChangedBy(before, after)
	of := map[string]engine.Part{}
	for p := range v.PartsOf(after) {
		is := v.OfParts(after, engine.Only(p))
		for _, x := range is {
			if other, there := of[string(x.Key)]; there && other != p {
				t.Fatalf("%s: %v and %v have one row %q", v.Name, other, p, x.Key)
			}
			of[string(x.Key)] = p
		}
		if changed.Has(p) {
			continue
		}
		spared[v.Name]++
		if was := v.OfParts(before, engine.Only(p)); !slices.EqualFunc(was, is, sameRow) {
			t.Fatalf("%s: record %d changed the part %v from %v to %v", v.Name, after.Seq(), p, was, is)
		}
	}
}

func sameRow(a, b view.Row) bool {
	return bytes.Equal(a.Key, b.Key) && bytes.Equal(a.Payload, b.Payload)
}

// fixed are the lengths of what keys are made of: numbers of eight bytes and ids
// of sixteen. Whatever is followed by a 0 is of any length.
var fixed = map[string]int{"day": 8, "planned": 8, "since": 8, "signed-from": 8, "received": 8, "from": 8, "seq": 8, "n": 8,
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

// A signature takes about as much on a paper ten times as wide.
func TestSignatureOnAWiderPaper(t *testing.T) {
	signing := func(width int) float64 {
		w := histories.NewWide(1, width)
		for i := range width - 1 {
			w.Sign(i)
		}
		before := w.Paper
		r := w.Sign(width - 1)
		return testing.AllocsPerRun(10, func() { must(t, 0, view.Differences(views, before, before.Add(r), nowhere{})) })
	}
	if few, many := signing(50), signing(500); many > 1.2*few {
		t.Errorf("%.0f allocations for 50 signatories, %.0f for 500", few, many)
	}
}
