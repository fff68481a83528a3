package projections

import (
	"reflect"
	"slices"

	"mufakat/domain/fact"
)

// folded is an aggregate with its rows, view by view, each sorted by key.
type folded struct {
	fact.Aggregate
	rows  [][]row // nil: not computed yet
	parts [][]any // what the rows of each view follow from
}

// next is the aggregate with one more record, and its rows.
func next(views []View, f folded, r *fact.Record) folded {
	after := folded{Aggregate: f.Add(r), rows: make([][]row, len(views)), parts: make([][]any, len(views))}
	for i := range views {
		v := &views[i]
		after.parts[i] = v.partsOf(after.Aggregate)
		if f.rows != nil && v.unchanged(f, after, i) {
			after.rows[i] = f.rows[i]
			continue
		}
		after.rows[i] = v.of(after.Aggregate)
	}
	return after
}

// withRows computes the rows of an aggregate that was loaded.
func (f folded) withRows(views []View) folded {
	if f.rows != nil {
		return f
	}
	f.rows, f.parts = make([][]row, len(views)), make([][]any, len(views))
	for i := range views {
		f.rows[i], f.parts[i] = views[i].of(f.Aggregate), views[i].partsOf(f.Aggregate)
	}
	return f
}

func (v *View) partsOf(a fact.Aggregate) []any {
	if v.Parts == nil || !v.appliesTo(a) {
		return nil
	}
	return v.Parts(a)
}

// unchanged reports whether the newest record cannot have changed the rows of
// the view. What a record says of other records can change anything.
func (v *View) unchanged(before, after folded, i int) bool {
	e := after.Entries[len(after.Entries)-1]
	return v.Parts != nil && v.appliesTo(before.Aggregate) && !e.AboutRecords() &&
		(v.Touches == nil || !v.Touches(e)) && slices.EqualFunc(before.parts[i], after.parts[i], samePart)
}

// samePart reports whether two parts of a state are one. States share what did
// not change, and so slices are compared by where they lie, everything else by
// value. It may take what is equal for changed, never the other way round.
func samePart(a, b any) bool { return sameValue(reflect.ValueOf(a), reflect.ValueOf(b)) }

func sameValue(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid() && !a.IsValid()
	}
	switch {
	case a.Kind() == reflect.Slice:
		return a.Len() == b.Len() && (a.Len() == 0 || a.UnsafePointer() == b.UnsafePointer())
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if !sameValue(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Comparable() && a.Equal(b)
}
