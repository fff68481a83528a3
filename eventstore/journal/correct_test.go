package journal

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// Whichever bit of an entry is turned over, the journal turns it back by itself,
// in the middle and at its end, and loses nothing.
func TestCorrect(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	o := Options{Ledger: "l"}
	err := Create(dir, o, func(yield func(Entry, error) bool) {
		for seq := range uint64(3) {
			yield(Entry{Seq: seq + 1, Subject: "ledger.party.x", Body: fmt.Appendf(nil, `{"n":%d}`, seq)}, nil)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	path := segmentPath(dir, 1)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := (len(whole) - segmentHead) / 3
	for at := segmentHead; at < len(whole); at++ {
		for _, bit := range []int{0, 3, 7} {
			b := bytes.Clone(whole)
			b[at] ^= 1 << bit
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			j, err := Open(dir, o)
			if err != nil {
				t.Fatal(err)
			}
			want := uint64((at-segmentHead)/size + 1)
			torn := j.Condition().Torn > 0
			got, err := j.Correct()
			if err != nil || !torn && (len(got) != 1 || got[0] != want) {
				t.Fatalf("bit %d of byte %d: %v %v %+v", bit, at, got, err, j.Condition())
			}
			if j.Condition().Damage != nil {
				t.Fatalf("bit %d of byte %d: %+v", bit, at, j.Condition())
			}
			if b, err := os.ReadFile(path); !torn && (err != nil || !bytes.Equal(b, whole)) {
				t.Fatalf("bit %d of byte %d is not what it was", bit, at)
			}
			if torn {
				t.Errorf("bit %d of byte %d is taken for a torn end", bit, at)
			}
			j.Close()
		}
	}
}

// Two turned bits are no one's to guess.
func TestNothingIsGuessed(t *testing.T) {
	b, _ := appendEntry(nil, Hash{}, Entry{Seq: 1, Subject: "s", Body: []byte("body")}, 0)
	for range 5000 {
		one, two := rand.IntN(len(b)*8), rand.IntN(len(b)*8)
		if one == two {
			continue
		}
		c := bytes.Clone(b)
		c[one/8] ^= 1 << (one % 8)
		c[two/8] ^= 1 << (two % 8)
		if r, _, ok := turnBack(c); ok && r.seq() == 1 && r.follows(Hash{}) == r.hash() {
			t.Fatalf("bits %d and %d: %q", one, two, r)
		}
	}
}
