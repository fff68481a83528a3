package journal

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"strings"
)

const (
	indexMagic = "MUFAKATI"
	indexHead  = 8 + 8 + 8 + 8 + len(Hash{})
)

func (s *segment) indexPath() string { return strings.TrimSuffix(s.path, suffix) + ".index" }

// writeIndex keeps what a full segment holds, so that Open need not read it. It
// is not synced: half of one does not check.
func (s *segment) writeIndex() error {
	b := append(make([]byte, 0, indexHead+8*len(s.marks)+4), indexMagic...)
	b = binary.BigEndian.AppendUint64(b, s.first)
	b = binary.BigEndian.AppendUint64(b, s.last)
	b = binary.BigEndian.AppendUint64(b, uint64(s.end))
	b = append(b, s.hash[:]...)
	for _, m := range s.marks {
		b = binary.BigEndian.AppendUint32(b, m.seq)
		b = binary.BigEndian.AppendUint32(b, m.off)
	}
	return os.WriteFile(s.indexPath(), binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), 0o600)
}

// readIndex reports whether there is an index that fits a segment of this size
// which leads to the next one's head.
func (s *segment) readIndex(size int64, next *head) bool {
	b, err := os.ReadFile(s.indexPath())
	if err != nil || len(b) < indexHead+4 || (len(b)-indexHead-4)%8 != 0 || string(b[:8]) != indexMagic || next == nil || s.head == nil {
		return false
	}
	b, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	last, end, hash := binary.BigEndian.Uint64(b[16:]), int64(binary.BigEndian.Uint64(b[24:])), Hash(b[32:])
	if crc32.Checksum(b, castagnoli) != sum || binary.BigEndian.Uint64(b[8:]) != s.first ||
		end != size || hash != next.prev { // the hash has the last sequence in it
		return false
	}
	s.last, s.end, s.hash = last, end, hash
	for b = b[indexHead:]; len(b) > 0; b = b[8:] {
		s.marks = append(s.marks, mark{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])})
	}
	return true
}
