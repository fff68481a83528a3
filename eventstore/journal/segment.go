package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

const (
	segmentMagic = "MUFAKATJ"
	version      = 1
	segmentHead  = 128
	suffix       = ".journal"
	tmp          = ".tmp"

	maxSegment = 1 << 30 // so that a place in it fits its mark, with room for the last entry
)

// segment is one file of the journal, as readers see it: what is in it and
// durable.
type segment struct {
	first uint64
	path  string
	head  *head // nil where it does not check

	mu    sync.RWMutex // guards the rest; only the last segment's changes
	last  uint64       // first-1 where it holds none
	end   int64        // of the last entry
	hash  Hash         // after the last entry
	marks []mark
	f     file // for reading, once somebody has
}

// mark is where an entry begins, in a segment that begins with first.
type mark struct{ seq, off uint32 }

const markEvery = 4 << 10

// mark keeps where an entry begins, if the last one kept is far enough.
func (s *segment) mark(seq uint64, off int64) {
	if n := len(s.marks); n == 0 || off >= int64(s.marks[n-1].off)+markEvery {
		s.marks = append(s.marks, mark{uint32(seq - s.first), uint32(off)})
	}
}

// head is what a segment says of itself.
type head struct {
	ledger string
	first  uint64
	prev   Hash
}

func (h head) encode() []byte {
	b := append(make([]byte, 0, segmentHead), segmentMagic...)
	b = binary.BigEndian.AppendUint32(b, version)
	b = binary.BigEndian.AppendUint64(b, h.first)
	b = append(b, h.prev[:]...)
	b = append(b, make([]byte, segmentHead-4-len(b))...)
	copy(b[52:], h.ledger)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// readHead answers nil where the head does not check.
func readHead(r io.ReaderAt) (*head, error) {
	b := make([]byte, segmentHead)
	if n, err := r.ReadAt(b, 0); n < len(b) {
		if err == io.EOF || errors.Is(err, syscall.EIO) {
			return nil, nil
		}
		return nil, err
	}
	if crc32.Checksum(b[:124], castagnoli) != binary.BigEndian.Uint32(b[124:]) {
		return nil, nil
	}
	if string(b[:8]) != segmentMagic || binary.BigEndian.Uint32(b[8:]) != version {
		return nil, ErrForeign
	}
	return &head{
		ledger: strings.TrimRight(string(b[52:124]), "\x00"),
		first:  binary.BigEndian.Uint64(b[12:]),
		prev:   Hash(b[20:52]),
	}, nil
}

func segmentPath(dir string, first uint64) string {
	return filepath.Join(dir, fmt.Sprintf("%020d%s", first, suffix))
}

// segmentsIn are the first sequences of a directory's segments, in order.
func segmentsIn(dir string) (firsts []uint64, err error) {
	entries, err := os.ReadDir(dir) // sorted, and the names are of one width
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), suffix)
		if first, err := strconv.ParseUint(digits, 10, 64); ok && err == nil && len(digits) == 20 && first > 0 {
			firsts = append(firsts, first)
		}
	}
	return firsts, nil
}

// newSegment makes a segment with nothing but its head: whole under its name, or
// not there. It replaces one of the same name. The file is for writing.
func newSegment(d disk, dir string, h head) (*segment, file, error) {
	s := &segment{first: h.first, path: segmentPath(dir, h.first), head: &h, last: h.first - 1, end: segmentHead, hash: h.prev}
	f, err := d.open(s.path+tmp, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return nil, nil, err
	}
	if _, err = f.WriteAt(h.encode(), 0); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = d.rename(s.path+tmp, s.path)
	}
	if err == nil {
		err = d.syncDir(dir)
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return s, f, nil
}

// reader scans what is durable from the last mark that is not after one sequence
// to the first that is after another.
func (s *segment) reader(d disk, from, to uint64) (*scanner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.f == nil {
		f, err := d.open(s.path, os.O_RDONLY)
		if err != nil {
			return nil, err
		}
		s.f = f
	}
	sc := &scanner{r: s.f, end: s.end, off: segmentHead, seq: s.first}
	if i := s.after(from); i > 0 {
		sc.off, sc.seq = int64(s.marks[i-1].off), s.first+uint64(s.marks[i-1].seq)
	}
	if i := s.after(to); i < len(s.marks) {
		sc.end = int64(s.marks[i].off)
	}
	return sc, nil
}

// after is which mark is the first after a sequence.
func (s *segment) after(seq uint64) int {
	return sort.Search(len(s.marks), func(i int) bool { return s.first+uint64(s.marks[i].seq) > seq })
}

// close lets go of the file for reading; a later reader opens it again.
func (s *segment) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.f
	if s.f = nil; f == nil {
		return nil
	}
	if err := f.Close(); !errors.Is(err, fs.ErrClosed) {
		return err
	}
	return nil
}
