package engine

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// change is where the difference between two folds goes.
type change interface {
	Put(is Row) error               // the row is current from is.from on
	Drop(was Row, seq uint64) error // it is current no more from seq on
}

// differences tells what changed between the rows before and after the record at
// seq, and notes since when the rows after it are current.
func differences(before, after Folded, seq uint64, to change) error {
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

func Difference(was, is []Row, seq uint64, to change) (err error) {
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

// inFile writes changes into the file.
type inFile struct{ rows, past *bolt.Bucket }

func (f inFile) Put(is Row) error { return f.rows.Put(is.Key, rowValue(is)) }

// Drop keeps the superseded row among the past ones.
func (f inFile) Drop(was Row, seq uint64) error {
	from, payload, ok := rowIn(was.Key, f.rows.Get(was.Key))
	if !ok {
		return RowDamaged
	}
	k := pastKey(was.Key, from, seq)
	if err := f.past.Put(k, Sealed(k, payload)); err != nil {
		return err
	}
	return f.rows.Delete(was.Key)
}

// rowValue is a row as it is kept: since when it is current, and itself.
func rowValue(r Row) []byte { return Sealed(r.Key, append(SeqKey(r.From), r.Payload...)) }

func rowIn(key, value []byte) (from uint64, payload []byte, ok bool) {
	b, ok := Unsealed(key, value)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	return Number(b), b[8:], true
}
