package broker

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// SetAside moves the files of a stream in a server's data directory out of its
// store, into a directory of their own, and answers where they are: empty if
// there are none. The server must not be running.
func (c StreamConfig) SetAside(dir string, now time.Time) (string, error) {
	found, err := fs.Glob(os.DirFS(dir), path.Join(storeDir, "jetstream/*/streams", c.Name))
	if err != nil || len(found) == 0 {
		return "", err
	}
	aside := filepath.Join(dir, "set-aside", now.UTC().Format("20060102T150405.000")+"-"+c.Name)
	if err := os.MkdirAll(filepath.Dir(aside), 0o700); err != nil {
		return "", err
	}
	return aside, os.Rename(filepath.Join(dir, filepath.FromSlash(found[0])), aside)
}
