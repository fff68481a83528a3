package view

import "bytes"

// Change is where the difference between two folds goes.
type Change interface {
	Put(is Row) error               // the row is current from is.from on
	Drop(was Row, seq uint64) error // it is current no more from seq on
}

// Differences tells what changed between the rows before and after the record at
// seq, and notes since when the rows after it are current.
func Differences(before, after Folded, seq uint64, to Change) error {
	for i, is := range after.Rows {
		var was []Row
		if before.Rows != nil {
			was = before.Rows[i]
		}
		if len(was) == len(is) && (len(is) == 0 || &was[0] == &is[0]) {
			continue // they were not written out again
		}
		if err := Difference(was, is, seq, to); err != nil {
			return err
		}
	}
	return nil
}

// Difference is that of one view, whose rows are sorted.
func Difference(was, is []Row, seq uint64, to Change) (err error) {
	for err == nil && (len(was) > 0 || len(is) > 0) {
		c := -1
		switch {
		case len(was) == 0:
			c = 1
		case len(is) > 0:
			c = bytes.Compare(was[0].Key, is[0].Key)
		}
		switch {
		case c < 0:
			err = to.Drop(was[0], seq)
		case c == 0 && bytes.Equal(was[0].Payload, is[0].Payload):
			is[0].From = was[0].From
		case c == 0:
			err = to.Drop(was[0], seq)
			fallthrough
		default:
			is[0].From = seq
			if err == nil {
				err = to.Put(is[0])
			}
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
