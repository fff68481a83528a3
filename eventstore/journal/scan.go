package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"syscall"
)

const (
	bufferSize = 1 << 20
	blockSize  = 4 << 10
)

// scanner goes through the entries of a segment, and over what is broken.
type scanner struct {
	r   io.ReaderAt
	end int64  // where the entries end
	off int64  // of the next entry
	seq uint64 // of the next entry, if nothing is broken

	buf []byte
	at  int64 // where buf begins

	unreadable bool // some block was
}

// next is the next whole entry, which is valid until the next call, and how many
// bytes before it are broken. At the end it answers io.EOF; if bytes are broken
// there, off stays where they begin.
func (s *scanner) next() (r raw, broken int64, err error) {
	if s.off >= s.end {
		return nil, 0, io.EOF
	}
	at := s.off
	r, err = s.read(at, s.seq, s.seq)
	for p := at + 1; r == nil && err == nil; p++ {
		if p+minEntry > s.end {
			return nil, s.end - s.off, io.EOF
		}
		r, err = s.read(p, s.seq, s.seq+uint64(p-s.off)/minEntry+1)
		at = p
	}
	if err != nil {
		return nil, 0, err
	}
	broken = at - s.off
	s.off, s.seq = at+int64(len(r)), r.seq()+1
	return r, broken, nil
}

// read is the entry at off if it is whole and of one of these sequences.
func (s *scanner) read(off int64, from, to uint64) (raw, error) {
	head, err := s.peek(off, headSize)
	if err != nil || len(head) < headSize {
		return nil, err
	}
	if seq := raw(head).seq(); seq < from || seq > to || !plausible(head, s.end-off) {
		return nil, nil
	}
	b, err := s.peek(off, int64(raw(head).claimed()))
	if err != nil {
		return nil, err
	}
	r, ok := decode(b)
	if !ok {
		return nil, nil
	}
	return r, nil
}

// peek is the n bytes at off, or as many as there are.
func (s *scanner) peek(off, n int64) ([]byte, error) {
	n = min(n, s.end-off)
	if off < s.at || off+n > s.at+int64(len(s.buf)) {
		want := min(max(n, bufferSize), s.end-off)
		s.buf, s.at = slices.Grow(s.buf[:0], int(want))[:want], off
		got, err := s.r.ReadAt(s.buf, off)
		switch {
		case errors.Is(err, syscall.EIO):
			s.salvage()
			got = len(s.buf)
		case err != nil && err != io.EOF:
			return nil, err
		}
		s.buf = s.buf[:got]
		n = min(n, int64(got))
	}
	return s.buf[off-s.at:][:n], nil
}

// salvage reads block by block what the disk cannot read at once. A block that
// it cannot read is broken, as if it were zeroes.
func (s *scanner) salvage() {
	for off, rest := s.at, s.buf; len(rest) > 0; {
		block := rest[:min(int64(len(rest)), blockSize-off%blockSize)]
		if n, err := s.r.ReadAt(block, off); n < len(block) {
			clear(block[n:])
			s.unreadable = s.unreadable || err != io.EOF
		}
		off, rest = off+int64(len(block)), rest[len(block):]
	}
}

// torn reports whether the broken bytes at the end are an entry that was never
// written whole: one that goes beyond the file, or of which zeroes stand where
// its end should be. Everything else may have been whole, and acknowledged.
func (s *scanner) torn() (bool, error) {
	rest, err := s.peek(s.off, min(s.end-s.off, maxEntry))
	switch {
	case err != nil || s.unreadable:
		return false, err
	case len(rest) < headSize:
		return true, nil
	case zeroes(rest):
		return s.allZeroes(s.off + int64(len(rest)))
	case raw(rest).seq() != s.seq || wholeButForItsSize(rest):
		return false, nil
	}
	size := int(raw(rest).claimed())
	if size < minEntry || size > maxEntry {
		return false, nil
	}
	return size > len(rest) || zeroes(rest[size-footSize:size]), nil
}

// wholeButForItsSize reports whether one bit of the size was turned over.
func wholeButForItsSize(b []byte) bool {
	size := raw(b).claimed()
	defer binary.BigEndian.PutUint32(b, size)
	for bit := range 32 {
		binary.BigEndian.PutUint32(b, size^1<<bit)
		if _, ok := decode(b); ok {
			return true
		}
	}
	return false
}

func (s *scanner) allZeroes(off int64) (bool, error) {
	for ; off < s.end; off += bufferSize {
		b, err := s.peek(off, bufferSize)
		if err != nil || !zeroes(b) {
			return false, err
		}
	}
	return true, nil
}

func zeroes(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }
