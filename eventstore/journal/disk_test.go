package journal

import (
	"os"
	"sync/atomic"
	"syscall"
)

// unsynced is a real disk on which nothing is waited for.
type unsynced struct{ osDisk }

func (d unsynced) open(path string, flag int) (file, error) {
	f, err := d.osDisk.open(path, flag)
	return unsyncedFile{f}, err
}

func (unsynced) syncDir(string) error { return nil }

type unsyncedFile struct{ file }

func (unsyncedFile) Sync() error { return nil }

// faulty is a real disk that fails when it is told to, and counts its syncs. A
// write that fails is half done.
type faulty struct {
	osDisk
	write, sync atomic.Pointer[error]
	syncs       atomic.Int64
}

func (d *faulty) open(path string, flag int) (file, error) {
	f, err := d.osDisk.open(path, flag)
	return faultyFile{f, d}, err
}

// badBlock is a disk that cannot read one block of a file.
type badBlock struct {
	unsynced
	path string
	at   int64
}

func (d badBlock) open(path string, flag int) (file, error) {
	f, err := d.unsynced.open(path, flag)
	if path != d.path {
		return f, err
	}
	return badBlockFile{f, d.at}, err
}

type badBlockFile struct {
	file
	bad int64
}

func (f badBlockFile) ReadAt(b []byte, off int64) (int, error) {
	if off < f.bad+blockSize && off+int64(len(b)) > f.bad {
		return 0, &os.PathError{Op: "read", Path: "disk", Err: syscall.EIO}
	}
	return f.file.ReadAt(b, off)
}

type faultyFile struct {
	file
	d *faulty
}

func (f faultyFile) WriteAt(b []byte, off int64) (int, error) {
	if err := f.d.write.Load(); err != nil {
		n, _ := f.file.WriteAt(b[:len(b)/2], off)
		return n, *err
	}
	return f.file.WriteAt(b, off)
}

func (f faultyFile) Sync() error {
	if err := f.d.sync.Load(); err != nil {
		return *err
	}
	f.d.syncs.Add(1)
	return f.file.Sync()
}
