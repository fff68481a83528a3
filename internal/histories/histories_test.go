package histories

import (
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Random histories must reach everything that can be recorded, or tests that
// rest on them say little. What one has not, another has: an event more shifts
// all that chance brings.
func TestRandomReachesEveryCommand(t *testing.T) {
	never := map[fact.Type]bool{}
	for ev := range domain.Events() {
		if ev.Command != "" {
			never[ev.Type] = true
		}
	}
	for seed := uint64(1); seed <= 60 && len(never) > 0; seed++ {
		w := NewWorld(seed)
		for range 2000 {
			delete(never, w.Step().Type)
		}
	}
	for ev := range never {
		t.Errorf("never made: %s", ev)
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
