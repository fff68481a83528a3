package fact

import (
	"iter"
	"slices"
)

// Series is a list that states grow at its end. Nothing that a list holds is ever
// changed or written behind: one that grew shares all of it, but for an end of a
// few elements, with the one before. So a state stays what it was however others
// go on from it, and folding n records takes n steps and not their square. The
// zero value is empty.
type Series[T any] struct {
	full [][]T // seriesStep elements each
	end  []T   // fewer
}

const seriesStep = 16

// SeriesOf is a list of these.
func SeriesOf[T any](items ...T) Series[T] { return Series[T]{}.With(items...) }

// With is the list with more at its end.
func (s Series[T]) With(more ...T) Series[T] {
	for len(more) > 0 {
		n := min(len(more), seriesStep-len(s.end))
		s.end, more = slices.Concat(s.end, more[:n]), more[n:]
		if len(s.end) == seriesStep {
			s.full, s.end = append(slices.Clip(s.full), s.end), nil
		}
	}
	return s
}

// Len is how many there are.
func (s Series[T]) Len() int { return len(s.full)*seriesStep + len(s.end) }

// At is the i-th, from 0; there must be one.
func (s Series[T]) At(i int) *T {
	if n := i / seriesStep; n < len(s.full) {
		return &s.full[n][i%seriesStep]
	}
	return &s.end[i%seriesStep]
}

// Last is the newest; there must be one.
func (s Series[T]) Last() *T { return s.At(s.Len() - 1) }

// All goes through the elements. They are shared, and not to be changed.
func (s Series[T]) All() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, items := range s.full {
			for i := range items {
				if !yield(&items[i]) {
					return
				}
			}
		}
		for i := range s.end {
			if !yield(&s.end[i]) {
				return
			}
		}
	}
}

// Slice is a copy of all elements, nil where there are none.
func (s Series[T]) Slice() []T { return append(slices.Concat(s.full...), s.end...) }
