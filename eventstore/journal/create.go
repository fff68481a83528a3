package journal

import (
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// Create makes a whole journal from entries, beginning with 1, or an empty one.
// Under the directory's name it is there wholly or not at all; one that is there
// already is [fs.ErrExist].
func Create(dir string, o Options, entries iter.Seq2[Entry, error]) error {
	o, dir = o.withDefaults(), filepath.Clean(dir)
	if firsts, err := segmentsIn(dir); len(firsts) > 0 {
		return &fs.PathError{Op: "create journal", Path: dir, Err: fs.ErrExist}
	} else if err != nil && !os.IsNotExist(err) {
		return err
	}
	made, err := build(dir+tmp, o, head{ledger: o.Ledger, first: 1}, entries)
	if err == nil {
		err = o.disk.syncDir(made.dir)
	}
	if err == nil {
		err = clearDerived(dir)
	}
	if err == nil {
		err = o.disk.rename(dir+tmp, dir)
	}
	if err == nil {
		err = o.disk.syncDir(filepath.Dir(dir))
	}
	if err != nil {
		os.RemoveAll(dir + tmp)
		return fmt.Errorf("create journal: %w", err)
	}
	return nil
}

// clearDerived removes a directory in which nothing is left but what is made
// again.
func clearDerived(dir string) error {
	for _, pattern := range []string{"*.index", "*" + tmp, ".tmp-*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(dir); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// build writes segments into a directory of their own, and syncs and closes
// them.
func build(dir string, o Options, h head, entries iter.Seq2[Entry, error]) (*Journal, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	first, f, err := newSegment(o.disk, dir, h)
	if err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, o: o, building: true}
	j.segs.Store(&[]*segment{first})
	j.tail = tail{j: j, seg: first, f: f, seq: first.last, hash: first.hash, off: first.end}
	defer j.tail.close()
	for e, err := range entries {
		if err == nil {
			err = e.check()
		}
		if next := j.tail.seq + 1; err == nil && e.Seq != next {
			err = &GapError{next, e.Seq}
		}
		if err == nil {
			err = j.tail.add(e)
		}
		if err != nil {
			return nil, err
		}
	}
	return j, j.tail.sync()
}
