package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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

// digestOf reads a whole file.
func (db *DB) digestOf(ctx context.Context, file *kv.File) (d digest, err error) {
	held, err := sameMoment(file, &sync.Mutex{}, len(db.buckets()))
	defer release(held)
	if err != nil {
		return d, err
	}
	return db.digestAt(ctx, held)
}

// digestAt is the digest of one moment, which is held once for each bucket.
func (db *DB) digestAt(ctx context.Context, held []kv.Snapshot) (d digest, err error) {
	buckets := db.buckets()
	sums := make([][]byte, len(buckets))
	errs := make([]error, len(buckets))
	var wg sync.WaitGroup
	for i, b := range buckets {
		wg.Go(func() { sums[i], errs[i] = held[i].Sum(ctx, b) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return d, err
	}
	err = held[0].Run(func() error {
		e, n := Entries{held[0].Entries}, len(db.recordBuckets())
		d.Records = sumOf(e.position(), sums[:n])
		if f := db.c.Effects.Feed; f != nil {
			d.feed = sumOf(e.At(f.key()), sums[n:])
		}
		return nil
	})
	return d, err
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
