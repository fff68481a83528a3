package histories

import (
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// A random history must reach everything that can be recorded, or tests that
// rest on it say little.
func TestRandomReachesEveryCommand(t *testing.T) {
	w := NewWorld(1)
	seen := map[fact.Type]int{}
	for range 10_000 {
		r := w.Step()
		seen[r.Type]++
	}
	for ev := range domain.Events() {
		if ev.Command != "" && seen[ev.Type] == 0 {
			t.Errorf("never made: %s", ev.Type)
		}
	}
}

func TestRealisticIsWhole(t *testing.T) {
	folded := map[value.Ref]fact.Aggregate{}
	n := 0
	for s, err := range Realistic(3000) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		a, ok := folded[s.Ref]
		if !ok {
			a = domain.New(s.Ref)
		}
		if a = a.Add(domain.Read(s.Seq, s.Ref, s.Body)); a.Frozen != nil || s.Seq != uint64(n) {
			t.Fatalf("record %d: %v", s.Seq, a.Frozen)
		}
		folded[s.Ref] = a
	}
	if n != 3000 {
		t.Errorf("%d records", n)
	}
}
