package faults

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// damage is something that happens to a directory nobody has open. It answers
// what it did.
type damage func(t *testing.T, dir string, rng *rand.Rand) string

// flip flips one bit of any file, each byte as likely as another.
func flip(t *testing.T, dir string, rng *rand.Rand) string {
	return flipIn(t, pickBySize(t, dir, rng), rng)
}

// flipAnyFile flips one bit of any file, each file as likely as another.
func flipAnyFile(t *testing.T, dir string, rng *rand.Rand) string {
	return flipIn(t, pick(t, dir, rng), rng)
}

func flipIn(t *testing.T, path string, rng *rand.Rand) string {
	b := read(t, path)
	at, bit := rng.IntN(len(b)), rng.IntN(8)
	b[at] ^= 1 << bit
	write(t, path, b)
	return fmt.Sprintf("bit %d of byte %d of %d in %s", bit, at, len(b), path)
}

func truncate(t *testing.T, dir string, rng *rand.Rand) string {
	path := pick(t, dir, rng)
	size := len(read(t, path))
	to := rng.IntN(size)
	must(t, os.Truncate(path, int64(to)))
	return fmt.Sprintf("%s cut to %d of %d", path, to, size)
}

const page = 4 << 10

func zeroPage(t *testing.T, dir string, rng *rand.Rand) string {
	path := pickBySize(t, dir, rng)
	b := read(t, path)
	at := rng.IntN(len(b)) / page * page
	clear(b[at:min(len(b), at+page)])
	write(t, path, b)
	return fmt.Sprintf("zeroes from byte %d of %d in %s", at, len(b), path)
}

func remove(t *testing.T, dir string, rng *rand.Rand) string {
	path := pick(t, dir, rng)
	must(t, os.Remove(path))
	return path + " removed"
}

// without removes what has a name.
func without(name string) damage {
	return func(t *testing.T, dir string, _ *rand.Rand) string {
		must(t, os.RemoveAll(filepath.Join(dir, name)))
		return name + " removed"
	}
}

// within does damage to one part only.
func within(name string, do damage) damage {
	return func(t *testing.T, dir string, rng *rand.Rand) string {
		return do(t, filepath.Join(dir, name), rng)
	}
}

// atEnd flips a bit in the newest tenth of the journal or of the stream's block.
func atEnd(pattern string) damage {
	return func(t *testing.T, dir string, rng *rand.Rand) string {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		must(t, err)
		if len(found) == 0 {
			t.Fatalf("there is no %s", pattern)
		}
		path := found[len(found)-1]
		b := read(t, path)
		at := len(b) - 1 - rng.IntN(len(b)/10)
		b[at] ^= 1 << rng.IntN(8)
		write(t, path, b)
		return fmt.Sprintf("byte %d of %d in %s", at, len(b), path)
	}
}

// inHead flips a bit of what the server writes before a message of the stream:
// its length, its sequence, its time and how long its subject is.
func inHead(t *testing.T, dir string, rng *rand.Rand) string {
	found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(streamFiles)))
	must(t, err)
	path := found[rng.IntN(len(found))]
	b := read(t, path)
	const head = 4 + 8 + 8 + 2
	var at []int
	for off := 0; off+head <= len(b); off += int(binary.LittleEndian.Uint32(b[off:]) &^ (1 << 31)) {
		at = append(at, off)
	}
	off := at[rng.IntN(len(at))] + rng.IntN(head)
	b[off] ^= 1 << rng.IntN(8)
	write(t, path, b)
	return fmt.Sprintf("byte %d of %d in %s", off, len(b), path)
}

const (
	journalFiles = "journal/*.journal"
	ledgerStream = "jetstream/jetstream/MUFAKAT/streams/LEDGER"
	streamFiles  = ledgerStream + "/msgs/*.blk"
)

// files are those with something in them; who holds the directory and where it
// was served says nothing of the ledger.
func files(t *testing.T, dir string) (paths []string, sizes []int) {
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" || d.Name() == "serve.addr" {
			return err
		}
		i, err := d.Info()
		if err == nil && i.Size() > 0 {
			paths, sizes = append(paths, path), append(sizes, int(i.Size()))
		}
		return err
	}))
	return paths, sizes
}

func pick(t *testing.T, dir string, rng *rand.Rand) string {
	if i, err := os.Stat(dir); err == nil && !i.IsDir() {
		return dir
	}
	paths, _ := files(t, dir)
	return paths[rng.IntN(len(paths))]
}

func pickBySize(t *testing.T, dir string, rng *rand.Rand) string {
	if i, err := os.Stat(dir); err == nil && !i.IsDir() {
		return dir
	}
	paths, sizes := files(t, dir)
	all := 0
	for _, n := range sizes {
		all += n
	}
	at := rng.IntN(all)
	for i, n := range sizes {
		if at -= n; at < 0 {
			return paths[i]
		}
	}
	panic("unreachable")
}

func read(t *testing.T, path string) []byte {
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

// short is a note without the place of this run.
func short(note, dir string) string { return strings.ReplaceAll(note, dir+"/", "") }

func write(t *testing.T, path string, b []byte) { must(t, os.WriteFile(path, b, 0o600)) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
