package kv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

var (
	ErrHeld    = errors.New("the file is held by another process")
	ErrClosed  = errors.New("the file is closed")
	ErrDamaged = errors.New("the file is damaged")
)

// File is open, for one process at a time. Its methods may be used by many
// goroutines at once.
type File struct{ db *bolt.DB }

// Open opens the file at path, or an empty one. It tells a file that is held by
// another process, and one whose end is missing.
func Open(path string) (f *File, err error) {
	err = Guard(func() error {
		f, err = open(path)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = f.View(func(e Entries) error {
		if i, err := os.Stat(path); err != nil || i.Size() < e.tx.Size() {
			return fmt.Errorf("%w: it is truncated", ErrDamaged)
		}
		return nil
	})
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func open(path string) (*File, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: time.Second, FreelistType: bolt.FreelistMapType, InitialMmapSize: 256 << 20, NoSync: true, NoGrowSync: true,
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrHeld
	}
	return &File{db}, err
}

// Create makes a file with empty buckets, in the place of what is there.
func Create(path string, buckets []Bucket) (*File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	err = f.Update(func(t Tx) error {
		for _, b := range buckets {
			if _, err := t.tx.CreateBucket(b.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// SetAside moves a file away, and answers where to.
func SetAside(path string) (aside string, err error) {
	aside = path + ".aside-" + time.Now().UTC().Format("20060102T150405.000")
	return aside, os.Rename(path, aside)
}

// View runs a function over one moment of the file.
func (f *File) View(read func(Entries) error) error {
	return f.run(func() error {
		return f.db.View(func(tx *bolt.Tx) error { return read(Entries{tx}) })
	})
}

// Update runs a function in a transaction that is kept if it succeeds.
func (f *File) Update(write func(Tx) error) error {
	return f.run(func() error {
		return f.db.Update(func(tx *bolt.Tx) error { return write(Tx{Entries{tx}}) })
	})
}

// UpdateDurably is Update, and puts the whole file on disk. Nobody else may write
// meanwhile.
func (f *File) UpdateDurably(write func(Tx) error) error {
	f.db.NoSync = false
	defer func() { f.db.NoSync = true }()
	return f.Update(write)
}

// Begin is a moment of the file that is held until it is closed.
func (f *File) Begin() (s Snapshot, err error) {
	err = f.run(func() error {
		s.tx, err = f.db.Begin(false)
		return err
	})
	return s, err
}

func (f *File) run(do func() error) error {
	err := Guard(do)
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// Close waits for whoever still reads.
func (f *File) Close() error { return f.db.Close() }

// Replace puts the file that lies at path on disk, and in the place of another.
func (f *File) Replace(path, old string) error {
	if err := f.db.Sync(); err != nil {
		return err
	}
	if err := os.Rename(path, old); err != nil {
		return err
	}
	return syncDir(filepath.Dir(old))
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
