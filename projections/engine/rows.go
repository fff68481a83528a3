package engine

import (
	"mufakat/projections/engine/kv"
	"mufakat/projections/engine/view"
)

// inFile writes changes into the file.
type inFile struct{ kv.Tx }

func (f inFile) Put(is view.Row) error { return f.Tx.Put(inRows, is.Key, rowValue(is)) }

// Drop keeps the superseded row among the past ones.
func (f inFile) Drop(was view.Row, seq uint64) error {
	from, payload, ok := rowIn(was.Key, f.Get(inRows, was.Key))
	if !ok {
		return RowDamaged
	}
	k := pastKey(was.Key, from, seq)
	if err := f.Tx.Put(inPast, k, kv.Seal(k, payload)); err != nil {
		return err
	}
	return f.Delete(inRows, was.Key)
}

// rowValue is a row as it is kept: since when it is current, and itself.
func rowValue(r view.Row) []byte { return kv.Seal(r.Key, append(SeqKey(r.From), r.Payload...)) }

func rowIn(key, value []byte) (from uint64, payload []byte, ok bool) {
	b, ok := kv.Unseal(key, value)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	return Number(b), b[8:], true
}
