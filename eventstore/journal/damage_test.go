package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The last segment ends anywhere within its last three entries.
func TestATornEndIsCutAndToldOf(t *testing.T) {
	o := small(1 << 20)
	o.disk = unsynced{}
	dir := created(t, o, 20)
	file := segmentPath(dir, 1)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ends := map[uint64]int{20: len(whole)}
	for seq := uint64(20); seq > 17; seq-- {
		ends[seq-1] = ends[seq] - record(seq).size()
	}
	for n := uint64(17); n < 20; n++ {
		for cut := ends[n]; cut < ends[n+1]; cut++ {
			if err := os.WriteFile(file, whole[:cut], 0o600); err != nil {
				t.Fatal(err)
			}
			j := opened(t, dir, o)
			if c := j.Condition(); c.Last != n || c.Torn != int64(cut-ends[n]) || c.Damage != nil {
				t.Fatalf("cut %d bytes after record %d: %+v", cut-ends[n], n, c)
			}
			for seq := n + 1; seq <= 21; seq++ {
				if err := j.Commit(t.Context(), record(seq)); err != nil {
					t.Fatal(err)
				}
			}
			j.Close()
			checkWhole(t, dir, o, 21)
		}
	}
}

// A page that never came to the disk is an end that was never written; a last
// entry whose bytes are there may have been acknowledged.
func TestAnEndThatMayHaveBeenAcknowledgedIsNotForgotten(t *testing.T) {
	size := record(20).size()
	for name, c := range map[string]struct {
		harm     func(last []byte) []byte
		doubtful bool
	}{
		"zeroes":                         {func(b []byte) []byte { clear(b); return b }, false},
		"zeroes after it":                {func(b []byte) []byte { return append(b, make([]byte, 5000)...) }, false},
		"its end is zeroes":              {func(b []byte) []byte { clear(b[40:]); return b }, false},
		"half, then zeroes":              {func(b []byte) []byte { return append(b[:40], make([]byte, 5000)...) }, false},
		"a bit of its body":              {func(b []byte) []byte { b[40] ^= 8; return b }, true},
		"a bit of its size":              {func(b []byte) []byte { b[2] ^= 8; return b }, true},
		"a bit of its size, then half":   {func(b []byte) []byte { b[2] ^= 8; return append(b, b[:30]...) }, true},
		"a bit of its sequence":          {func(b []byte) []byte { b[15] ^= 8; return b }, true},
		"a bit of its body, then zeroes": {func(b []byte) []byte { b[40] ^= 8; return append(b, make([]byte, 5000)...) }, true},
	} {
		dir := created(t, small(0), 20)
		b, err := os.ReadFile(segmentPath(dir, 1))
		if err != nil {
			t.Fatal(err)
		}
		at := len(b) - size
		if err := os.WriteFile(segmentPath(dir, 1), append(b[:at:at], c.harm(slices.Clone(b[at:]))...), 0o600); err != nil {
			t.Fatal(err)
		}
		j := opened(t, dir, small(0))
		doubtful := j.Condition().Damage != nil
		if doubtful != c.doubtful || doubtful == (j.Condition().Torn > 0) {
			t.Errorf("%s: %+v", name, j.Condition())
		}
		if err := j.Commit(t.Context(), record(j.Durable()+1)); errors.As(err, new(Damage)) != doubtful {
			t.Errorf("%s: a commit is answered by %v", name, err)
		}
	}
}

