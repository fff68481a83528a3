package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/value"
)

// digest is the SHA-256 of everything that a file says, whatever its pages look
// like: of the position, and of the SHA-256 of each bucket's keys and values,
// each behind its length. Two files folded from the same records have the same.
type digest struct {
	Records value.Hash // of what follows from the records alone: the same after a restore
	feed    value.Hash // of what follows from the feed beside them
}

// DigestOf reads a whole file. It tells of rows and copies that are not what was
// written.
func (db *DB) DigestOf(ctx context.Context, file *bolt.DB) (d digest, wrong []*value.Refusal, err error) {
	txs, err := sameMoment(file, &sync.Mutex{}, len(db.buckets()))
	defer rollback(txs)
	if err != nil {
		return d, nil, err
	}
	return db.digestAt(ctx, txs)
}

// digestAt is the digest as transactions see it that all see one moment, one for
// each bucket.
func (db *DB) digestAt(ctx context.Context, txs []*bolt.Tx) (d digest, wrong []*value.Refusal, err error) {
	buckets := db.buckets()
	sums := make([][]byte, len(buckets))
	found := make([][]*value.Refusal, len(buckets))
	errs := make([]error, len(buckets))
	var wg sync.WaitGroup
	for i, b := range buckets {
		wg.Go(func() { sums[i], found[i], errs[i] = digestBucket(ctx, txs[i].Bucket(b.Name), b) })
	}
	wg.Wait()
	n := len(db.recordBuckets())
	d.Records = sumOf(positionOf(txs[0]), sums[:n])
	if f := db.c.Effects.Feed; f != nil {
		d.feed = sumOf(positionAt(txs[0], []byte(f.key())), sums[n:])
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

// sameMoment begins transactions that all see the file at one position.
func sameMoment(db *bolt.DB, writing sync.Locker, n int) (txs []*bolt.Tx, err error) {
	writing.Lock()
	defer writing.Unlock()
	for range n {
		tx, err := db.Begin(false)
		if err != nil {
			return txs, err
		}
		txs = append(txs, tx)
	}
	return txs, nil
}

func rollback(txs []*bolt.Tx) {
	for _, tx := range txs {
		tx.Rollback()
	}
}

func digestBucket(ctx context.Context, b *bolt.Bucket, of Bucket) (sum []byte, wrong []*value.Refusal, err error) {
	h := sha256.New()
	var head [16]byte
	c := b.Cursor()
	n := 0
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		binary.BigEndian.PutUint64(head[:8], uint64(len(k)))
		binary.BigEndian.PutUint64(head[8:], uint64(len(v)))
		h.Write(head[:])
		h.Write(k)
		h.Write(v)
		if r := checkEntry(of, k, v); r != nil && len(wrong) < 20 {
			wrong = append(wrong, r)
		}
	}
	return h.Sum(nil), wrong, nil
}

// checkEntry tells of an entry that is not what was written under its key.
func checkEntry(b Bucket, k, v []byte) *value.Refusal {
	if !b.Sealed {
		return nil
	}
	if _, ok := Unsealed(k, v); ok {
		return nil
	}
	if bytes.Equal(b.Name, InRecords) {
		return storedDamaged.With(Number(k))
	}
	return RowDamaged
}
