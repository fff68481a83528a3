package journal

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/bits"
	"os"
)

// Correct turns back single bits: where one bit of an entry was turned over, its
// checksum says which, and its running hash that the entry is then what was
// written. It answers the sequences of those that it mended, and needs no other
// copy.
func (j *Journal) Correct() (corrected []uint64, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.settle(); err != nil {
		return nil, err
	}
	for _, d := range j.Condition().Damage {
		if d.Reason != Broken || d.To != d.From && d.To != Unknown {
			continue
		}
		ok, err := j.correct(d)
		if err != nil {
			return corrected, err
		}
		if ok {
			corrected = append(corrected, d.From)
		}
	}
	if corrected == nil {
		return nil, nil
	}
	return corrected, j.reload()
}

func (j *Journal) correct(d Damage) (done bool, err error) {
	prev, err := j.before(d)
	if err != nil {
		return false, nil // nothing vouches for what would come out
	}
	f, err := j.o.disk.open(segmentPath(j.dir, d.Segment), os.O_RDWR)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b := make([]byte, headSize)
	if _, err := f.ReadAt(b, d.off); err != nil {
		return false, ignoreEnd(err)
	}
	b = make([]byte, minEntry+longestTurned(b))
	n, err := f.ReadAt(b, d.off)
	if ignoreEnd(err) != nil {
		return false, err
	}
	r, at, ok := turnBack(b[:n])
	if !ok || r.seq() != d.From || r.follows(prev) != r.hash() {
		return false, nil
	}
	if _, err := f.WriteAt(r[at:at+1], d.off+int64(at)); err != nil {
		return false, err
	}
	return true, f.Sync()
}

// before is the running hash before a damage.
func (j *Journal) before(d Damage) (Hash, error) {
	segs := *j.segs.Load()
	if s := segs[holding(segs, d.Segment)]; s.first == d.From {
		if s.head == nil {
			return Hash{}, d
		}
		return s.head.prev, nil
	}
	e, err := j.Read(d.From - 1)
	return e.Hash, err
}

func ignoreEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// longestTurned is how long an entry can be of whose size at most one bit is
// wrong, within reason.
func longestTurned(head []byte) int {
	longest := 0
	for bit := range 32 {
		if size := int(raw(head).claimed() ^ 1<<bit); size <= maxEntry {
			longest = max(longest, size)
		}
	}
	return min(longest, maxEntry)
}

// turnBack finds the one bit of the entry at the start of b without which its
// checksum does not fit, and turns it back. It answers the byte in which it was.
func turnBack(b []byte) (r raw, at int, ok bool) {
	if len(b) < minEntry {
		return nil, 0, false
	}
	if size := int(raw(b).claimed()); size >= minEntry && size <= len(b) {
		r = raw(b[:size])
		if at, bit, ok := turned(r); ok {
			r[at] ^= bit
			if _, ok := decode(r); ok {
				return r, at, true
			}
			r[at] ^= bit
		}
	}
	size := raw(b).claimed()
	for bit := range 32 {
		binary.BigEndian.PutUint32(b, size^1<<bit)
		if r, ok := decode(b); ok {
			return r, 3 - bit/8, true
		}
	}
	binary.BigEndian.PutUint32(b, size)
	return nil, 0, false
}

// turned finds the bit by what it does to the checksum, which is the same
// whatever the other bits are: for the last byte as the table has it, and for each
// byte before it as after one more byte of zeroes.
func turned(r raw) (at int, bit byte, ok bool) {
	end := len(r) - 4
	wrong := crc32.Checksum(r[:end], castagnoli) ^ binary.BigEndian.Uint32(r[end:])
	if bits.OnesCount32(wrong) == 1 { // it is in the checksum itself
		n := bits.TrailingZeros32(wrong)
		return end + 3 - n/8, 1 << (n % 8), true
	}
	var does [8]uint32
	for n := range does {
		does[n] = castagnoli[1<<n]
	}
	for at := end - 1; at >= 0; at-- {
		for n, d := range does {
			if d == wrong {
				return at, 1 << n, true
			}
			does[n] = castagnoli[byte(d)] ^ d>>8
		}
	}
	return 0, 0, false
}
