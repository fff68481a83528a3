package kv

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

var (
	ErrHeld    = errors.New("the file is held by another process")
	ErrClosed  = errors.New("the file is closed")
	ErrDamaged = errors.New("the file is damaged")

	// ErrUnwritten says that the disk did not take what was written, and is put
	// around why. The file is as it was before.
	ErrUnwritten = errors.New("the file cannot be written")

	errKey = errors.New("the key is not one that can stand there")
)

// File is open, for one process at a time. Its methods may be used by many
// goroutines at once. Once it was found damaged it says nothing else any more: what
// its pages lead to cannot be known.
type File struct {
	db        *bolt.DB
	disk      *os.File   // as bbolt has it open
	beginning sync.Mutex // held while a transaction begins
	damaged   atomic.Pointer[error]
}

// Open opens the file at path, or an empty one. It tells a file that is held by
// another process, and one whose pages do not come to a whole.
func Open(path string) (f *File, err error) {
	whole := guard(func() error { return checkPages(path) })
	err = guard(func() error {
		f, err = open(path)
		return err
	})
	switch {
	case errors.Is(err, ErrHeld):
		return nil, err
	case whole != nil && err == nil:
		f.Close()
	}
	if err = cmp.Or(whole, err); err != nil {
		return nil, err
	}
	return f, nil
}

func open(path string) (*File, error) {
	f := new(File)
	openFile := func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		f.disk, err = os.OpenFile(name, flag, mode)
		return f.disk, err
	}
	var err error
	f.db, err = bolt.Open(path, 0o600, &bolt.Options{
		OpenFile: openFile, Timeout: time.Second, FreelistType: bolt.FreelistMapType, InitialMmapSize: 256 << 20, NoSync: true, NoGrowSync: true,
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrHeld
	}
	return f, err
}

// Create makes a file with empty buckets, in the place of what is there.
func Create(path string, buckets []Bucket) (*File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := open(path)
	if err != nil {
		return nil, unwritten(err)
	}
	err = f.Update(func(t Tx) error {
		for _, b := range buckets {
			made, err := t.tx.CreateBucket(b.Name)
			if err == nil {
				err = made.Put(end, b.seal(nil, end, filler))
			}
			if err != nil {
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

// SetAside moves a file away, and answers where to: its name says why, in a word,
// and when.
func SetAside(path, why string) (aside string, err error) {
	aside = path + "." + why + "-" + time.Now().UTC().Format("20060102T150405.000")
	return aside, os.Rename(path, aside)
}

// Asides are the files that were set aside for a reason, the latest last.
func Asides(path, why string) []string {
	found, _ := filepath.Glob(path + "." + why + "-*")
	slices.Sort(found)
	return found
}

// View runs a function over one moment of the file.
func (f *File) View(read func(Entries) error) error {
	s, err := f.Begin()
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Run(func() error { return read(s.Entries) })
}

// Update runs a function in a transaction that is kept if it succeeds.
func (f *File) Update(write func(Tx) error) error {
	tx, err := f.begin(true)
	if err != nil {
		return err
	}
	defer f.end(tx)
	if err := f.run(func() error { return write(Tx{Entries{tx}}) }); err != nil {
		return err
	}
	return f.run(func() error { return unwritten(tx.Commit()) })
}

// unwritten is an error of a commit.
func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrUnwritten, err)
}

// UpdateDurably is Update, and puts the whole file on disk. Nobody else may write
// meanwhile.
func (f *File) UpdateDurably(write func(Tx) error) error {
	f.db.NoSync = false
	defer func() { f.db.NoSync = true }()
	return f.Update(write)
}

// Begin is a moment of the file that is held until it is closed.
func (f *File) Begin() (Snapshot, error) {
	tx, err := f.begin(false)
	return Snapshot{Entries{tx}, f}, err
}

// begin is one at a time: bbolt that dies while it begins keeps a lock, and whoever
// comes after it would wait for that.
func (f *File) begin(writable bool) (tx *bolt.Tx, err error) {
	f.beginning.Lock()
	defer f.beginning.Unlock()
	err = f.run(func() (err error) {
		if tx, err = f.db.Begin(writable); err == nil && writable {
			err = checkFree(f.disk)
		}
		return err
	})
	if err != nil && tx != nil {
		f.end(tx)
	}
	return tx, err
}

// end takes back what was not committed.
func (f *File) end(tx *bolt.Tx) {
	if f.damaged.Load() != nil {
		go guard(tx.Rollback)
		return
	}
	f.run(tx.Rollback)
}

func (f *File) run(do func() error) error {
	if why := f.damaged.Load(); why != nil {
		return *why
	}
	err := guard(do)
	switch {
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return ErrClosed
	case errors.Is(err, ErrDamaged):
		f.damaged.CompareAndSwap(nil, &err)
	}
	return err
}

// Damage says that the file is damaged, as whoever knows what stands in it can
// tell.
func (f *File) Damage(why string) error {
	return f.run(func() error { return fmt.Errorf("%w: %s", ErrDamaged, why) })
}

// Damaged is why the file is trusted no more; nil if it is.
func (f *File) Damaged() error {
	if why := f.damaged.Load(); why != nil {
		return *why
	}
	return nil
}

// Close waits for whoever still reads, but not of a file that is damaged: bbolt may
// have died with its locks held.
func (f *File) Close() error {
	if f.Damaged() == nil {
		return guard(f.db.Close)
	}
	go guard(f.db.Close)
	return nil
}

// Replace puts the file that lies at path on disk, and in the place of another.
func (f *File) Replace(path, old string) error {
	err := f.db.Sync()
	if err == nil {
		err = os.Rename(path, old)
	}
	if err == nil {
		err = syncDir(filepath.Dir(old))
	}
	return unwritten(err)
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
