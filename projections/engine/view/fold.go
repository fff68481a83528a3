package view

import (
	"reflect"
	"slices"

	"mufakat/domain/fact"
)

// Folded is an aggregate with its rows, view by view, each sorted by key.
type Folded struct {
	fact.Aggregate
	Rows  [][]Row // nil: not computed yet
	parts [][]any // what the rows of each view follow from
}

// Next is the aggregate with one more record, and its rows.
func Next(views []View, f Folded, r *fact.Record) Folded {
	after := Folded{Aggregate: f.Add(r), Rows: make([][]Row, len(views)), parts: make([][]any, len(views))}
	for i := range views {
		v := &views[i]
		after.parts[i] = v.partsOf(after.Aggregate)
		if f.Rows != nil && v.Unchanged(f, after, i) {
			after.Rows[i] = f.Rows[i]
			continue
		}
		after.Rows[i] = v.Of(after.Aggregate)
	}
	return after
}

// WithRows computes the rows of an aggregate that was loaded.
func (f Folded) WithRows(views []View) Folded {
	if f.Rows != nil {
		return f
	}
	f.Rows, f.parts = make([][]Row, len(views)), make([][]any, len(views))
	for i := range views {
		f.Rows[i], f.parts[i] = views[i].Of(f.Aggregate), views[i].partsOf(f.Aggregate)
	}
	return f
}

func (v *View) partsOf(a fact.Aggregate) []any {
	if v.Parts == nil || !v.appliesTo(a) {
		return nil
	}
	return v.Parts(a)
}

// Unchanged reports whether the newest record cannot have changed the rows of
// the view. What a record says of other records can change anything.
func (v *View) Unchanged(before, after Folded, i int) bool {
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
