package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// disk is a file system of its own whose power can be cut. What was not synced by
// then is gone for good, as the kernel's own tests of file systems do it: nothing
// that is in memory reaches the disk any more, and the file system's journal is
// replayed when it is mounted again.
type disk struct {
	t            *testing.T
	image, mount string
}

// errNoDisk says why this computer has none.
var errNoDisk = errors.New("a disk whose power can be cut needs root, loop devices and ext4")

func newDisk(t *testing.T) (*disk, error) {
	dir, err := os.MkdirTemp("", "mufakat-faults-")
	must(t, err)
	d := &disk{t: t, image: filepath.Join(dir, "image"), mount: filepath.Join(dir, "disk")}
	must(t, os.Mkdir(d.mount, 0o700))
	must(t, os.WriteFile(d.image, nil, 0o600))
	must(t, os.Truncate(d.image, 48<<20))
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", d.image).CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("%w: %v %s", errNoDisk, err, out)
	}
	if err := d.on(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("%w: %v", errNoDisk, err)
	}
	return d, nil
}

func (d *disk) on() error {
	if out, err := exec.Command("mount", "-o", "loop", d.image, d.mount).CombinedOutput(); err != nil {
		return fmt.Errorf("%v %s", err, out)
	}
	return nil
}

func (d *disk) off() {
	for range 50 { // until nobody has it any more
		if exec.Command("umount", d.mount).Run() == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.t.Errorf("%s cannot be unmounted", d.mount)
}

func (d *disk) remove() {
	d.off()
	must(d.t, os.RemoveAll(filepath.Dir(d.mount)))
}

// shutdown is the call that ends a mounted ext4 without writing anything more.
const (
	shutdown   = 0x8004587d // EXT4_IOC_SHUTDOWN
	noLogFlush = 2
)

// cut cuts the power at this very moment. Whoever has files open meets with an
// input/output error from now on.
func (d *disk) cut() {
	d.t.Helper()
	f, err := os.Open(d.mount)
	must(d.t, err)
	defer f.Close()
	must(d.t, unix.IoctlSetPointerInt(int(f.Fd()), shutdown, noLogFlush))
}

// scatter has some of what is written and not synced reach the disk, in no order,
// and now and then a whole file: what a kernel does when it likes.
func (d *disk) scatter(rng *rand.Rand) {
	paths, sizes := files(d.t, d.mount)
	for i, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			continue // it went meanwhile
		}
		if rng.IntN(4) == 0 {
			_ = f.Sync()
		}
		for at := 0; at < sizes[i]; at += page {
			if rng.IntN(2) == 0 {
				_ = unix.SyncFileRange(int(f.Fd()), int64(at), page, unix.SYNC_FILE_RANGE_WRITE|unix.SYNC_FILE_RANGE_WAIT_AFTER)
			}
		}
		f.Close()
	}
}
