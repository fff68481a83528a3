package journal

import (
	"os"
	"slices"

	"mufakat/internal/faultpoint"
)

const flushAt = 1 << 20

// tail is where the journal grows. Journal.writing guards it; what of it is
// durable stands in the segment.
type tail struct {
	j    *Journal
	seg  *segment
	f    file // for writing, once something is
	torn bool // the file goes on after its last whole entry

	// After the newest entry that was added, durable or not.
	seq  uint64
	hash Hash
	off  int64
	buf  []byte  // the bytes before off that are not written
	news []place // where the entries begin that are not synced, as far apart as marks
}

type place struct {
	seq uint64
	off int64
}

// add takes the next entry, and begins another segment for it if this is full.
func (t *tail) add(e Entry) error {
	if t.off >= t.j.o.SegmentSize {
		if err := t.roll(); err != nil {
			return err
		}
	}
	if n := len(t.news); n == 0 || t.off >= t.news[n-1].off+markEvery {
		t.news = append(t.news, place{e.Seq, t.off})
	}
	unsynced := uint32(t.seq - t.seg.last)
	if t.j.building {
		unsynced = 0
	}
	was := len(t.buf)
	t.buf, t.hash = appendEntry(t.buf, t.hash, e, unsynced)
	t.seq, t.off = e.Seq, t.off+int64(len(t.buf)-was)
	if len(t.buf) >= flushAt {
		return t.flush()
	}
	return nil
}

func (t *tail) flush() error {
	if len(t.buf) == 0 {
		return nil
	}
	at := t.off - int64(len(t.buf))
	if err := t.open(at); err != nil {
		return err
	}
	if _, err := t.f.WriteAt(t.buf, at); err != nil {
		return err
	}
	t.buf = t.buf[:0]
	return nil
}

// open is ready to write at a place; what is torn there is cut, on disk, before
// anything is written over it.
func (t *tail) open(at int64) (err error) {
	if t.f == nil {
		if t.f, err = t.j.o.disk.open(t.seg.path, os.O_RDWR); err != nil {
			return err
		}
	}
	if !t.torn {
		return nil
	}
	if err := t.f.Truncate(at); err != nil {
		return err
	}
	if err := t.f.Sync(); err != nil {
		return err
	}
	t.torn = false
	return nil
}

// sync makes all that was added durable, and shows it to readers.
func (t *tail) sync() error {
	if t.seq == t.seg.last {
		return nil
	}
	if err := t.flush(); err != nil {
		return err
	}
	faultpoint.Reach(faultpoint.Written)
	if err := t.f.Sync(); err != nil {
		return err
	}
	t.seg.mu.Lock()
	for _, p := range t.news {
		t.seg.mark(p.seq, p.off)
	}
	t.seg.last, t.seg.end, t.seg.hash = t.seq, t.off, t.hash
	t.seg.mu.Unlock()
	t.news = t.news[:0]
	t.j.durable.Store(t.seq)
	t.j.tellGrown()
	return nil
}

// roll closes the segment and begins the next.
func (t *tail) roll() error {
	if err := t.sync(); err != nil {
		return err
	}
	if err := t.open(t.off); err != nil {
		return err
	}
	return t.begin()
}

// begin goes on in a new segment after the last durable entry.
func (t *tail) begin() error {
	next, f, err := newSegment(t.j.o.disk, t.j.dir, head{t.j.o.Ledger, t.seg.last + 1, t.seg.hash})
	if err != nil {
		return err
	}
	segs := slices.Clone(*t.j.segs.Load())
	if next.first == t.seg.first {
		segs[len(segs)-1] = next
	} else {
		_ = t.seg.writeIndex() // without it the next Open reads the segment
		segs = append(segs, next)
	}
	err = t.close()
	*t = tail{j: t.j, seg: next, f: f, seq: next.last, hash: next.hash, off: next.end}
	t.j.segs.Store(&segs)
	return err
}

// recover forgets what is not durable. It goes on in another segment: after a
// failed sync the kernel takes pages for written that are not.
func (t *tail) recover() error {
	_ = t.close() // it failed before
	*t = tail{j: t.j, seg: t.seg, torn: true, seq: t.seg.last, hash: t.seg.hash, off: t.seg.end}
	if err := t.open(t.off); err != nil {
		return err
	}
	return t.begin()
}

func (t *tail) close() error {
	f := t.f
	if t.f = nil; f == nil {
		return nil
	}
	return f.Close()
}
