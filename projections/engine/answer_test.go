package engine

import (
	"encoding/base64"
	"fmt"
	"slices"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Pages follow one another until there is no more, and only a single one says how
// many rows there are.
func TestPages(t *testing.T) {
	y := newToy(t)
	y.grow(60)
	y.take(60)
	all, err := y.rows()
	must(t, all, err)
	for _, limit := range []int{1, 3, all - 1, all, all + 1} {
		var got []string
		after := ""
		for pages := 1; ; pages++ {
			p := y.page(limit, after)
			got = append(got, p.Rows...)
			if total := -1; limit >= all && p.Head.Total != all || limit < all && p.Head.Total != total && (after == "" || p.Head.Next != "") {
				t.Errorf("a page of %d of %d says %d in all", len(p.Rows), all, p.Head.Total)
			}
			if after = p.Head.Next; after == "" {
				break
			}
			if pages > all {
				t.Fatal("pages without end")
			}
		}
		if len(got) != all || !slices.IsSorted(got) {
			t.Errorf("by %d: %d of %d, %q", limit, len(got), all, got)
		}
	}
	if p := y.page(0, ""); len(p.Rows) != min(50, all) {
		t.Errorf("%d rows of a page of no size", len(p.Rows))
	}
}

// page is a page of lengths: the keys of its rows.
func (y *toy) page(limit int, after string) (p Page[string]) {
	y.Helper()
	cursor, err := base64.RawURLEncoding.DecodeString(after)
	must(y.T, cursor, err)
	must(y.T, 0, y.db.Ask(Asked{Limit: limit, After: string(cursor)}, func(r *Reader) {
		p.Rows = TakePage(r, func(yield func([]byte, string) bool) {
			for k := range r.Scan(lengths.Key('a'), cursor) {
				if !yield(k, string(k)) {
					return
				}
			}
		})
		p.Head = r.Done()
	}))
	return p
}

// An answer says of what it is: which ledger, at which record, as of when, and as
// recorded by when.
func TestHead(t *testing.T) {
	y := newToy(t)
	y.grow(40)
	y.take(40)
	now, day := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2022, 8, 5, 0, 0, 0, 0, time.UTC)
	head := func(q Asked) (h Head) {
		must(t, 0, y.db.Ask(q, func(r *Reader) { h = r.Done() }))
		return h
	}
	if h := head(Asked{Now: now}); h.Ledger != y.db.c.Ledger || h.Demo || h.Position != 40 || h.AsOf != now || h.KnownAt != nil || h.Total != -1 {
		t.Errorf("%+v", h)
	}
	first := y.world.Records[0].Time
	if h := head(Asked{Now: now, AsOf: value.At(day), KnownAt: first}); h.AsOf != day || h.KnownAt == nil || !h.KnownAt.Equal(first) || h.Position < 1 {
		t.Errorf("as known at record 1: %+v", h)
	}
	if h := head(Asked{Now: now, KnownAt: y.world.Records[0].Time.Add(-time.Second)}); h.Position != 0 {
		t.Errorf("before the first: %+v", h)
	}
	if h := head(Asked{Now: now, KnownAt: now}); h.Position != 40 || h.KnownAt == nil {
		t.Errorf("after the last: %+v", h)
	}
}

// An aggregate that holds a record which cannot be read is said to, with its name,
// by every answer that may lack it, from that record on.
func TestFrozenIsSaid(t *testing.T) {
	y := newToy(t)
	y.grow(30)
	broken := y.world.Records[0].Ref
	y.list.Add(fact.Stored{Seq: 31, Ref: broken, Body: []byte(`{"type":"id.mufakat.instrument.from-the-future.v9"}`)},
		fact.Stored{Seq: 32, Ref: broken, Body: []byte("{")})
	y.take(7)
	y.db.c.Name = func(_ *Reader, ref value.Ref) (value.Words, bool) {
		return value.Words{ID: "Nama " + ref.ID, EN: "Name " + ref.ID}, ref == broken
	}
	for _, x := range []struct {
		of     func(*Reader)
		known  uint64
		frozen bool
	}{
		{func(r *Reader) { r.Frozen([]value.Kind{broken.Kind}) }, 32, true},
		{func(r *Reader) { r.Frozen([]value.Kind{broken.Kind}) }, 31, true},
		{func(r *Reader) { r.Frozen([]value.Kind{broken.Kind}) }, 30, false},
		{func(r *Reader) { r.Frozen([]value.Kind{"subscription"}) }, 32, false},
		{func(r *Reader) { r.FrozenHere(broken) }, 32, true},
		{func(r *Reader) { r.FrozenHere(broken) }, 30, false},
		{func(r *Reader) { r.FrozenHere(y.world.Records[29].Ref) }, 32, y.world.Records[29].Ref == broken},
	} {
		must(t, 0, y.db.Ask(Asked{}, func(r *Reader) {
			r = r.AsKnownAt(x.known)
			x.of(r)
			if got := len(r.Head.Frozen) == 1; got != x.frozen {
				t.Errorf("at %d: %+v", x.known, r.Head.Frozen)
			} else if got {
				f := r.Head.Frozen[0]
				if f.Ref != broken || f.Seq != 31 || f.Why.ID == "" || f.Why.EN == "" || r.Head.Name(broken, value.English) != "Name "+broken.ID {
					t.Errorf("at %d: %+v, %v", x.known, f, r.Head.Names)
				}
			}
		}))
	}
	s, err := y.db.Snapshot()
	must(t, s, err)
	if a, ok := s.Aggregate(broken); !ok || a.Frozen == nil {
		t.Error("it takes records")
	}
	s.Close()
	y.whole()
	y.rebuild()
	y.whole()
}

// What is mentioned is named once, beside the rows; what has no name is called by
// its id.
func TestNames(t *testing.T) {
	y := newToy(t)
	asked := 0
	y.db.c.Name = func(_ *Reader, ref value.Ref) (value.Words, bool) {
		asked++
		return value.Words{ID: "Nama " + ref.ID, EN: "Name " + ref.ID}, ref.ID != "none"
	}
	must(t, 0, y.db.Ask(Asked{}, func(r *Reader) {
		Mention(r, value.PartyID("35"), "", "35", "none")
		MentionTold(r, value.OneOf[value.OfficeID]("1", "2"))
		for ref, want := range map[value.Ref]string{
			value.PartyID("35").Ref(): "Nama 35", value.OfficeID("2").Ref(): "Nama 2", value.PartyID("36").Ref(): "Nama 36",
			value.PartyID("none").Ref(): value.PartyID("none").Ref().Name(value.Indonesian),
		} {
			if got := r.Name(ref, value.Indonesian); got != want {
				t.Errorf("%v: %s", ref, got)
			}
		}
		if len(r.Head.Names) != 3 || asked != 4+2 { // once each; and what is named but was not mentioned
			t.Error(r.Head.Names, asked)
		}
		h := r.Done()
		if got := fmt.Sprint(h.Name(value.PartyID("35").Ref(), value.English), h.Name(value.PartyID("36").Ref(), value.English)); got != "Name 35"+value.PartyID("36").Ref().Name(value.English) {
			t.Error(got)
		}
	}))
}
