package engine

import (
	"bytes"
	"iter"

	"mufakat/projections/engine/kv"
)

// Scan goes through the rows whose keys begin with prefix, as they stood at
// known, from the key after on (exclusive; nil: from the first).
func (r *Reader) Scan(prefix, after []byte) iter.Seq2[[]byte, []byte] {
	if bytes.Compare(after, prefix) <= 0 {
		return r.ScanFrom(prefix, prefix)
	}
	return r.ScanFrom(prefix, append(bytes.Clone(after), 0))
}

// ScanFrom is scan from a key on, inclusive.
func (r *Reader) ScanFrom(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	if r.now {
		return r.current(prefix, from)
	}
	return r.asKnown(prefix, from)
}

// current goes through the rows that stand now.
func (r *Reader) current(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		for k, b := range r.From(inRows, from) {
			if !bytes.HasPrefix(k, prefix) {
				return
			}
			if _, payload := rowIn(b); !yield(k, payload) {
				return
			}
		}
	}
}

// asKnown merges the rows that stand still with those that stood then.
func (r *Reader) asKnown(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		now := r.Cursor(inRows)
		then := r.Cursor(inPast)
		k1, b1 := r.stillCurrent(now.Seek(from))(now, prefix)
		k2, b2 := r.superseded(then.Seek(from))(then, prefix)
		for k2 != nil && bytes.Compare(k2[:len(k2)-pastSuffix], from) < 0 {
			k2, b2 = r.superseded(then.Next())(then, prefix) // of a row before: its key is longer by when it stood
		}
		for k1 != nil || k2 != nil {
			var ok bool
			if k2 == nil || k1 != nil && bytes.Compare(k1, k2[:len(k2)-pastSuffix]) < 0 {
				ok = yield(k1, b1)
				k1, b1 = r.stillCurrent(now.Next())(now, prefix)
			} else {
				ok = yield(k2[:len(k2)-pastSuffix], b2)
				k2, b2 = r.superseded(then.Next())(then, prefix)
			}
			if !ok {
				return
			}
		}
	}
}

// stillCurrent finds the next row that was written by known.
func (r *Reader) stillCurrent(k, b []byte) func(*kv.Cursor, []byte) ([]byte, []byte) {
	return func(c *kv.Cursor, prefix []byte) ([]byte, []byte) {
		for ; bytes.HasPrefix(k, prefix); k, b = c.Next() {
			if from, payload := rowIn(b); from <= r.Known {
				return k, payload
			}
		}
		return nil, nil
	}
}

// superseded finds the next past row that stood at known.
func (r *Reader) superseded(k, b []byte) func(*kv.Cursor, []byte) ([]byte, []byte) {
	return func(c *kv.Cursor, prefix []byte) ([]byte, []byte) {
		for ; bytes.HasPrefix(k, prefix); k, b = c.Next() {
			if len(k) < len(prefix)+pastSuffix {
				continue
			}
			if Number(k[len(k)-16:]) <= r.Known && r.Known < Number(k[len(k)-8:]) {
				return k, b
			}
		}
		return nil, nil
	}
}

// One is the row under a key as it stood at known.
func (r *Reader) One(k []byte) ([]byte, bool) {
	if b := r.Get(inRows, k); b != nil {
		if from, payload := rowIn(b); from <= r.Known {
			return payload, true
		}
	}
	if r.now {
		return nil, false
	}
	for found, payload := range r.asKnown(k, k) {
		return payload, bytes.Equal(found, k)
	}
	return nil, false
}
