package engine

import (
	"context"
	"os"
	"time"

	"mufakat/internal/faultpoint"
	"mufakat/projections/engine/kv"
)

// Rebuild makes the views again from the records, in a new file, and puts it in
// the place of the old one while questions go on being answered. It fixes its
// target at the start, tells how far it is, and can be cancelled at any moment:
// then the old file stays. It never goes back in time, and answers with the
// digest of what it made.
func (db *DB) Rebuild(ctx context.Context, tell func(Progress)) (done Rebuilt, err error) {
	if !db.working.TryLock() {
		return done, db.busy()
	}
	defer db.working.Unlock()
	done, err = db.rebuild(ctx, tell)
	return done, db.refused(err)
}

func (db *DB) rebuild(ctx context.Context, tell func(Progress)) (done Rebuilt, err error) {
	began := time.Now()
	upTo, err := db.target(ctx)
	if err != nil {
		return done, err
	}
	path := db.c.rebuildPath()
	defer os.Remove(path)
	file, err := db.buildFile(ctx, path, upTo, tell)
	if err != nil {
		return done, err
	}
	made, err := db.digestOf(ctx, file)
	for err == nil && db.Position() > positionIn(file, positionKey)+batchRecords {
		err = db.catchUpFile(ctx, file) // while records still come to the old file
	}
	if err == nil {
		err = db.replace(ctx, file, path)
	}
	if err != nil {
		file.Close()
		return done, err
	}
	return Rebuilt{Position: upTo[0], Digest: made.Records, Took: Since(began)}, nil
}

// positions are how far a file has read each stream, the ledger first.
type positions []uint64

// target is up to where a rebuild goes: to the end of the ledger, and as far in
// what is beside it as the views are. The order is that of [Stream].
func (db *DB) target(ctx context.Context) (positions, error) {
	upTo := db.positions()
	last, err := db.Ledger.Source.Last(ctx)
	if err != nil {
		return nil, err
	}
	if last < upTo[0] {
		return nil, ledgerShort.With(last, upTo[0])
	}
	upTo[0] = last
	return upTo, nil
}

func (db *DB) positions() (at positions) {
	for _, f := range db.feeds() {
		at = append(at, f.Position())
	}
	return at
}

func (db *DB) positionsAt(e Entries) (at positions) {
	for _, f := range db.feeds() {
		at = append(at, e.At(f.key()))
	}
	return at
}

// catchUpFile applies to a file what the views hold beyond it.
func (db *DB) catchUpFile(ctx context.Context, file *kv.File) error {
	return db.fill(ctx, file, db.positions())
}

func (db *DB) fill(ctx context.Context, file *kv.File, upTo positions) error {
	known := newCache()
	for i, f := range db.feeds() {
		if err := f.fill(ctx, file, known, upTo[i]); err != nil {
			return err
		}
	}
	return nil
}

// replace lets the new file catch up with the old one and takes its place.
func (db *DB) replace(ctx context.Context, file *kv.File, path string) error {
	db.writing.Lock()
	defer db.writing.Unlock()
	old := db.file.Load()
	if old == nil {
		return closed
	}
	if err := db.catchUpFile(ctx, file); err != nil {
		return err
	}
	faultpoint.Reach(faultpoint.ViewsBuilt)
	if err := file.Replace(path, db.c.Path); err != nil {
		return err
	}
	db.cache.clear()
	db.file.Store(file) // before the positions: whoever begins in between finds no file behind them
	for _, f := range db.feeds() {
		f.reset(positionIn(file, f.key()))
	}
	return old.Close() // waits for the questions that are being answered
}
