package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"iter"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is the checksum over a key and its value.
func sum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

// Sealed is a value behind the checksum over its key and itself.
func Sealed(key, value []byte) []byte {
	b := make([]byte, 4, 4+len(value))
	binary.BigEndian.PutUint32(b, sum(key, value))
	return append(b, value...)
}

// Unsealed is the value, unless it or its key is not what was written.
func Unsealed(key, b []byte) ([]byte, bool) {
	if len(b) < 4 || binary.BigEndian.Uint32(b) != sum(key, b[4:]) {
		return nil, false
	}
	return b[4:], true
}

func storedValue(key []byte, s fact.Stored) []byte {
	b := make([]byte, 0, len(s.Ref.Kind)+len(s.Ref.ID)+2+len(s.Body))
	b = append(append(append(b, s.Ref.Kind...), '/'), s.Ref.ID...)
	return Sealed(key, append(append(b, '\n'), s.Body...))
}

// storedAt is the record at seq; its body is valid no longer than tx.
func storedAt(tx *bolt.Tx, seq uint64) (s fact.Stored, err error) {
	k := SeqKey(seq)
	b, ok := Unsealed(k, tx.Bucket(InRecords).Get(k))
	ref, body, cut := bytes.Cut(b, []byte{'\n'})
	if !ok || !cut {
		return s, storedDamaged.With(seq)
	}
	return fact.Stored{Seq: seq, Ref: RefIn(ref), Body: body}, nil
}

// recordAt reads the record at seq; it outlives tx.
func recordAt(tx *bolt.Tx, table *fact.Table, seq uint64) (*fact.Record, error) {
	s, err := storedAt(tx, seq)
	if err != nil {
		return nil, err
	}
	s.Body = bytes.Clone(s.Body)
	return table.Read(s.Seq, s.Ref, s.Body), nil
}

// seqsOf goes through the sequences of an aggregate's records up to known.
func seqsOf(tx *bolt.Tx, ref value.Ref, known uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		prefix := RefKey(ref)
		c := tx.Bucket(inSubjects).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			seq := Number(k[len(prefix):])
			if seq > known || !yield(seq) {
				return
			}
		}
	}
}

// newestOf is the sequence of the aggregate's last record up to known, 0 if none.
func newestOf(tx *bolt.Tx, ref value.Ref, known uint64) uint64 {
	prefix := RefKey(ref)
	c := tx.Bucket(inSubjects).Cursor()
	k, _ := c.Seek(subjectKey(ref, known+1))
	if k == nil {
		k, _ = c.Last()
	} else {
		k, _ = c.Prev()
	}
	if !bytes.HasPrefix(k, prefix) {
		return 0
	}
	return Number(k[len(prefix):])
}

// load folds an aggregate from its records up to known.
func load(tx *bolt.Tx, table *fact.Table, ref value.Ref, known uint64) (fact.Aggregate, error) {
	var failed error
	a := table.Fold(ref, func(yield func(*fact.Record) bool) {
		for seq := range seqsOf(tx, ref, known) {
			r, err := recordAt(tx, table, seq)
			if err != nil {
				failed = err
				return
			}
			if !yield(r) {
				return
			}
		}
	})
	return a, failed
}

// putRecord keeps a record and its indexes.
func putRecord(tx *bolt.Tx, s fact.Stored, r *fact.Record, first bool) error {
	k := SeqKey(s.Seq)
	if err := tx.Bucket(InRecords).Put(k, storedValue(k, s)); err != nil {
		return err
	}
	if err := tx.Bucket(inSubjects).Put(subjectKey(s.Ref, s.Seq), nil); err != nil {
		return err
	}
	if first {
		if err := tx.Bucket(inKinds).Put(kindKey(s.Ref, s.Seq), nil); err != nil {
			return err
		}
	}
	if err := putFirst(tx.Bucket(inIDs), string(r.ID), k); err != nil {
		return err
	}
	if err := putFirst(tx.Bucket(inCommands), r.CommandID, k); err != nil {
		return err
	}
	return putTime(tx.Bucket(inTimes), r.Time, k)
}

// putFirst keeps the first record of an id; a record that cannot be read has none.
func putFirst(b *bolt.Bucket, id string, seq []byte) error {
	k := []byte(idKey(id))
	if id == "" || b.Get(k) != nil {
		return nil
	}
	return b.Put(k, seq)
}

// putTime notes a record that is later than all before it.
func putTime(b *bolt.Bucket, t time.Time, seq []byte) error {
	if t.IsZero() {
		return nil
	}
	k := timeKey(t)
	if last, _ := b.Cursor().Last(); last != nil && bytes.Compare(last, k) >= 0 {
		return nil
	}
	return b.Put(k, seq)
}

// knownAt is the last sequence up to which no record is later than t.
func knownAt(tx *bolt.Tx, t time.Time) uint64 {
	c := tx.Bucket(inTimes).Cursor()
	if _, seq := c.Seek(timeKey(t.Add(1))); seq != nil {
		return Number(seq) - 1
	}
	return positionOf(tx)
}

// Bodies goes through the views' copies of the records after a sequence: what
// repair puts back.
func (db *DB) Bodies(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for at := after; ; {
			var chunk []fact.Stored
			err := db.read(func(tx *bolt.Tx) error {
				for end := min(at+1000, positionOf(tx)); at < end; at++ {
					s, err := storedAt(tx, at+1)
					if err != nil {
						return err
					}
					s.Body = bytes.Clone(s.Body)
					chunk = append(chunk, s)
				}
				return ctx.Err()
			})
			if err != nil {
				yield(fact.Stored{}, err)
				return
			}
			for _, s := range chunk {
				if !yield(s, nil) {
					return
				}
			}
			if len(chunk) == 0 {
				return
			}
		}
	}
}
