package journal

import (
	"io"
	"os"
	"path/filepath"

	"mufakat/internal/faultpoint"
)

// disk is what is asked of the file system where it can fail while the journal
// is written; tests put faults in its way.
type disk interface {
	open(path string, flag int) (file, error)
	rename(from, to string) error
	syncDir(dir string) error
}

type file interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Sync() error
}

type osDisk struct{}

func (osDisk) open(path string, flag int) (file, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }

func (osDisk) syncDir(dir string) error {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// osFile syncs what a reader needs, and not the time of the last change.
type osFile struct{ *os.File }

func (f osFile) Sync() error {
	if faultpoint.Off(faultpoint.Sync) {
		return nil
	}
	return datasync(f.File)
}
