package broker

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A bit that has turned before a message, in its length, its sequence, its time or
// the length of its subject, costs no more than the messages from there on: the
// server is not led to believe in those between two far sequences.
func TestTurnedHead(t *testing.T) {
	const messages = 4
	c := config(t)
	srv, nc := withLedger(t, c)
	for n := 1; n < messages; n++ {
		publish(t, nc, fmt.Sprint("ledger.party.", n), "a body of some length")
	}
	nc.Close()
	srv.Stop()
	block := filepath.Join(c.Dir, storeDir, "jetstream", "MUFAKAT", "streams", "LEDGER", "msgs", "1.blk")
	sound, err := os.ReadFile(block)
	must(t, err)
	if distrusted, err := distrustIndexes(c.Dir); err != nil || distrusted != nil {
		t.Fatal("a sound stream is distrusted:", distrusted, err)
	}

	const second = headSize + len("ledger.party.35") + len("a") + 8 // after the first one's checksum
	for _, x := range []struct {
		field      string
		at, bit    int
		distrusted bool // or else the message's own checksum tells
	}{
		{"length", 0, 3, true},
		{"length, high", 2, 0, true},
		{"sequence", 4, 0, true},
		{"sequence, far", 7, 0, true},
		{"sequence, beyond all memory", 10, 7, true},
		{"deletion", 11, 6, true},
		{"erased", 11, 7, false},
		{"time", 14, 5, false},
		{"subject", 20, 1, false},
	} {
		t.Run(x.field, func(t *testing.T) {
			turned := config(t)
			must(t, os.CopyFS(turned.Dir, os.DirFS(c.Dir)))
			path := filepath.Join(turned.Dir, block[len(c.Dir):])
			b := append([]byte(nil), sound...)
			b[second+x.at] ^= 1 << x.bit
			must(t, os.WriteFile(path, b, 0o600))
			if x.distrusted == countsOneByOne(os.DirFS(filepath.Dir(path)), ".") {
				t.Error("it is distrusted:", !x.distrusted)
			}
			_, nc := start(t, turned)
			for seq := uint64(1); seq <= messages; seq++ {
				m, err := ledger.Message(t.Context(), nc, seq)
				if err == nil && m.Message.Seq != seq || err != nil && seq == 1 {
					t.Errorf("message %d: %+v, %v", seq, m.Message, err)
				}
			}
			i, err := ledger.Info(t.Context(), nc, false)
			if err != nil || i.State.LastSeq > messages {
				t.Error(i.State, err)
			}
		})
	}
}

func FuzzInOrder(f *testing.F) {
	f.Add([]byte{headSize, 0, 0, 0, 1, 22: 0})
	f.Fuzz(func(_ *testing.T, block []byte) { inOrder(block) }) // it ends, and takes nothing
}
