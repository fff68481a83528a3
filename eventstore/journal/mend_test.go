package journal

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"
)

// damaged is a journal of some segments with harm done to it, and the damage
// that Open and Verify name.
func damaged(t *testing.T, o Options, n uint64, harm func(dir string, firsts []uint64)) (dir string, j *Journal, damage []Damage) {
	t.Helper()
	dir = created(t, o, n)
	firsts, err := segmentsIn(dir)
	if err != nil || len(firsts) < 5 {
		t.Fatal(firsts, err)
	}
	harm(dir, firsts)
	j = opened(t, dir, o)
	damage, err = j.Verify(t.Context(), func(_, _ uint64) {})
	if err != nil {
		t.Fatal(err)
	}
	return dir, j, damage
}

func remove(t *testing.T, dir string, firsts ...uint64) {
	for _, first := range firsts {
		if err := os.Remove(segmentPath(dir, first)); err != nil {
			t.Fatal(err)
		}
	}
}

func truncate(t *testing.T, dir string, first uint64, by int64) {
	i, err := os.Stat(segmentPath(dir, first))
	if err == nil {
		err = os.Truncate(segmentPath(dir, first), i.Size()-by)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// forge changes a record, and gives it a sound checksum and, if it is to be
// well done, a running hash that follows from the one before.
func forge(t *testing.T, dir string, firsts []uint64, seq uint64, well bool) {
	segment := slices.IndexFunc(append(firsts[1:], Unknown), func(f uint64) bool { return f > seq })
	path := segmentPath(dir, firsts[segment])
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at, prev := segmentHead, Hash(b[20:52])
	for s := firsts[segment]; s < seq; s++ {
		prev = record(s).After(prev)
		at += record(s).size()
	}
	r := raw(b[at : at+record(seq).size()])
	r.body(len(r) - footSize)[2] ^= 1
	if well {
		hash := r.follows(prev)
		copy(r[len(r)-footSize:], hash[:])
	}
	binary.BigEndian.PutUint32(r[len(r)-4:], crc32.Checksum(r[:len(r)-4], castagnoli))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDamageIsNamedAndMended(t *testing.T) {
	const n = 60
	o := small(1000)
	o.disk = unsynced{}
	for name, c := range map[string]struct {
		harm func(dir string, firsts []uint64)
		lost func(firsts []uint64) (from, to uint64)
	}{
		"the first segment is missing": {
			func(dir string, f []uint64) { remove(t, dir, f[0]) },
			func(f []uint64) (uint64, uint64) { return 1, f[1] - 1 },
		},
		"one segment is missing": {
			func(dir string, f []uint64) { remove(t, dir, f[2]) },
			func(f []uint64) (uint64, uint64) { return f[2], f[3] - 1 },
		},
		"two segments are missing": {
			func(dir string, f []uint64) { remove(t, dir, f[1], f[2]) },
			func(f []uint64) (uint64, uint64) { return f[1], f[3] - 1 },
		},
		"a full segment is cut short, and the next is missing": {
			func(dir string, f []uint64) { truncate(t, dir, f[1], 10); remove(t, dir, f[2]) },
			func(f []uint64) (uint64, uint64) { return f[2] - 1, f[3] - 1 },
		},
		"a full segment is empty": {
			func(dir string, f []uint64) { os.Truncate(segmentPath(dir, f[1]), 0) },
			func(f []uint64) (uint64, uint64) { return f[1], f[2] - 1 },
		},
		"a record is forged": {
			func(dir string, f []uint64) { forge(t, dir, f, f[1]+2, false) },
			func(f []uint64) (uint64, uint64) { return f[1] + 1, f[1] + 2 },
		},
		"a record is forged well": {
			func(dir string, f []uint64) { forge(t, dir, f, f[1]+2, true) },
			func(f []uint64) (uint64, uint64) { return f[1] + 2, f[1] + 3 },
		},
		"the last of a segment is forged well": {
			func(dir string, f []uint64) { forge(t, dir, f, f[2]-1, true) },
			func(f []uint64) (uint64, uint64) { return f[2] - 1, f[2] - 1 },
		},
		"two of a segment are forged": {
			func(dir string, f []uint64) { forge(t, dir, f, f[1], true); forge(t, dir, f, f[2]-1, false) },
			func(f []uint64) (uint64, uint64) { return f[1], f[2] - 1 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			var firsts []uint64
			dir, j, damage := damaged(t, o, n, func(dir string, f []uint64) { firsts = slices.Clone(f); c.harm(dir, f) })
			from, to := c.lost(firsts)
			var first, last uint64 = Unknown, 0
			for _, d := range damage {
				if d.To >= d.From {
					first, last = min(first, d.From), max(last, d.To)
				}
			}
			if first != from || last != to {
				t.Errorf("%v, not %d to %d", damage, from, to)
			}
			if j.Err() == nil && !strings.Contains(name, "forged") {
				t.Error("Open has not seen it")
			}
			wrong := func(ctx context.Context, seq uint64) (string, []byte, error) {
				return "ledger.instrument.another", []byte("{}"), nil
			}
			if err := j.Mend(t.Context(), damage, wrong); !errors.As(err, new(*UnfitError)) {
				t.Fatalf("it is mended with what does not fit: %v", err)
			}
			if again, _ := j.Verify(t.Context(), func(_, _ uint64) {}); !slices.Equal(again, damage) {
				t.Fatalf("%v has become %v", damage, again)
			}
			if err := j.Mend(t.Context(), damage, stream); err != nil {
				t.Fatal(err)
			}
			if err := j.Commit(t.Context(), record(n+1)); err != nil {
				t.Fatal(err)
			}
			checkRead(t, j)
			j.Close()
			checkWhole(t, dir, o, n+1)
		})
	}
}

// cutShort is a disk that ends after so many renames.
type cutShort struct {
	unsynced
	renames *int
}

var errCut = errors.New("the power is gone")

func (d cutShort) rename(from, to string) error {
	if *d.renames--; *d.renames < 0 {
		return errCut
	}
	return d.unsynced.rename(from, to)
}

// A mending that is cut short leaves what can be mended; what the journal has
// itself it needs from nobody, also where segments have become smaller.
func TestAMendingCutShort(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(dir string, firsts []uint64)
		size int64
		good Fetch
	}{
		"segments are missing": {func(dir string, f []uint64) { truncate(t, dir, f[1], 300); remove(t, dir, f[2], f[3], f[4]) }, 1000, stream},
		"a head is broken": {func(dir string, f []uint64) {
			b, err := os.ReadFile(segmentPath(dir, f[1]))
			if err != nil {
				t.Fatal(err)
			}
			b[9]++
			os.WriteFile(segmentPath(dir, f[1]), b, 0o600)
		}, 400, nil},
	} {
		done := false
		for renames := 0; !done; renames++ {
			o := small(1000)
			o.disk = unsynced{}
			dir, j, damage := damaged(t, o, 80, c.harm)
			left := renames
			j.o.disk, j.o.SegmentSize = cutShort{renames: &left}, c.size
			err := j.Mend(t.Context(), damage, c.good)
			if done = err == nil; !done && !errors.Is(err, errCut) {
				t.Fatal(name, err)
			}
			j.Close()
			j = opened(t, dir, o)
			if damage := j.Condition().Damage; damage != nil {
				if err := j.Mend(t.Context(), damage, c.good); err != nil {
					t.Fatal(name, damage, err)
				}
			}
			j.Close()
			checkWhole(t, dir, o, 80)
		}
	}
}

// A disk that cannot read a block has damaged what is in it, and no more.
func TestABlockThatCannotBeRead(t *testing.T) {
	const n = 400
	o := small(16 * blockSize)
	o.disk = unsynced{}
	dir := created(t, o, n)
	info, err := os.Stat(segmentPath(dir, 1))
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(0); at < info.Size(); at += blockSize {
		o.disk = badBlock{path: segmentPath(dir, 1), at: at}
		j := opened(t, dir, o)
		if read := checkRead(t, j); read < n-1-blockSize/minEntry || j.Err() == nil {
			t.Errorf("without the block at %d %d records are read, %v", at, read, j.Err())
		}
		c := j.Condition()
		if d := c.Damage[len(c.Damage)-1]; c.Torn > 0 || d.To == Unknown != (at+blockSize >= info.Size()) {
			t.Errorf("without the block at %d: %+v", at, c)
		}
		j.Close()
	}
}
