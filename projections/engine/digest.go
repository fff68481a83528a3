package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// digest is the SHA-256 of everything that a file says, whatever its pages look
// like: of the position, and of the SHA-256 of each bucket's keys and values,
// each behind its length. Two files folded from the same records have the same.
type digest struct {
	Records value.Hash // of what follows from the records alone: the same after a restore
	feed    value.Hash // of what follows from the feed beside them
}

// digestOf reads a whole file. It tells of rows and copies that are not what was
// written.
func (db *DB) digestOf(ctx context.Context, file *kv.File) (d digest, wrong []*value.Refusal, err error) {
	held, err := sameMoment(file, &sync.Mutex{}, len(db.buckets()))
	defer release(held)
	if err != nil {
		return d, nil, err
	}
	return db.digestAt(ctx, held)
}

// digestAt is the digest of one moment, which is held once for each bucket.
func (db *DB) digestAt(ctx context.Context, held []kv.Snapshot) (d digest, wrong []*value.Refusal, err error) {
	buckets := db.buckets()
	sums := make([][]byte, len(buckets))
	found := make([][]*value.Refusal, len(buckets))
	errs := make([]error, len(buckets))
	var wg sync.WaitGroup
	for i, b := range buckets {
		wg.Go(func() { sums[i], found[i], errs[i] = digestBucket(ctx, held[i].Entries, b) })
	}
	wg.Wait()
	n := len(db.recordBuckets())
	d.Records = sumOf(Entries{held[0].Entries}.position(), sums[:n])
	if f := db.c.Effects.Feed; f != nil {
		d.feed = sumOf(Entries{held[0].Entries}.At(f.key()), sums[n:])
	}
	return d, slices.Concat(found...), errors.Join(errs...)
}

func sumOf(position uint64, sums [][]byte) value.Hash {
	h := sha256.New()
	fmt.Fprintf(h, "mufakat-views/v%d\n%d\n", form, position)
	for _, s := range sums {
		h.Write(s)
	}
	return value.Hash(hex.EncodeToString(h.Sum(nil)))
}

// sameMoment are moments that are all one.
func sameMoment(file *kv.File, writing sync.Locker, n int) (held []kv.Snapshot, err error) {
	writing.Lock()
	defer writing.Unlock()
	for range n {
		s, err := file.Begin()
		if err != nil {
			return held, err
		}
		held = append(held, s)
	}
	return held, nil
}

func release(held []kv.Snapshot) {
	for _, s := range held {
		s.Close()
	}
}

// digestBucket is the digest of one, and tells of entries that are not what was
// written under their keys.
func digestBucket(ctx context.Context, e kv.Entries, of Bucket) (sum []byte, wrong []*value.Refusal, err error) {
	sum, err = e.Sum(ctx, of, func(key []byte) {
		switch {
		case len(wrong) == mostWrong:
		case bytes.Equal(of.Name, inRecords.Name):
			wrong = append(wrong, storedDamaged.With(Number(key)))
		default:
			wrong = append(wrong, RowDamaged)
		}
	})
	return sum, wrong, err
}

// mostWrong is how much of one kind is told.
const mostWrong = 20
