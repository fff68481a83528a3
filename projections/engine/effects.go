package engine

import (
	"context"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Effects are what follows from records besides rows, such as whom to tell. They
// are written in the transaction of their record, made again by a rebuild, and
// digested. The zero value has none.
type Effects struct {
	// Buckets follow from the records alone; the first holds the effects.
	// FeedBuckets follow from the feed, too, and have a digest of their own.
	Buckets, FeedBuckets []Bucket

	// Of are the effects of a record, by its aggregate before and after it. It
	// looks at nothing else: a rebuild asks it aggregate by aggregate.
	Of func(before, after fact.Aggregate) []Effect

	// Apply writes what follows from an effect, right after it was written.
	Apply func(*Tx, Effect) error

	// Rebuild puts what follows from all effects of a file, in whatever order.
	Rebuild func(ctx context.Context, t *Tx, put func(in Bucket, key, value []byte) error) error

	// Feed is a stream that says what became of them; nil: none.
	Feed follower

	// Differs is said where what the file holds of the feed is not what is made
	// again.
	Differs *value.Refusal

	// Silent is the last record whose effects are kept but lead to nothing, for
	// they were restored; nil: none.
	Silent func() uint64
}

// Effect is one effect, as it stands in the first bucket. Its key begins with the
// sequence of its record.
type Effect struct{ Key, Value []byte }

func (e Effects) of(before, after fact.Aggregate) []Effect {
	if e.Of == nil {
		return nil
	}
	return e.Of(before, after)
}

func (e Effects) applyAll(t *Tx, before, after fact.Aggregate) error {
	for _, x := range e.of(before, after) {
		if err := t.Put(e.Buckets[0], x.Key, x.Value); err != nil {
			return err
		}
		if err := e.Apply(t, x); err != nil {
			return err
		}
	}
	return nil
}

// Reader reads the file as it is known at a record.
func (t *Tx) Reader(known uint64) *Reader {
	return &Reader{Entries: t.Entries, c: &t.db.c, cache: t.known, Known: known, now: !t.rebuilding, keep: t.rebuilding}
}

// Put writes an entry.
func (t *Tx) Put(in Bucket, key, value []byte) error { return t.write.Put(in, key, value) }

// Delete takes an entry away, if it is there.
func (t *Tx) Delete(in Bucket, key []byte) error { return t.write.Delete(in, key) }

// Silent is the last record whose effects lead to nothing.
func (r *Reader) Silent() uint64 {
	if r.c.Effects.Silent == nil {
		return 0
	}
	return r.c.Effects.Silent()
}
