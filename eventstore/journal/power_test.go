package journal

import (
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"
)

// powered is a disk whose power goes at one of its syncs: of what was not
// synced by then any part is there, and the rest is what was there before.
type powered struct {
	osDisk
	mu     sync.Mutex
	syncs  int // until the power goes
	synced map[string][]byte
}

func (d *powered) open(path string, flag int) (file, error) {
	f, err := d.osDisk.open(path, flag)
	return &poweredFile{f, d, path}, err
}

func (d *powered) rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.syncs < 0 {
		return errCut
	}
	d.synced[to] = d.synced[from]
	return d.osDisk.rename(from, to)
}

func (d *powered) syncDir(string) error { return nil }

type poweredFile struct {
	file
	d    *powered
	path string
}

func (f *poweredFile) WriteAt(b []byte, off int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.syncs < 0 {
		return 0, errCut
	}
	if _, known := f.d.synced[f.path]; !known {
		f.d.synced[f.path], _ = os.ReadFile(f.path)
	}
	return f.file.WriteAt(b, off)
}

func (f *poweredFile) Sync() (err error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	if f.d.syncs--; f.d.syncs < 0 {
		return errCut
	}
	path := f.path
	if _, err := os.Stat(path); err != nil { // it was renamed since
		path = path[:len(path)-len(tmp)]
	}
	f.d.synced[path], err = os.ReadFile(path)
	return err
}

// goesOff leaves on disk what may be there.
func (d *powered) goesOff(t *testing.T) {
	const sector = 64 // of which an entry has some
	for path, synced := range d.synced {
		written, err := os.ReadFile(path)
		if err != nil {
			continue // it has another name
		}
		left := make([]byte, len(synced)+rand.IntN(max(0, len(written)-len(synced))+1))
		for at := 0; at < len(left); at += sector {
			from := written
			if rand.IntN(2) == 0 {
				from = synced
			}
			copy(left[at:min(at+sector, len(left))], from[min(at, len(from)):])
		}
		if err := os.WriteFile(path, left, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever the power leaves, what was answered is there; what is doubtful is
// said to be of the last write.
func TestPowerCuts(t *testing.T) {
	cuts := 300
	if testing.Short() {
		cuts = 50
	}
	o, doubts, tears := small(3000), 0, 0
	o.disk = unsynced{}
	dir := created(t, o, 0)
	for range cuts {
		d := &powered{syncs: rand.IntN(6), synced: map[string][]byte{}}
		o.disk = d
		j := opened(t, dir, o)
		from := j.Durable()
		var wg sync.WaitGroup
		var mu sync.Mutex
		acknowledged := from
		for i := range uint64(30) {
			wg.Go(func() {
				time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
				if j.Commit(t.Context(), record(from+1+i)) == nil {
					mu.Lock()
					defer mu.Unlock()
					acknowledged = max(acknowledged, from+1+i)
				}
			})
		}
		wg.Wait()
		j.Close()
		d.goesOff(t)

		o.disk = unsynced{}
		j = opened(t, dir, o)
		c := j.Condition()
		if c.Torn > 0 {
			tears++
		}
		if len(c.Damage) > 0 {
			doubts++
			for _, d := range c.Damage {
				if d.From <= acknowledged || !d.LastWrite {
					t.Fatalf("up to %d was answered: %+v", acknowledged, d)
				}
			}
			if err := j.Cut(c.Damage[0]); err != nil {
				t.Fatal(err)
			}
		}
		if j.Durable() < acknowledged || j.Err() != nil {
			t.Fatalf("%d were answered and %d are there, %v", acknowledged, j.Durable(), j.Err())
		}
		if err := j.Commit(t.Context(), record(j.Durable()+1)); err != nil {
			t.Fatal(err)
		}
		n := j.Durable()
		j.Close()
		checkWhole(t, dir, o, n)
	}
	if doubts == 0 || tears == 0 {
		t.Errorf("%d cuts left %d doubts and %d torn ends", cuts, doubts, tears)
	}
	t.Logf("%d cuts left %d doubts and %d torn ends", cuts, doubts, tears)
}
