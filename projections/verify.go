package projections

import (
	"bytes"
	"context"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Verify compares the views' copy of every record with the ledger, byte for
// byte, folds views afresh up to the same record, and compares the digests. What
// it finds wrong is in the answer; an error is why it could not look.
func (v *Views) Verify(ctx context.Context, tell func(Progress)) (found Verified, err error) {
	if !v.working.TryLock() {
		return found, rebuilding
	}
	defer v.working.Unlock()
	if tell == nil {
		tell = func(Progress) {}
	}
	db := v.db.Load()
	if db == nil {
		return found, closed
	}
	live, err := sameMoment(db, &v.writing, len(buckets)+1)
	defer rollback(live)
	if err != nil {
		return found, err
	}
	found.Position = positionOf(live[0])
	if err := v.compare(ctx, live[len(buckets)], &found, tell); err != nil {
		return found, err
	}
	is, wrong, err := digestAt(ctx, live[:len(buckets)])
	if err != nil {
		return found, err
	}
	should, err := v.digestAfresh(ctx, found.Position, toldOf(live[0]), tell)
	if found.Wrong = append(found.Wrong, wrong...); err == nil && is.told != should.told {
		found.Wrong = append(found.Wrong, toldDiffers)
	}
	found.Digest, found.Afresh = is.records, should.records
	return found, err
}

// compare compares every copy with the ledger.
func (v *Views) compare(ctx context.Context, tx *bolt.Tx, found *Verified, tell func(Progress)) error {
	began := time.Now()
	for s, err := range v.c.Source.Replay(ctx, 0, found.Position) {
		if err != nil {
			return err
		}
		found.Records++
		if kept, err := storedAt(tx, s.Seq); (err != nil || kept.Ref != s.Ref || !bytes.Equal(kept.Body, s.Body)) && len(found.Wrong) < 20 {
			found.Wrong = append(found.Wrong, copyDiffers.With(s.Seq))
		}
		if s.Seq%tellEvery == 0 || s.Seq == found.Position {
			tell(Progress{Phase: "check", Done: s.Seq, Total: found.Position, Took: Since(began)})
		}
	}
	return nil
}

func (v *Views) digestAfresh(ctx context.Context, position, told uint64, tell func(Progress)) (d digest, err error) {
	path := v.c.rebuildPath()
	defer os.Remove(path)
	db, err := v.afresh(ctx, path, position, told, tell)
	if err != nil {
		return d, err
	}
	defer db.Close()
	d, _, err = digestOf(ctx, db)
	return d, err
}
