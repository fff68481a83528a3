package engine

import (
	"bytes"
	"errors"
	"iter"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// record is the record at seq, from the ledger: the views keep where records are,
// and none of their bytes.
func (c *Config) record(seq uint64) (*fact.Record, error) {
	s, err := c.Source.Read(seq)
	if err != nil {
		return nil, err
	}
	return c.Table.Read(s.Seq, s.Ref, s.Body), nil
}

// readable is the record at seq of an aggregate, for those who answer: one that both
// copies of the ledger have lost cannot be read, and says so in its place.
func (c *Config) readable(ref value.Ref, seq uint64) (*fact.Record, error) {
	r, err := c.record(seq)
	if lost, ok := errors.AsType[*value.Refusal](err); ok && lost.Class == value.Integrity {
		return &fact.Record{Seq: seq, Ref: ref, Unreadable: lost}, nil
	}
	return r, err
}

// seqsOf goes through the sequences of an aggregate's records up to known.
func (e Entries) seqsOf(ref value.Ref, known uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		prefix := RefKey(ref)
		for k := range e.Begin(inSubjects, prefix) {
			seq := Number(k[len(prefix):])
			if seq > known || !yield(seq) {
				return
			}
		}
	}
}

// newestOf is the sequence of the aggregate's last record up to known, 0 if none.
func (e Entries) newestOf(ref value.Ref, known uint64) uint64 {
	prefix := RefKey(ref)
	k, _ := e.LastBefore(inSubjects, subjectKey(ref, known+1))
	if !bytes.HasPrefix(k, prefix) {
		return 0
	}
	return Number(k[len(prefix):])
}

// load folds an aggregate from its records up to known.
func (c *Config) load(e Entries, ref value.Ref, known uint64) (fact.Aggregate, error) {
	var failed error
	a := c.Table.Fold(ref, func(yield func(*fact.Record) bool) {
		for seq := range e.seqsOf(ref, known) {
			r, err := c.readable(ref, seq)
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

// putRecord keeps where a record is found.
func putRecord(t kv.Tx, s fact.Stored, r *fact.Record, first bool) error {
	k := SeqKey(s.Seq)
	if err := t.Put(inSubjects, subjectKey(s.Ref, s.Seq), nil); err != nil {
		return err
	}
	if first {
		if err := t.Put(inKinds, kindKey(s.Ref, s.Seq), nil); err != nil {
			return err
		}
	}
	if err := putFirst(t, inIDs, string(r.ID), k); err != nil {
		return err
	}
	if err := putFirst(t, inCommands, r.CommandID, k); err != nil {
		return err
	}
	return putTime(t, r)
}

// putFirst keeps the first record of an id; a record that cannot be read has none.
func putFirst(t kv.Tx, in Bucket, id string, seq []byte) error {
	k := []byte(idKey(id))
	if id == "" || t.Get(in, k) != nil {
		return nil
	}
	return t.Put(in, k, seq)
}

// putTime notes a record that is later than all before it. Where it says that an
// earlier one is dated ahead, whatever is later than it was recorded by then.
func putTime(t kv.Tx, r *fact.Record) error {
	if r.Time.IsZero() {
		return nil
	}
	k, first := timeKey(r.Time), SeqKey(r.Seq)
	last, seq := t.LastBefore(inTimes, nil)
	if r.DatedAhead() > 0 {
		for ; bytes.Compare(last, k) > 0; last, seq = t.LastBefore(inTimes, nil) {
			first = bytes.Clone(seq)
			if err := t.Delete(inTimes, bytes.Clone(last)); err != nil {
				return err
			}
		}
	}
	if bytes.Compare(last, k) >= 0 {
		return nil
	}
	return t.Put(inTimes, k, first)
}

// knownAt is the last sequence up to which no record is later than t.
func (e Entries) knownAt(t time.Time) uint64 {
	if _, seq := e.FirstFrom(inTimes, timeKey(t.Add(1))); seq != nil {
		return Number(seq) - 1
	}
	return e.position()
}
