package engine

import (
	"context"
	"errors"
	"os"

	"mufakat/projections/engine/kv"
)

// Verify makes the views again from the ledger up to the same record, and compares
// the digests. What it finds wrong is in the answer; an error is why it could not
// look.
func (db *DB) Verify(ctx context.Context, tell func(Progress)) (found Verified, err error) {
	if !db.working.TryLock() {
		return found, db.busy()
	}
	defer db.working.Unlock()
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
		upTo = db.positionsAt(Entries{live[n].Entries})
		found.Position = upTo[0]
		return nil
	})
	if err != nil {
		return err
	}
	is, err := db.digestAt(ctx, live[:n])
	if err != nil {
		return err
	}
	should, err := db.digestAgain(ctx, upTo, tell)
	if err != nil {
		return err
	}
	if is.feed != should.feed {
		found.Wrong = append(found.Wrong, db.c.Effects.Differs)
	}
	found.Records, found.Digest, found.Afresh = upTo[0], is.Records, should.Records
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
