package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A stranger's reader, made from the package's comment alone.
func TestTheFilesAreAsTheCommentSays(t *testing.T) {
	dir := created(t, small(500), 20)
	names, _ := filepath.Glob(filepath.Join(dir, "*.journal"))
	slices.Sort(names)
	sum := crc32.MakeTable(crc32.Castagnoli)
	running, seq := make([]byte, 32), uint64(1)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if string(b[:8]) != "MUFAKATJ" || binary.BigEndian.Uint32(b[8:]) != 1 || binary.BigEndian.Uint64(b[12:]) != seq ||
			!bytes.Equal(b[20:52], running) || string(bytes.TrimRight(b[52:124], "\x00")) != ledger ||
			binary.BigEndian.Uint32(b[124:]) != crc32.Checksum(b[:124], sum) {
			t.Fatalf("the head of %s is %x", name, b[:128])
		}
		for b = b[128:]; len(b) > 0; seq++ {
			size, s := binary.BigEndian.Uint32(b), binary.BigEndian.Uint16(b[16:])
			e := b[:size]
			b = b[size:]
			body := e[18+s : size-36]
			of := sha256.Sum256(body)
			next := sha256.Sum256(slices.Concat(running, e[8:18+s], of[:]))
			running = next[:]
			want := record(seq)
			if binary.BigEndian.Uint64(e[8:]) != seq || string(e[18:18+s]) != want.Subject || !bytes.Equal(body, want.Body) ||
				!bytes.Equal(e[size-36:size-4], running) || binary.BigEndian.Uint32(e[size-4:]) != crc32.Checksum(e[:size-4], sum) {
				t.Fatalf("entry %d is %x", seq, e)
			}
		}
	}
	if seq != 21 {
		t.Errorf("it ends before %d", seq)
	}
}

// The bytes of an entry never change: journals of years ago have them.
func TestAnEntryIsWrittenAsItAlwaysWas(t *testing.T) {
	const golden = "0000003e0000000200000000000000030001" + "73" + "7b226e223a317d" +
		"3cd776afcf3bd4be1e1fe70c8ceaa2f11034bb04fe347e1c9090d1d774dc1b81" + "c3d464f1"
	b, _ := appendEntry(nil, Hash{31: 1}, Entry{Seq: 3, Subject: "s", Body: []byte(`{"n":1}`)}, 2)
	if got := hex.EncodeToString(b); got != golden {
		t.Errorf("it is %s", got)
	}
}
