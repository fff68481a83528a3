package engine

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"mufakat/domain/value"
)

// Whatever happened, in whatever batches it came, and however often the file was
// closed, opened and made again: at any record the rows are those of the
// aggregates folded in memory.
func TestRowsAreThoseOfTheModel(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3, uint64(time.Now().UnixNano())} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			y := newToyOf(t, seed)
			for range 6 {
				y.grow(1 + y.world.Rand.IntN(120))
				y.take(1 + y.world.Rand.IntN(40))
				switch y.world.Rand.IntN(3) {
				case 0:
					must(t, 0, y.db.Close())
					y.open()
				case 1:
					y.rebuild()
				}
				y.compare(y.db.Position())
				for range 4 {
					y.compare(uint64(y.world.Rand.IntN(len(y.world.Records) + 1)))
				}
			}
			y.whole()
		})
	}
}

// compare compares all rows, and the rows from any of them on.
func (y *toy) compare(known uint64) {
	y.Helper()
	want := map[string]string{}
	for _, a := range y.world.Folded {
		for _, v := range y.db.c.Views {
			for _, r := range v.Of(a.AsKnownAt(known)) {
				want[string(r.Key)] = string(r.Payload)
			}
		}
	}
	must(y.T, 0, y.db.Ask(Asked{}, func(r *Reader) {
		if known < r.Known {
			r = r.AsKnownAt(known)
		}
		for _, v := range y.db.c.Views {
			all := rowsIn(r, v, nil)
			y.same(known, all, want, v, nil)
			for k := range all {
				y.same(known, rowsIn(r, v, []byte(k)), want, v, []byte(k))
				break
			}
		}
		if r.Err != nil {
			y.Error(r.Err)
		}
	}))
}

func rowsIn(r *Reader, v View, after []byte) map[string]string {
	all := map[string]string{}
	for k, b := range r.Scan([]byte{v.Letter}, after) {
		all[string(k)] = string(b)
	}
	return all
}

func (y *toy) same(known uint64, got, all map[string]string, v View, after []byte) {
	y.Helper()
	want := maps.Clone(all)
	maps.DeleteFunc(want, func(k, _ string) bool { return k[0] != v.Letter || k <= string(after) })
	if !maps.Equal(got, want) {
		y.Errorf("%s at record %d of %d after %q:\n model %q\n views %q", v.Name, known, len(y.world.Records), after, want, got)
	}
}

// The records can be found by all their keys, as they were known at any record.
func TestRecordsAreFound(t *testing.T) {
	y := newToy(t)
	y.grow(150)
	y.take(50)
	must(t, 0, y.db.Ask(Asked{}, func(now *Reader) {
		for _, known := range []uint64{0, 1, 70, 150} {
			r, kinds := now.AsKnownAt(known), map[value.Kind][]value.Ref{}
			versions, newest := map[value.Ref]int{}, map[value.Ref]uint64{}
			for _, rec := range y.world.Records[:known] {
				if versions[rec.Ref]++; versions[rec.Ref] == 1 {
					kinds[rec.Ref.Kind] = append(kinds[rec.Ref.Kind], rec.Ref)
				}
				newest[rec.Ref] = rec.Seq
			}
			for ref := range y.world.Folded {
				if r.Versions(ref) != versions[ref] || r.Newest(ref) != newest[ref] {
					t.Errorf("%v at %d: %d records, the last %d", ref, known, r.Versions(ref), r.Newest(ref))
				}
				var of []value.Ref
				var after []byte
				for range 2 { // in two pages
					for k, ref := range r.OfKind(ref.Kind, after) {
						of, after = append(of, ref), bytes.Clone(k)
						if len(of) == 3 {
							break
						}
					}
				}
				if !slices.Equal(of, kinds[ref.Kind]) {
					t.Errorf("%s at %d: %v, not %v", ref.Kind, known, of, kinds[ref.Kind])
				}
			}
		}
		for _, rec := range y.world.Records {
			if got, err := now.Record(now.SeqOf(string(rec.ID))); err != nil || got.ID != rec.ID || got.Ref != rec.Ref {
				t.Errorf("%s: %v", rec.ID, err)
			}
		}
		if now.SeqOf("nobody's") != 0 {
			t.Error("an id that nothing has")
		}
	}))
	s, err := y.db.Snapshot()
	must(t, s, err)
	defer s.Close()
	for i, rec := range y.world.Records {
		if rec.CommandID == "" {
			continue
		}
		if got, ok := s.ByCommand(rec.CommandID); !ok || got.ID != rec.ID {
			t.Errorf("by command %s: %v", rec.CommandID, got)
		}
		if a, ok := s.Aggregate(rec.Ref); !ok || a.Seq() < rec.Seq {
			t.Errorf("record %d is not in its aggregate", i+1)
		}
	}
	if _, ok := s.ByCommand("nobody's"); ok || s.Position() != 150 {
		t.Error("a command that nobody gave, or another position", s.Position())
	}
}
