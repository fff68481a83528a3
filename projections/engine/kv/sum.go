package kv

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
)

// Sum is the SHA-256 of the keys and values of a bucket, each behind its length,
// whatever the pages look like. It tells of each entry of a sealed bucket that is
// not what was written.
func (e Entries) Sum(ctx context.Context, in Bucket, damaged func(key []byte)) (sum []byte, err error) {
	err = Guard(func() error {
		h := sha256.New()
		var head [16]byte
		n := 0
		for k, v := range e.From(in, nil) {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			binary.BigEndian.PutUint64(head[:8], uint64(len(k)))
			binary.BigEndian.PutUint64(head[8:], uint64(len(v)))
			h.Write(head[:])
			h.Write(k)
			h.Write(v)
			if _, ok := Unseal(k, v); in.Sealed && !ok {
				damaged(k)
			}
		}
		sum = h.Sum(nil)
		return nil
	})
	return sum, err
}
