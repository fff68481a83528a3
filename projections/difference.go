package projections

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// change is where the difference between two folds goes.
type change interface {
	Put(is row) error               // the row is current from is.from on
	drop(was row, seq uint64) error // it is current no more from seq on
}

// differences tells what changed between the rows before and after the record at
// seq, and notes since when the rows after it are current.
func differences(before, after folded, seq uint64, to change) error {
	for i, is := range after.rows {
		var was []row
		if before.rows != nil {
			was = before.rows[i]
		}
		if len(was) == len(is) && (len(is) == 0 || &was[0] == &is[0]) {
			continue // they were not written out again
		}
		if err := difference(was, is, seq, to); err != nil {
			return err
		}
	}
	return nil
}

func difference(was, is []row, seq uint64, to change) (err error) {
	for err == nil && (len(was) > 0 || len(is) > 0) {
		c := -1
		switch {
		case len(was) == 0:
			c = 1
		case len(is) > 0:
			c = bytes.Compare(was[0].key, is[0].key)
		}
		switch {
		case c < 0:
			err = to.drop(was[0], seq)
		case c == 0 && bytes.Equal(was[0].payload, is[0].payload):
			is[0].from = was[0].from
		case c == 0:
			err = to.drop(was[0], seq)
			fallthrough
		default:
			is[0].from = seq
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

// inFile writes changes into the file.
type inFile struct{ rows, past *bolt.Bucket }

func (f inFile) Put(is row) error { return f.rows.Put(is.key, rowValue(is)) }

// drop keeps the superseded row among the past ones.
func (f inFile) drop(was row, seq uint64) error {
	from, payload, ok := rowIn(was.key, f.rows.Get(was.key))
	if !ok {
		return rowDamaged
	}
	k := pastKey(was.key, from, seq)
	if err := f.past.Put(k, sealed(k, payload)); err != nil {
		return err
	}
	return f.rows.Delete(was.key)
}

// rowValue is a row as it is kept: since when it is current, and itself.
func rowValue(r row) []byte { return sealed(r.key, append(seqKey(r.from), r.payload...)) }

func rowIn(key, value []byte) (from uint64, payload []byte, ok bool) {
	b, ok := unsealed(key, value)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	return number(b), b[8:], true
}
