package extsort

import (
	"math/rand/v2"
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

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
