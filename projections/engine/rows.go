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
	return f.Tx.Put(inRows, is.Key, rowValue(is.Key, f.seq, is.Payload))
}

// Drop keeps the superseded row among the past ones.
func (f inFile) Drop(was view.Row) error {
	from, payload, ok := rowIn(was.Key, f.Get(inRows, was.Key))
	if !ok {
		return RowDamaged
	}
	k := pastKey(was.Key, from, f.seq)
	if err := f.Tx.Put(inPast, k, kv.Seal(k, payload)); err != nil {
		return err
	}
	return f.Delete(inRows, was.Key)
}

// rowValue is a row as it is kept: since when it is current, and itself.
func rowValue(key []byte, from uint64, payload []byte) []byte {
	return kv.Seal(key, append(SeqKey(from), payload...))
}

func rowIn(key, value []byte) (from uint64, payload []byte, ok bool) {
	b, ok := kv.Unseal(key, value)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	return Number(b), b[8:], true
}
