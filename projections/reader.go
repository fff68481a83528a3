package projections

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Reader answers one question: everything it sees is at one position, and
// nothing recorded after known counts.
type Reader struct {
	Entries
	c     *DBConfig
	cache *cache
	asked Asked
	known uint64 // the last sequence that counts
	now   bool   // known is the position: past rows need not be looked at
	keep  bool   // what is loaded is kept, though it is not of now: the cache is the reader's own
	head  Head
	err   error // the first damaged row or record
}

// Ask runs a question over one short read transaction. It is the one door
// through which views are read.
func (db *DB) Ask(q Asked, answer func(*Reader)) error {
	return db.read(func(tx *bolt.Tx) error {
		r := &Reader{Entries: Entries{tx}, c: &db.c, cache: db.cache, asked: q, known: positionOf(tx), now: true}
		r.head = Head{Ledger: db.c.Ledger, Demo: db.c.Demo, Position: r.known, AsOf: q.AsOf, Total: -1}
		if r.asked.AsOf.IsZero() {
			r.asked.AsOf = q.Now
			r.head.AsOf = q.Now
		}
		if !q.KnownAt.IsZero() {
			t := q.KnownAt
			r.head.KnownAt = &t
			if k := knownAt(tx, t); k < r.known {
				r.known, r.now, r.head.Position = k, false, k
			}
		}
		if r.asked.Limit <= 0 {
			r.asked.Limit = 50
		}
		answer(r)
		return r.err
	})
}

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Aggregate is the aggregate as known, and false where nothing of it is on record.
func (r *Reader) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	newest := newestOf(r.tx, ref, r.known)
	if newest == 0 {
		return fact.Aggregate{}, false
	}
	if f, ok := r.cache.get(ref, newest); ok {
		return f.Aggregate, true
	}
	a, err := load(r.tx, r.c.Table, ref, r.known)
	if err != nil {
		r.fail(err)
		return fact.Aggregate{}, false
	}
	if r.now || r.keep {
		r.cache.Put(folded{Aggregate: a})
	}
	return a, true
}

// must is the aggregate, or the refusal that says there is none.
func (r *Reader) must(ref value.Ref) fact.Aggregate {
	a, ok := r.Aggregate(ref)
	switch {
	case ok || r.err != nil:
	case !r.now && newestOf(r.tx, ref, positionOf(r.tx)) > 0:
		r.fail(notKnownThen.With(ref))
	default:
		r.fail(notOnRecord.With(ref))
	}
	return a
}

// state is the state of an aggregate as known.
func state[S any](r *Reader, ref value.Ref) (s S, a fact.Aggregate, ok bool) {
	a, ok = r.Aggregate(ref)
	if ok {
		s, ok = a.State.(S)
	}
	return s, a, ok
}

func (r *Reader) asOf() time.Time { return r.asked.AsOf }

// at is a reader of the same moment, as known at a record.
func (r *Reader) at(known uint64) *Reader {
	return &Reader{Entries: r.Entries, c: r.c, cache: r.cache, known: known}
}
