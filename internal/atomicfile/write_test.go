package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestWrite(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for given, x := range map[string]struct{ was, is string }{
		"no file":        {"", "new"},
		"a longer file":  {long, "new"},
		"a shorter one":  {"old", long},
		"nothing to say": {"old", ""},
	} {
		t.Run(given, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "f")
			if x.was != "" {
				must(t, os.WriteFile(path, []byte(x.was), 0o644))
			}
			must(t, Write(path, []byte(x.is)))
			got, err := os.ReadFile(path)
			if err != nil || string(got) != x.is {
				t.Errorf("%d bytes, want %d: %v", len(got), len(x.is), err)
			}
			if i, err := os.Stat(path); err != nil || i.Mode() != 0o600 {
				t.Error(i.Mode(), err)
			}
			holds(t, dir, "f")
		})
	}
}

// A reader that has the old file open goes on reading the old one, whole.
func TestWriteLeavesTheOldFileWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	must(t, Write(path, []byte("old")))
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	must(t, Write(path, []byte("newer")))
	b := make([]byte, 10)
	if n, err := f.Read(b); err != nil || string(b[:n]) != "old" {
		t.Errorf("%q, %v", b[:n], err)
	}
}

// What cannot be written leaves nothing behind, and what was there as it was.
func TestWriteFails(t *testing.T) {
	for given, x := range map[string]struct {
		path string
		want error
	}{
		"no such directory":                    {"none/f", fs.ErrNotExist},
		"a file where the directory should be": {"file/f", syscall.ENOTDIR},
		"a directory where the file should be": {"dir", fs.ErrExist},
	} {
		t.Run(given, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.Mkdir(filepath.Join(dir, "dir"), 0o700))
			must(t, os.WriteFile(filepath.Join(dir, "file"), []byte("old"), 0o600))
			if err := Write(filepath.Join(dir, x.path), []byte("new")); !errors.Is(err, x.want) {
				t.Errorf("%v, want %v", err, x.want)
			}
			holds(t, dir, "dir", "file")
			if got, err := os.ReadFile(filepath.Join(dir, "file")); err != nil || string(got) != "old" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func holds(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
