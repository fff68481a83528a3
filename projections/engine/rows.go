package engine

import (
	"mufakat/projections/engine/kv"
	"mufakat/projections/engine/view"
)

// inFile writes the changes of one record into the file.
type inFile struct {
	kv.Tx
	seq uint64
}

func (f inFile) Put(is view.Row) error {
	return f.Tx.Put(inRows, is.Key, rowValue(f.seq, is.Payload))
}

// Drop keeps the superseded row among the past ones.
func (f inFile) Drop(was view.Row) error {
	b := f.Get(inRows, was.Key)
	if b == nil {
		return RowDamaged
	}
	from, payload := rowIn(b)
	if err := f.Tx.Put(inPast, pastKey(was.Key, from, f.seq), payload); err != nil {
		return err
	}
	return f.Delete(inRows, was.Key)
}

// rowValue is a row as it is kept: since when it is current, and itself.
func rowValue(from uint64, payload []byte) []byte { return append(SeqKey(from), payload...) }

func rowIn(value []byte) (from uint64, payload []byte) { return Number(value), value[8:] }
