package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
)

const (
	headSize = 4 + 4 + 8 + 2
	footSize = sha256.Size + 4
	minEntry = headSize + footSize

	maxSubject = 1<<16 - 1
	maxEntry   = 64 << 20 // no record comes near it; a length beyond it is damage
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Hash is a running hash: it vouches for an entry and for all before it.
type Hash [sha256.Size]byte

// Entry is a record as the journal keeps it.
type Entry struct {
	Seq     uint64
	Subject string
	Body    []byte
	Hash    Hash // what the journal says; not looked at in what is written
}

func (e Entry) size() int { return minEntry + len(e.Subject) + len(e.Body) }

func (e Entry) check() error {
	if e.Seq == 0 || len(e.Subject) > maxSubject || e.size() > maxEntry {
		return &UnfitError{e.Seq, "its sequence is 0, or it is too large"}
	}
	return nil
}

func (e Entry) sameAs(o Entry) bool {
	return e.Seq == o.Seq && e.Subject == o.Subject && bytes.Equal(e.Body, o.Body)
}

// After is the running hash that the entry should have after prev.
func (e Entry) After(prev Hash) Hash {
	_, hash := appendEntry(nil, prev, e, 0)
	return hash
}

// appendEntry adds the entry's bytes to b, and answers the running hash after it.
func appendEntry(b []byte, prev Hash, e Entry, unsynced uint32) ([]byte, Hash) {
	start := len(b)
	b = binary.BigEndian.AppendUint32(b, uint32(e.size()))
	b = binary.BigEndian.AppendUint32(b, unsynced)
	b = binary.BigEndian.AppendUint64(b, e.Seq)
	b = binary.BigEndian.AppendUint16(b, uint16(len(e.Subject)))
	b = append(append(b, e.Subject...), e.Body...)
	hash := raw(b[start:]).chained(prev, len(b)-start)
	b = append(b, hash[:]...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli)), hash
}

// raw is an entry as it lies on disk.
type raw []byte

func (r raw) claimed() uint32  { return binary.BigEndian.Uint32(r) }
func (r raw) unsynced() uint32 { return binary.BigEndian.Uint32(r[4:]) }
func (r raw) seq() uint64      { return binary.BigEndian.Uint64(r[8:]) }
func (r raw) body(end int) []byte {
	return r[headSize+int(binary.BigEndian.Uint16(r[16:])) : end]
}
func (r raw) hash() Hash { return Hash(r[len(r)-footSize:]) }

// follows is the running hash that the entry should have after prev.
func (r raw) follows(prev Hash) Hash { return r.chained(prev, len(r)-footSize) }

func (r raw) chained(prev Hash, end int) Hash {
	body := r.body(end)
	of := sha256.Sum256(body)
	h := sha256.New()
	h.Write(prev[:])
	h.Write(r[8 : end-len(body)])
	h.Write(of[:])
	return Hash(h.Sum(nil))
}

// entry is a copy that stays when the bytes below are used again.
func (r raw) entry() Entry {
	body := r.body(len(r) - footSize)
	return Entry{r.seq(), string(r[headSize : len(r)-footSize-len(body)]), bytes.Clone(body), r.hash()}
}

// plausible reports whether an entry of the size that the head claims can stand
// where so many bytes are left.
func plausible(head raw, left int64) bool {
	size := int64(head.claimed())
	return size >= minEntry && size <= min(left, maxEntry) && int64(binary.BigEndian.Uint16(head[16:])) <= size-minEntry
}

// decode is the entry at the start of b, if it is whole.
func decode(b []byte) (raw, bool) {
	if len(b) < minEntry || !plausible(b, int64(len(b))) {
		return nil, false
	}
	r := raw(b[:raw(b).claimed()])
	sum := len(r) - 4
	return r, crc32.Checksum(r[:sum], castagnoli) == binary.BigEndian.Uint32(r[sum:])
}
