package engine

import (
	"bytes"
	"fmt"
	"testing"

	"mufakat/domain/value"
)

// A reader sees, at any record, the rows that were current then, whichever way it
// asks.
func TestRowsAsKnownThen(t *testing.T) {
	y := newToy(t)
	y.grow(120)
	y.catchUp()
	must(t, 0, y.db.Ask(Asked{}, func(now *Reader) {
		for known := uint64(1); known <= 120; known += 7 {
			r, records := now.AsKnownAt(known), 0
			for k, b := range r.Scan(lengths.Key('a'), nil) {
				n := 0
				fmt.Sscan(string(b), &n)
				records += n
				if one, ok := r.One(k); !ok || !bytes.Equal(one, b) {
					t.Errorf("at %d: %q is %q by its key, %q in the list", known, k, one, b)
				}
			}
			named := uint64(0) // only an id that is a UUID has rows
			for _, rec := range y.world.Records[:known] {
				if value.IsUUID(rec.Ref.ID) {
					named++
				}
			}
			if r.Err != nil || uint64(records) != named {
				t.Errorf("at %d: rows of %d records, %v", known, records, r.Err)
			}
		}
	}))
}

// What is asked about and is not there is refused, and otherwise named.
func TestMust(t *testing.T) {
	y := newToy(t)
	y.grow(40)
	y.catchUp()
	first := y.world.Records[0].Ref
	for _, x := range []struct {
		ref   value.Ref
		known uint64
		code  string
	}{{first, 1, ""}, {y.world.Records[39].Ref, 40, ""}, {value.Ref{Kind: "instrument", ID: someUUID}, 40, "not-on-record"}, {first, 0, "not-on-record-then"}} {
		must(t, 0, y.db.Ask(Asked{}, func(now *Reader) {
			r := now.AsKnownAt(x.known)
			if a := r.Must(x.ref); code(r.Err) != x.code || x.code == "" && a.Ref != x.ref {
				t.Errorf("%+v: %v", x, r.Err)
			}
			l := now.Lookup()
			if _, ok := l.Aggregate(x.ref); ok != (x.code != "not-on-record") {
				t.Errorf("%v is known: %v", x.ref, ok)
			}
		}))
	}
}
