package projections

import (
	"bytes"
	"encoding/base64"
	"iter"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// reading answers one question: everything it sees is at one position, and
// nothing recorded after known counts.
type reading struct {
	tx    *bolt.Tx
	v     *Views
	asked Asked
	known uint64 // the last sequence that counts
	now   bool   // known is the position: past rows need not be looked at
	keep  bool   // what is loaded is kept, though it is not of now: the cache is the reading's own
	head  Head
	err   error // the first damaged row or record
}

// ask runs a question over one short read transaction.
func (v *Views) ask(q Asked, answer func(*reading)) error {
	return v.read(func(tx *bolt.Tx) error {
		r := &reading{tx: tx, v: v, asked: q, known: positionOf(tx), now: true}
		r.head = Head{Ledger: v.c.Ledger, Demo: v.c.Demo, Position: r.known, AsOf: q.AsOf, Total: -1}
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

func (r *reading) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// scan goes through the rows whose keys begin with prefix, as they stood at
// known, from the key after on (exclusive; nil: from the first).
func (r *reading) scan(prefix, after []byte) iter.Seq2[[]byte, []byte] {
	if bytes.Compare(after, prefix) <= 0 {
		return r.scanFrom(prefix, prefix)
	}
	return r.scanFrom(prefix, append(bytes.Clone(after), 0))
}

// scanFrom is scan from a key on, inclusive.
func (r *reading) scanFrom(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	if r.now {
		return r.standing(prefix, from)
	}
	return r.asKnown(prefix, from)
}

// standing goes through the rows that stand now.
func (r *reading) standing(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		c := r.tx.Bucket(inRows).Cursor()
		for k, b := c.Seek(from); bytes.HasPrefix(k, prefix); k, b = c.Next() {
			_, payload, ok := rowIn(k, b)
			if !ok {
				r.fail(rowDamaged)
				return
			}
			if !yield(k, payload) {
				return
			}
		}
	}
}

// asKnown merges the rows that stand still with those that stood then.
func (r *reading) asKnown(prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		now := r.tx.Bucket(inRows).Cursor()
		then := r.tx.Bucket(inPast).Cursor()
		k1, b1 := r.stillStanding(now.Seek(from))(now, prefix)
		k2, b2 := r.stood(then.Seek(from))(then, prefix)
		for k2 != nil && bytes.Compare(k2[:len(k2)-pastSuffix], from) < 0 {
			k2, b2 = r.stood(then.Next())(then, prefix) // of a row before: its key is longer by when it stood
		}
		for k1 != nil || k2 != nil {
			var ok bool
			if k2 == nil || k1 != nil && bytes.Compare(k1, k2[:len(k2)-pastSuffix]) < 0 {
				ok = yield(k1, b1)
				k1, b1 = r.stillStanding(now.Next())(now, prefix)
			} else {
				ok = yield(k2[:len(k2)-pastSuffix], b2)
				k2, b2 = r.stood(then.Next())(then, prefix)
			}
			if !ok || r.err != nil {
				return
			}
		}
	}
}

// stillStanding finds the next row that was written by known.
func (r *reading) stillStanding(k, b []byte) func(*bolt.Cursor, []byte) ([]byte, []byte) {
	return func(c *bolt.Cursor, prefix []byte) ([]byte, []byte) {
		for ; bytes.HasPrefix(k, prefix); k, b = c.Next() {
			from, payload, ok := rowIn(k, b)
			if !ok {
				r.fail(rowDamaged)
				return nil, nil
			}
			if from <= r.known {
				return k, payload
			}
		}
		return nil, nil
	}
}

// stood finds the next past row that stood at known.
func (r *reading) stood(k, b []byte) func(*bolt.Cursor, []byte) ([]byte, []byte) {
	return func(c *bolt.Cursor, prefix []byte) ([]byte, []byte) {
		for ; bytes.HasPrefix(k, prefix); k, b = c.Next() {
			if len(k) < len(prefix)+pastSuffix {
				continue
			}
			payload, ok := unsealed(k, b)
			if !ok {
				r.fail(rowDamaged)
				return nil, nil
			}
			if number(k[len(k)-16:]) <= r.known && r.known < number(k[len(k)-8:]) {
				return k, payload
			}
		}
		return nil, nil
	}
}

// one is the row under a key as it stood at known.
func (r *reading) one(k []byte) ([]byte, bool) {
	if b := r.tx.Bucket(inRows).Get(k); b != nil {
		from, payload, ok := rowIn(k, b)
		if !ok {
			r.fail(rowDamaged)
			return nil, false
		}
		if from <= r.known {
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

// Aggregate is the aggregate as known, and false where nothing of it is on record.
func (r *reading) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	newest := newestOf(r.tx, ref, r.known)
	if newest == 0 {
		return fact.Aggregate{}, false
	}
	if f, ok := r.v.cache.get(ref, newest); ok {
		return f.Aggregate, true
	}
	a, err := load(r.tx, ref, r.known)
	if err != nil {
		r.fail(err)
		return fact.Aggregate{}, false
	}
	if r.now || r.keep {
		r.v.cache.put(folded{Aggregate: a})
	}
	return a, true
}

// state is the state of an aggregate as known.
func state[S any](r *reading, ref value.Ref) (s S, a fact.Aggregate, ok bool) {
	a, ok = r.Aggregate(ref)
	if ok {
		s, ok = a.State.(S)
	}
	return s, a, ok
}

func (r *reading) asOf() time.Time { return r.asked.AsOf }

// page takes rows from items until the page is full. The key of each is its
// cursor. A total of -1 was not counted.
func page[R any](r *reading, keys iter.Seq2[[]byte, R]) []R {
	out := make([]R, 0, min(r.asked.Limit, 64))
	for k, row := range keys {
		if len(out) == r.asked.Limit {
			return out
		}
		out = append(out, row)
		r.head.Next = string(k) // until it is known whether more follows
	}
	r.head.Next = ""
	if r.asked.After == "" {
		r.head.Total = len(out)
	}
	return out
}

// after is the key that the cursor names, which must stand in the range asked.
func (r *reading) after(prefix []byte) []byte {
	if r.asked.After == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(r.asked.After)
	if err != nil || !bytes.HasPrefix(b, prefix) {
		r.fail(badCursor)
		return nil
	}
	return b
}

// done is the head of the answer.
func (r *reading) done(kinds ...value.Kind) Head {
	if r.head.Next != "" {
		r.head.Next = base64.RawURLEncoding.EncodeToString([]byte(r.head.Next))
	}
	r.frozen(kinds)
	return r.head
}

// frozen names the aggregates of these kinds that hold a record which cannot be
// read: what is said of them goes only as far as could be read.
func (r *reading) frozen(kinds []value.Kind) {
	c := r.tx.Bucket(inFrozen).Cursor()
	for _, kind := range kinds {
		prefix := append([]byte(kind), '/')
		for k, b := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, b = c.Next() {
			if seq := number(b); seq <= r.known {
				r.freeze(refIn(bytes.TrimSuffix(k, []byte{0})), seq)
			}
		}
	}
}

func (r *reading) freeze(ref value.Ref, seq uint64) {
	a, ok := r.Aggregate(ref)
	if !ok || a.Frozen == nil {
		return
	}
	r.head.Frozen = append(r.head.Frozen, Frozen{Ref: ref, Seq: seq, Why: value.Words{ID: a.Frozen.ID, EN: a.Frozen.EN}})
	r.mention(ref)
}
