package engine

import (
	"bytes"
	"context"
	"errors"
	"os"
	"time"

	"mufakat/projections/engine/kv"
)

// Verify compares the views' copy of every record with the ledger, byte for
// byte, makes the views again up to the same record, and compares the digests. What
// it finds wrong is in the answer; an error is why it could not look.
func (db *DB) Verify(ctx context.Context, tell func(Progress)) (found Verified, err error) {
	if !db.working.TryLock() {
		return found, db.busy()
	}
	defer db.working.Unlock()
	if tell == nil {
		tell = func(Progress) {}
	}
	file := db.file.Load()
	if file == nil {
		return found, closed
	}
	if err = db.refused(db.verify(ctx, file, &found, tell)); errors.Is(err, viewsAnew) {
		found.Wrong, err = append(found.Wrong, viewsAnew.With(0, found.Position)), nil
	}
	return found, err
}

func (db *DB) verify(ctx context.Context, file *kv.File, found *Verified, tell func(Progress)) error {
	n := len(db.buckets())
	live, err := sameMoment(file, &db.writing, n+1)
	defer release(live)
	if err != nil {
		return err
	}
	var upTo positions
	err = live[n].Run(func() error {
		now := Entries{live[n].Entries}
		upTo = db.positionsAt(now)
		found.Position = upTo[0]
		return db.compare(ctx, now, found, tell)
	})
	if err != nil {
		return err
	}
	is, err := db.digestAt(ctx, live[:n])
	if err != nil {
		return err
	}
	should, err := db.digestAgain(ctx, upTo, tell)
	if err == nil && is.feed != should.feed {
		found.Wrong = append(found.Wrong, db.c.Effects.Differs)
	}
	found.Digest, found.Afresh = is.Records, should.Records
	return err
}

// compare compares every copy with the ledger.
func (db *DB) compare(ctx context.Context, e Entries, found *Verified, tell func(Progress)) error {
	began := time.Now()
	for s, err := range db.Ledger.Source.Replay(ctx, 0, found.Position) {
		if err != nil {
			return err
		}
		found.Records++
		if kept, err := e.storedAt(s.Seq); (err != nil || kept.Ref != s.Ref || !bytes.Equal(kept.Body, s.Body)) && len(found.Wrong) < mostWrong {
			found.Wrong = append(found.Wrong, copyDiffers.With(s.Seq))
		}
		if s.Seq%tellEvery == 0 || s.Seq == found.Position {
			tell(Progress{Phase: "check", Done: s.Seq, Total: found.Position, Took: Since(began)})
		}
	}
	return nil
}

// digestAgain is the digest of a file that is made again up to the same records.
func (db *DB) digestAgain(ctx context.Context, upTo positions, tell func(Progress)) (d digest, err error) {
	path := db.c.rebuildPath()
	defer os.Remove(path)
	file, err := db.buildFile(ctx, path, upTo, tell)
	if err != nil {
		return d, err
	}
	defer file.Close()
	return db.digestOf(ctx, file)
}