// One bit of any byte of any file is turned over. What is read is right; what is
// not is named, and mended from the stream.
func TestAnyBitThatTurnsOverIsNoticedAndMended(t *testing.T) {
	const n = 10
	step := 1
	if testing.Short() {
		step = 5
	}
	o := small(350)
	o.disk = unsynced{}
	dir := created(t, o, n)
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(names) < 5 {
		t.Fatal(names)
	}
	for _, name := range names {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(whole); i += step {
			b := slices.Clone(whole)
			b[i] ^= 1 << (i % 8)
			if err := os.WriteFile(name, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if what := noticed(t, dir, o, n); !what && !strings.HasSuffix(name, ".index") {
				t.Fatalf("%s: nobody notices a bit in byte %d", name, i)
			}
			checkWhole(t, dir, o, n)
			if err := os.WriteFile(name, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// noticed reports whether anything is amiss, and makes it whole again.
func noticed(t *testing.T, dir string, o Options, n uint64) bool {
	t.Helper()
	j := opened(t, dir, o)
	defer j.Close()
	checkRead(t, j)
	c := j.Condition()
	if err := j.Err(); (err != nil) != (c.Damage != nil) {
		t.Fatalf("with %v it answers %v", c.Damage, err)
	}
	if k := len(c.Damage); k > 0 && c.Damage[k-1].To == Unknown {
		if err := j.Cut(c.Damage[k-1]); err != nil {
			t.Fatal(err)
		}
	}
	damage, err := j.Verify(t.Context(), func(_, _ uint64) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Mend(t.Context(), damage, stream); err != nil {
		t.Fatal(damage, err)
	}
	for seq := j.Durable() + 1; seq <= n; seq++ {
		if err := j.Commit(t.Context(), record(seq)); err != nil {
			t.Fatal(err)
		}
	}
	return c.Torn > 0 || c.Damage != nil || damage != nil
}

// Any block of any file goes to zeroes, any file is cut short or deleted.
func TestAnyBlockThatIsLostIsNoticedAndMended(t *testing.T) {
	const n, block = 40, 128
	o := small(1500)
	o.disk = unsynced{}
	dir := created(t, o, n)
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, name := range names {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(whole); at += block {
			zeroed := slices.Clone(whole)
			clear(zeroed[at:min(at+block, len(whole))])
			for _, b := range [][]byte{zeroed, whole[:at], append(zeroed, zeroed...), nil} {
				os.Remove(name)
				if b != nil {
					os.WriteFile(name, b, 0o600)
				}
				noticed(t, dir, o, n)
				checkWhole(t, dir, o, n)
				if err := os.WriteFile(name, whole, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// What was made whole under another name has no last write.
func TestAHoleInWhatWasMadeWhole(t *testing.T) {
	dir := created(t, small(0), 20)
	b, err := os.ReadFile(segmentPath(dir, 1))
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-record(20).size()-1]++
	if err := os.WriteFile(segmentPath(dir, 1), b, 0o600); err != nil {
		t.Fatal(err)
	}
	d := opened(t, dir, small(0)).Condition().Damage
	if len(d) != 1 || d[0].From != 19 || d[0].To != 19 || d[0].LastWrite {
		t.Errorf("without record 19: %+v", d)
	}
}

// A full segment with a torn end is cut before the next one begins.
func TestATornEndOfAFullSegment(t *testing.T) {
	o := small(1) // each entry is one
	o.disk = unsynced{}
	dir := created(t, o, 3)
	half, _ := appendEntry(nil, Hash{}, record(4), 0)
	f, err := os.OpenFile(segmentPath(dir, 3), os.O_WRONLY|os.O_APPEND, 0)
	if err == nil {
		_, err = f.Write(half[:30])
		f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	j := opened(t, dir, o)
	if err := j.Commit(t.Context(), record(4)); err != nil || j.Condition().Torn != 30 {
		t.Fatal(j.Condition(), err)
	}
	j.Close()
	checkWhole(t, dir, o, 4)
}

// Without indexes Open reads everything, and sees that a segment does not lead
// to the next; with them it need not read the full ones.
func TestIndexesAreMadeAgain(t *testing.T) {
	o := small(1000)
	o.disk = unsynced{}
	dir := created(t, o, 60)
	firsts, _ := segmentsIn(dir)
	forge(t, dir, slices.Clone(firsts), firsts[2]-1, true)
	if d := opened(t, dir, o).Condition().Damage; d != nil {
		t.Errorf("with indexes Open has read all: %v", d)
	}
	removeIndexes := func() (removed int) {
		names, _ := filepath.Glob(filepath.Join(dir, "*.index"))
		for _, name := range names {
			os.Remove(name)
		}
		return len(names)
	}
	all := removeIndexes()
	j := opened(t, dir, o)
	want := Damage{Segment: firsts[1], From: firsts[2] - 1, To: firsts[2] - 1, Reason: Unchained}
	if d := j.Condition().Damage; !slices.Equal(d, []Damage{want}) {
		t.Fatalf("%v, not %v", d, want)
	}
	if err := j.Mend(t.Context(), j.Condition().Damage, stream); err != nil {
		t.Fatal(err)
	}
	j.Close()
	checkWhole(t, dir, o, 60)
	if n := removeIndexes(); n != all || all < 3 {
		t.Errorf("%d indexes of %d were made again", n, all)
	}
}
