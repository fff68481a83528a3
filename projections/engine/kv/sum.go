package kv

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
)

// Sum is the SHA-256 of the keys and values of a bucket, each behind its length,
// whatever the pages look like.
func (s Snapshot) Sum(ctx context.Context, in Bucket) (sum []byte, err error) {
	err = s.Run(func() error {
		h := sha256.New()
		var head [16]byte
		n := 0
		for k, v := range s.From(in, nil) {
			if n++; n%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			binary.BigEndian.PutUint64(head[:8], uint64(len(k)))
			binary.BigEndian.PutUint64(head[8:], uint64(len(v)))
			h.Write(head[:])
			h.Write(k)
			h.Write(v)
		}
		sum = h.Sum(nil)
		return nil
	})
	return sum, err
}
