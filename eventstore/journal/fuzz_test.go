package journal

import (
	"bytes"
	"io"
	"testing"
)

// Whatever stands in a segment, reading it ends, and what is read is written so.
func FuzzSegment(f *testing.F) {
	var whole []byte
	var hash Hash
	for seq := uint64(1); seq < 5; seq++ {
		whole, hash = appendEntry(whole, hash, record(seq), uint32(seq-1))
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-7])
	f.Add(append(whole[:100:100], whole[110:]...))
	f.Add(append(whole[:len(whole):len(whole)], make([]byte, 90)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = bytes.Clone(b)
		s := &scanner{r: bytes.NewReader(b), end: int64(len(b)), seq: 1}
		for last := uint64(0); ; {
			r, broken, err := s.next()
			if err == io.EOF {
				if broken != int64(len(b))-s.off {
					t.Fatalf("%d bytes are broken after %d of %d", broken, s.off, len(b))
				}
				break
			}
			e := r.entry()
			if err != nil || e.Seq <= last || e.size() != len(r) {
				t.Fatalf("%+v after %d: %v", e, last, err)
			}
			again, _ := appendEntry(nil, Hash{}, e, r.unsynced())
			if again = append(again[:len(r)-footSize], r[len(r)-footSize:]...); !bytes.Equal(again, r) {
				t.Fatalf("%x is written as %x", r, again)
			}
			last = e.Seq
		}
		if s.off < s.end {
			if _, err := s.torn(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
