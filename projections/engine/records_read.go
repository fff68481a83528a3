package engine

import (
	"bytes"
	"iter"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What a reader sees of the records themselves.

// Record is the record at a sequence.
func (r *Reader) Record(seq uint64) (*fact.Record, error) { return r.c.record(seq) }

// RecordOf is an aggregate's, unreadable where both copies of the ledger lost it.
func (r *Reader) RecordOf(ref value.Ref, seq uint64) (*fact.Record, error) {
	return r.c.readable(ref, seq)
}

// Stored is its bytes and its place.
func (r *Reader) Stored(seq uint64) (fact.Stored, error) { return r.c.Source.Read(seq) }

// SeqOf is the sequence of the record with this id, 0 where there is none.
func (r *Reader) SeqOf(id string) uint64 {
	b := r.Get(inIDs, []byte(idKey(id)))
	if b == nil {
		return 0
	}
	return Number(b)
}

// Versions is how many records of an aggregate are known, and Newest the
// sequence of the last.
func (r *Reader) Versions(ref value.Ref) (n int) {
	for range r.seqsOf(ref, r.Known) {
		n++
	}
	return n
}

func (r *Reader) Newest(ref value.Ref) uint64 { return r.newestOf(ref, r.Known) }

// AggregateKey is what the keys of an aggregate's records begin with, and
// RecordKey that of one of them.
func AggregateKey(ref value.Ref) []byte          { return RefKey(ref) }
func RecordKey(ref value.Ref, seq uint64) []byte { return subjectKey(ref, seq) }

// KindKey is what the keys of a kind's aggregates begin with.
func KindKey(kind value.Kind) []byte { return append([]byte(kind), 0) }

// OfKind goes through the aggregates of a kind that are known, in the order of
// their first records, after a key.
func (r *Reader) OfKind(kind value.Kind, after []byte) iter.Seq2[[]byte, value.Ref] {
	prefix := KindKey(kind)
	from := prefix
	if after != nil {
		from = append(bytes.Clone(after), 0)
	}
	return func(yield func([]byte, value.Ref) bool) {
		for k := range r.From(inKinds, from) {
			if !bytes.HasPrefix(k, prefix) || Number(k[len(prefix):]) > r.Known || !yield(k, value.Ref{Kind: kind, ID: string(k[len(prefix)+8:])}) {
				return
			}
		}
	}
}
