package view

import (
	"bytes"

	"mufakat/domain/fact"
)

// Change is where the difference between two sets of rows goes.
type Change interface {
	Put(is Row) error   // the row is current from now on
	Drop(was Row) error // it is current no more
}

// Differences tells what the newest record of an aggregate changes, view by view:
// the rows of the parts that it can have changed are made as they were before it
// and as they are, and compared. Of the others nothing is made.
func Differences(views []View, before, after fact.Aggregate, to Change) error {
	if !hasRows(after) {
		return nil
	}
	for i := range views {
		v := &views[i]
		if v.Kind != "" && v.Kind != after.Ref.Kind {
			continue
		}
		c := v.ChangedBy(before, after)
		if c.None() {
			continue
		}
		var was []Row
		if before.Version() > 0 {
			was = v.rows(before, c)
		}
		if err := Difference(was, v.rows(after, c), to); err != nil {
			return err
		}
	}
	return nil
}

// Difference is that between rows that are sorted.
func Difference(was, is []Row, to Change) (err error) {
	for err == nil && (len(was) > 0 || len(is) > 0) {
		c := -1
		switch {
		case len(was) == 0:
			c = 1
		case len(is) > 0:
			c = bytes.Compare(was[0].Key, is[0].Key)
		}
		same := c == 0 && bytes.Equal(was[0].Payload, is[0].Payload)
		if c <= 0 && !same {
			err = to.Drop(was[0])
		}
		if c >= 0 && !same && err == nil {
			err = to.Put(is[0])
		}
		if c <= 0 {
			was = was[1:]
		}
		if c >= 0 {
			is = is[1:]
		}
	}
	return err
}
