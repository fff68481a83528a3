package projections

import (
	"math/rand/v2"
	"testing"
)

// More rows than a run holds in memory are merged from files in order.
func TestSorterSpills(t *testing.T) {
	s := &sorter{dir: t.TempDir(), limit: 1 << 20}
	defer s.close()
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for range 3 {
		run := s.run()
		for range 5000 {
			key := make([]byte, 8+r.IntN(8))
			for i := range key {
				key[i] = byte(r.IntN(256))
			}
			fine(t, run.put("pr"[r.IntN(2)], key, []byte{byte(len(key))}))
			if n++; r.IntN(2000) == 0 {
				fine(t, run.spill())
			}
		}
		run.sort()
		s.add(run)
	}
	var last entry
	for e, err := range s.merged() {
		fine(t, err)
		if last.key != nil && last.compare(e) > 0 || len(e.value) != 1 || int(e.value[0]) != len(e.key) {
			t.Fatalf("%v after %v", e, last)
		}
		last = entry{e.tag, append([]byte(nil), e.key...), nil}
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
