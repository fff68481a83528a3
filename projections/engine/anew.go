package engine

import (
	"cmp"
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine/kv"
)

// What becomes of a file that is damaged, or that the disk does not take: nothing
// that needs a person. One that is damaged is set aside and made anew from the
// records while nothing is answered; one that cannot be written is tried again,
// and answers from where it is.

// The pauses between tries.
const (
	firstPause = 50 * time.Millisecond
	mostPause  = 5 * time.Second
)

func longer(pause time.Duration) time.Duration { return min(max(2*pause, firstPause), mostPause) }

// asideDamaged is the word in the name of a file that was set aside because it was
// damaged. The last is kept.
const asideDamaged = "damaged"

// Trouble is why the views do not answer, or do not move, though they will by
// themselves; nil if all is well.
func (db *DB) Trouble() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	switch {
	case db.anew != nil:
		return db.anew
	case db.unwritten != nil:
		return db.unwritten
	}
	return nil
}

// Damaged is where the last file lies that was damaged; empty if nobody needs to
// look at one.
func (db *DB) Damaged() string {
	if found := kv.Asides(db.c.Path, asideDamaged); len(found) > 0 {
		return found[len(found)-1]
	}
	return ""
}

// WhenWhole does what needs the views, again once they are made anew where they
// were found damaged.
func (db *DB) WhenWhole(ctx context.Context, do func() error) error {
	for {
		err := do()
		if !errors.Is(err, viewsAnew) {
			return err
		}
		if err := db.whole(ctx); err != nil {
			return err
		}
	}
}

// whole returns once the views are not being made anew.
func (db *DB) whole(ctx context.Context) error {
	for {
		db.mu.Lock()
		anew, changed := db.anew, db.moved
		db.mu.Unlock()
		if anew == nil {
			return ctx.Err()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-db.open.Done():
			return closed
		}
	}
}

// busy is why no other rebuild or verification can begin.
func (db *DB) busy() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	return cmp.Or(db.anew, rebuilding)
}

// refused says in words why a file could not be read or written, and sees to it
// that one which is damaged is made anew.
func (db *DB) refused(err error) error {
	switch {
	case errors.Is(err, kv.ErrClosed):
		return closed
	case errors.Is(err, kv.ErrDamaged):
		return db.damaged(err)
	case errors.Is(err, kv.ErrUnwritten):
		db.c.Log.Error("the views cannot be written", "because", err)
		why := seeLog
		if errors.Is(err, syscall.ENOSPC) {
			why = diskFull
		}
		db.mu.Lock()
		defer db.mu.Unlock()
		return viewsUnwritten.With(why, db.Ledger.position)
	}
	return err
}

// damaged begins to make the views anew, unless that is being done, or it is not
// the file in use that is damaged.
func (db *DB) damaged(why error) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	file := db.file.Load()
	switch {
	case file == nil || db.open.Err() != nil:
		return closed
	case db.anew == nil && file.Damaged() != nil:
		db.anew = viewsAnew.With(0, db.Ledger.position)
		db.healing.Go(func() { db.makeAnew(file, why) })
	}
	return cmp.Or(db.anew, viewsAnew.With(0, db.Ledger.position))
}

func (db *DB) makeAnew(file *kv.File, why error) {
	db.setAside(file, why)
	db.working.Lock()
	defer db.working.Unlock()
	tell := func(p Progress) { db.tell(func() { db.anew = viewsAnew.With(p.Done, p.Total) }) }
	for pause := firstPause; db.file.Load() == file; pause = longer(pause) {
		done, err := db.rebuildShorter(tell)
		if err == nil {
			db.c.Log.Info("the views were made anew", "up to", done.Position, "took", time.Duration(done.Took))
			break
		}
		if wait(db.open, pause) != nil {
			return
		}
		db.c.Log.Error("the views cannot be made anew yet", "because", err)
	}
	db.tell(func() { db.anew = nil })
}

// rebuildShorter is a rebuild that goes no further than the streams do: a file that
// is damaged is no witness that they have lost anything.
func (db *DB) rebuildShorter(tell func(Progress)) (Rebuilt, error) {
	for _, f := range db.feeds() {
		if err := f.shorten(db.open); err != nil {
			return Rebuilt{}, err
		}
	}
	return db.rebuild(db.open, tell)
}

// setAside moves a file away that is in use.
func (db *DB) setAside(file *kv.File, why error) {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.file.Load() == file {
		db.c.setAside(asideDamaged, why)
	}
}

// setAside moves the file away, and says why; of those that were damaged, the one
// before is removed.
func (c Config) setAside(word string, why error) error {
	aside, err := kv.SetAside(c.Path, word)
	c.Log.Warn("the views are made again from the records", "because", why, "the old file", aside, "error", err)
	for _, old := range kv.Asides(c.Path, asideDamaged) {
		if word == asideDamaged && err == nil && old != aside {
			os.Remove(old)
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil // somebody took it away
	}
	return err
}

// wait is a pause.
func wait(ctx context.Context, pause time.Duration) error {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
	return ctx.Err()
}

var (
	viewsAnew = value.NewRefusal(value.Unavailable, "views-anew",
		"Berkas pandangan rusak dan sedang disusun ulang: %d dari %d catatan sudah dibaca. Tanyakan lagi sebentar lagi.",
		"The views file was damaged and is being made anew: %d of %d records have been read. Ask again shortly.")
	viewsUnwritten = value.NewRefusal(value.Unavailable, "views-unwritten",
		"Pandangan tidak dapat ditulis ke disk (%s) dan tetap pada catatan %d. Begitu disk dapat ditulis lagi, pandangan lanjut sendiri.",
		"The views cannot be written to disk (%s) and stay at record %d. Once the disk can be written again, they go on by themselves.")

	diskFull = value.Words{ID: "disk penuh", EN: "the disk is full"}
	seeLog   = value.Words{ID: "lihat log", EN: "see the log"}
)
