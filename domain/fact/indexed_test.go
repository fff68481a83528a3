package fact

import (
	"slices"
	"testing"
)

type residue int

func (r residue) Key() int { return int(r) % 7 }

// Whoever goes on from a list, and in steps of whatever size, what it holds is found
// by its key: all of it, in its order, and nothing else.
func TestIndexedFindsWhatIsThere(t *testing.T) {
	var all []Indexed[int, residue]
	var list Indexed[int, residue]
	for n := 0; n < 20*seriesStep; {
		all = append(all, list)
		more := make([]residue, 1+n*n%37)
		for i := range more {
			more[i] = residue(n + i)
		}
		list, n = list.With(more...), n+len(more)
		_ = all[len(all)-1].With(more[0]+1, 3) // another way on
	}
	for _, x := range append(all, list) {
		for key := range 8 {
			var want, got []int
			for i := key; i < x.Len() && key < 7; i += 7 {
				want = append(want, i)
			}
			for i, r := range x.Of(key) {
				if got = append(got, i); int(*r) != i {
					t.Fatalf("of %d: %d stands at %d", x.Len(), *r, i)
				}
			}
			if last, ok := x.LastOf(key); ok != (len(want) > 0) || ok && last != want[len(want)-1] {
				t.Fatalf("of %d: the last under %d is at %d, %v; want one of %v", x.Len(), key, last, ok, want)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("of %d: under %d are %v, not %v", x.Len(), key, got, want)
			}
		}
		for range x.Of(3) {
			break // whoever asks may end
		}
	}
	if n := len(list.levels); n > 5 {
		t.Errorf("%d maps for %d", n, list.Len())
	}
}

// Growing one by one takes an index a logarithm's multiple of its length, not the
// square of it.
func TestIndexedGrowsAtNearlyOneCost(t *testing.T) {
	grow := func(n int) float64 {
		return testing.AllocsPerRun(2, func() {
			var x Indexed[int, residue]
			for i := range n {
				x = x.With(residue(i))
			}
		})
	}
	if few, many := grow(200), grow(2000); many > 20*few {
		t.Errorf("%.0f allocations for 200, %.0f for 2000", few, many)
	}
}
