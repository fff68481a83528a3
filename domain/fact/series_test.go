package fact

import (
	"runtime"
	"slices"
	"testing"
)

// Whoever goes on from a list, it stays what it was.
func TestSeriesIsNeverOverwritten(t *testing.T) {
	var all []Series[int]
	list := SeriesOf[int]()
	for n := range 5 * seriesStep {
		list = list.With(n)
		all = append(all, list)
	}
	for n, s := range all {
		for by := range 2 * seriesStep {
			more := make([]int, by)
			if got := s.With(-n).With(more...); got.Len() != n+2+by || !slices.Equal(got.Slice()[n+1:], append([]int{-n}, more...)) {
				t.Errorf("%d after %d: %v", by+1, n, got.Slice())
			}
		}
	}
	for n, s := range all {
		if s.Len() != n+1 || *s.Last() != n || !slices.Equal(s.Slice(), list.Slice()[:n+1]) {
			t.Errorf("of %d: %v", n+1, s.Slice())
		}
		var seen []int
		for x := range s.All() {
			if seen = append(seen, *x); len(seen) == seriesStep+2 {
				break
			}
		}
		if !slices.Equal(seen, list.Slice()[:min(n+1, seriesStep+2)]) {
			t.Errorf("of %d: goes through %v", n+1, seen)
		}
	}
	if none := SeriesOf[int](); none.Len() != 0 || none.Slice() != nil {
		t.Errorf("of none: %v", none)
	}
}

// Growing costs the same however many there are.
func TestSeriesGrowsAtOneCost(t *testing.T) {
	grow := func(n int) (bytes uint64) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var s Series[[256]byte]
		for range n {
			s = s.With([256]byte{})
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := grow(100), grow(1000); many > 12*few {
		t.Errorf("%d bytes for 100, %d for 1000", few, many)
	}
}
