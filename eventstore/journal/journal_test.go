package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ledger = "0190a5f2-7c1e-7000-8000-000000000009"

// record is the entry of a sequence, the same each time.
func record(seq uint64) Entry {
	rng := rand.New(rand.NewPCG(seq, 1))
	return Entry{
		Seq:     seq,
		Subject: fmt.Sprintf("ledger.instrument.%d", rng.IntN(9)),
		Body:    fmt.Appendf(nil, `{"id":%d,"text":%q}`, seq, strings.Repeat("x", rng.IntN(90))),
	}
}

func records(n uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for seq := uint64(1); seq <= n && yield(record(seq), nil); seq++ {
		}
	}
}

// stream is the other copy.
func stream(_ context.Context, seq uint64) (string, []byte, error) {
	e := record(seq)
	return e.Subject, e.Body, nil
}

func small(size int64) Options { return Options{Ledger: ledger, SegmentSize: size} }

func created(t testing.TB, o Options, n uint64) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "journal")
	if err := Create(dir, o, records(n)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func opened(t testing.TB, dir string, o Options) *Journal {
	t.Helper()
	j, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// checkWhole opens the directory afresh: it holds n records, and nothing is
// amiss.
func checkWhole(t testing.TB, dir string, o Options, n uint64) {
	t.Helper()
	j, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if c := j.Condition(); c.Last != n || c.Torn != 0 || c.Damage != nil {
		t.Fatalf("%+v, not %d whole records", c, n)
	}
	if damage, err := j.Verify(t.Context(), func(_, _ uint64) {}); damage != nil || err != nil {
		t.Fatal(damage, err)
	}
	if read := checkRead(t, j); read != n {
		t.Fatalf("%d records are read of %d", read, n)
	}
}

// checkRead replays all; what is not reported as damaged is as it was written,
// and read alike by its sequence.
func checkRead(t testing.TB, j *Journal) (read uint64) {
	t.Helper()
	expected, end := uint64(1), j.Durable()
	for e, err := range j.Replay(t.Context(), 1, end) {
		if e.Seq != expected {
			t.Fatalf("record %d comes where %d should", e.Seq, expected)
		}
		expected++
		var d Damage
		if errors.As(err, &d) {
			expected = d.To + 1
			for seq := d.From; seq <= d.To; seq++ {
				if _, err := j.Read(seq); !errors.As(err, new(Damage)) {
					t.Fatalf("record %d is damaged in a replay, and alone: %v", seq, err)
				}
			}
			continue
		}
		if err != nil || !e.sameAs(record(e.Seq)) {
			t.Fatalf("record %d is read wrong: %v", e.Seq, err)
		}
		if one, err := j.Read(e.Seq); err != nil || !one.sameAs(e) || one.Hash != e.Hash {
			t.Fatalf("record %d alone: %v", e.Seq, err)
		}
		read++
	}
	if expected != end+1 {
		t.Fatalf("the replay ends before record %d of %d", expected, end)
	}
	return read
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, size := range []int64{200, 3000, 40_000, 1 << 20} {
		o := small(size)
		dir := created(t, o, 500)
		checkWhole(t, dir, o, 500)
		j := opened(t, dir, o)
		var more []Entry
		for seq := uint64(501); seq <= 700; seq++ {
			more = append(more, record(seq))
		}
		if err := j.Append(more...); err != nil {
			t.Fatal(err)
		}
		if err := j.Await(t.Context(), 700); err != nil {
			t.Fatal(err)
		}
		if err := j.Append(record(702)); !errors.As(err, new(*GapError)) {
			t.Errorf("a gap is answered by %v", err)
		}
		if err := j.Append(record(701)); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Read(701); err != ErrBeyond && (err != nil || j.Durable() < 701) {
			t.Errorf("what is not durable is read: %v", err)
		}
		checkRead(t, j)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Read(1); err != ErrClosed {
			t.Errorf("a closed journal is read: %v", err)
		}
		checkWhole(t, dir, o, 701)
	}
}

func TestCreatingIsNotOpening(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	if _, err := Open(dir, small(0)); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	half := func(yield func(Entry, error) bool) { _ = yield(record(1), nil) && yield(record(3), nil) }
	if err := Create(dir, small(0), half); !errors.As(err, new(*GapError)) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(dir + "*"); left != nil {
		t.Errorf("half a journal is left: %v", left)
	}
	for range 2 {
		if err := Create(dir, small(0), records(0)); err != nil {
			t.Fatal(err)
		}
		if err := Create(dir, small(0), records(3)); !errors.Is(err, fs.ErrExist) {
			t.Error(err)
		}
		os.Remove(segmentPath(dir, 1))
	}
	if err := Create(dir, small(0), records(9)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{Ledger: "another"}); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	checkWhole(t, dir, small(0), 9)
}

// A body may be larger than any buffer.
func TestALargeBody(t *testing.T) {
	dir := created(t, small(0), 3)
	large := Entry{Seq: 4, Subject: "ledger.instrument.1", Body: bytes.Repeat([]byte("large"), 1<<20)}
	j := opened(t, dir, small(0))
	if err := j.Append(large, record(5)); err != nil {
		t.Fatal(err)
	}
	j.Close()
	j = opened(t, dir, small(0))
	for e, err := range j.Replay(t.Context(), 1, Unknown) {
		if want := record(e.Seq); err != nil || !e.sameAs(want) && !e.sameAs(large) {
			t.Errorf("record %d: %v", e.Seq, err)
		}
	}
	for _, want := range []Entry{record(3), large, record(5)} {
		if e, err := j.Read(want.Seq); err != nil || !e.sameAs(want) {
			t.Errorf("record %d: %v", want.Seq, err)
		}
	}
	large.Body = bytes.Repeat(large.Body, 13)
	large.Seq = 6
	if err := j.Commit(t.Context(), large); !errors.As(err, new(*UnfitError)) {
		t.Errorf("a body beyond what is read again is answered by %v", err)
	}
}
