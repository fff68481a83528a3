package extsort

import (
	"cmp"
	"context"
	"math/rand/v2"
	"os"
	"testing"
)

// More rows than a run holds in memory are merged from files in order.
func TestSorterSpills(t *testing.T) {
	s := &Sorter{Dir: t.TempDir(), Limit: 1 << 20}
	defer s.Close()
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for range 3 {
		run := s.NewRun()
		for range 5000 {
			key := make([]byte, 8+r.IntN(8))
			for i := range key {
				key[i] = byte(r.IntN(256))
			}
			fine(t, run.Put("pr"[r.IntN(2)], key, []byte{byte(len(key))}))
			if n++; r.IntN(2000) == 0 {
				fine(t, run.spill())
			}
		}
		run.Sort()
		s.Add(run)
	}
	var last entry
	for e, err := range s.merged() {
		fine(t, err)
		if last.Key != nil && last.compare(e) > 0 || len(e.Value) != 1 || int(e.Value[0]) != len(e.Key) {
			t.Fatalf("%v after %v", e, last)
		}
		last = entry{e.Tag, append([]byte(nil), e.Key...), nil}
		n--
	}
	if n != 0 {
		t.Errorf("%d entries lost", n)
	}
}

// Chunks are what is merged, in order, in memory of their own.
func TestChunks(t *testing.T) {
	s := &Sorter{Dir: t.TempDir(), Limit: 3 * chunkBytes / 2}
	defer s.Close()
	run := s.NewRun()
	big := make([]byte, chunkBytes/3)
	for n := range 10 { // a run that spills, and chunks that are full
		fine(t, run.Put('r', []byte{byte(9 - n)}, big))
	}
	fine(t, run.Put('p', []byte("first"), nil))
	run.Sort()
	s.Add(run)
	s.Add(s.NewRun()) // and one without anything
	var chunks []chunk
	for c := range s.Chunks(t.Context()) {
		fine(t, c.Err)
		chunks = append(chunks, c)
	}
	var keys []byte
	for _, c := range chunks {
		for _, e := range c.Entries {
			keys = append(keys, e.Tag, e.Key[0])
		}
	}
	if string(keys) != "pfr\x00r\x01r\x02r\x03r\x04r\x05r\x06r\x07r\x08r\x09" || len(chunks) < 4 {
		t.Errorf("%q in %d chunks", keys, len(chunks))
	}
}

// Whoever takes no more chunks ends the merging with the context.
func TestChunksEndWithTheirContext(t *testing.T) {
	s := &Sorter{Dir: t.TempDir(), Limit: 100 * chunkBytes}
	defer s.Close()
	run := s.NewRun()
	for n := range 20 {
		fine(t, run.Put('r', []byte{byte(n)}, make([]byte, chunkBytes/2+1)))
	}
	s.Add(run)
	ctx, stop := context.WithCancel(t.Context())
	ch := s.Chunks(ctx)
	<-ch
	stop()
	for range ch { // it is closed, or this does not end
	}
}

// A file that says other than what was written is an error, not fewer entries.
func TestDamagedRun(t *testing.T) {
	for name, spoil := range map[string]func(*os.File) error{
		"cut":  func(f *os.File) error { return f.Truncate(20) },
		"gone": func(f *os.File) error { return f.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			s := &Sorter{Dir: t.TempDir(), Limit: 1000}
			defer s.Close()
			run := s.NewRun()
			for n := range 9 {
				fine(t, run.Put('r', []byte{byte(n)}, make([]byte, 10)))
			}
			fine(t, run.spill())
			s.Add(run)
			fine(t, spoil(run.files[0]))
			var err error
			for c := range s.Chunks(t.Context()) {
				err = cmp.Or(err, c.Err)
			}
			if err == nil {
				t.Error("merged without a word")
			}
		})
	}
}

// Nothing is left of a sorter that is closed.
func TestCloseRemovesTheFiles(t *testing.T) {
	s := &Sorter{Dir: t.TempDir(), Limit: 10}
	run := s.NewRun()
	for n := range 5 {
		fine(t, run.Put('r', []byte{byte(n)}, make([]byte, 10)))
	}
	s.Add(run)
	spilled, err := os.ReadDir(s.Dir)
	fine(t, err)
	s.Close()
	left, err := os.ReadDir(s.Dir)
	fine(t, err)
	if len(spilled) == 0 || len(left) != 0 {
		t.Errorf("%d files, and %d are left", len(spilled), len(left))
	}
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
