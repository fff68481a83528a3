package projections

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"mufakat/domain/fact"
)

// Rebuild makes the views again from the records, in a new file, and puts it in
// the place of the old one while questions go on being answered. It fixes its
// target at the start, tells how far it is, and can be cancelled at any moment:
// then the old file stays. It never goes back in time, and answers with the
// digest of what it made.
func (v *Views) Rebuild(ctx context.Context, tell func(Progress)) (done Rebuilt, err error) {
	if !v.working.TryLock() {
		return done, rebuilding
	}
	defer v.working.Unlock()
	began := time.Now()
	target, err := v.c.Source.Last(ctx)
	if err != nil {
		return done, err
	}
	if at := v.Position(); target < at {
		return done, ledgerShort.With(target, at)
	}
	path := v.c.rebuildPath()
	defer os.Remove(path)
	db, err := v.afresh(ctx, path, target, v.toldPosition(), tell)
	if err != nil {
		return done, err
	}
	made, _, err := digestOf(ctx, db)
	for err == nil && v.Position() > positionIn(db)+batchRecords {
		err = v.catchUpFile(ctx, db, v.Position()) // while records still come to the old file
	}
	if err == nil {
		err = v.replace(ctx, db, path)
	}
	if err != nil {
		db.Close()
		return done, err
	}
	return Rebuilt{Position: target, Digest: made.records, Took: Since(began)}, nil
}

// catchUpFile applies to a file what the ledger holds beyond it, up to a record.
func (v *Views) catchUpFile(ctx context.Context, db *bolt.DB, upTo uint64) error {
	at, known := positionIn(db), newCache()
	var taken []fact.Stored
	apply := func() error {
		changed, err := applyTo(db, taken, known)
		for _, f := range changed {
			known.put(f)
		}
		taken = taken[:0]
		return err
	}
	for s, err := range v.c.Source.Replay(ctx, at, max(at, upTo)) {
		if err != nil {
			return err
		}
		if taken = append(taken, s); len(taken) == batchRecords {
			if err := apply(); err != nil {
				return err
			}
		}
	}
	return apply()
}

// replace lets the new file catch up with the old one and takes its place.
func (v *Views) replace(ctx context.Context, db *bolt.DB, path string) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	old := v.db.Load()
	if old == nil {
		return closed
	}
	if err := v.catchUpFile(ctx, db, v.Position()); err != nil {
		return err
	}
	if err := v.replayNotices(ctx, db, v.toldPosition()); err != nil {
		return err
	}
	if err := db.Sync(); err != nil {
		return err
	}
	if err := os.Rename(path, v.c.Path); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(v.c.Path)); err != nil {
		return err
	}
	v.cache.clear()
	v.db.Store(db)
	v.move(positionIn(db), nil)
	return old.Close() // waits for the questions that are being answered
}

func positionIn(db *bolt.DB) (at uint64) {
	db.View(func(tx *bolt.Tx) error { at = positionOf(tx); return nil })
	return at
}

// syncDir makes a rename in a directory last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
