package fact

import (
	"iter"
	"slices"
)

// Keyed is an element that is found by a key; several may have the same.
type Keyed[K comparable] interface{ Key() K }

// Indexed is a [Series] whose elements are found by their keys without going
// through all. As a list does, it stays what it was however others go on from it.
//
// The newest few are looked through. The others stand in maps, each of at least
// twice as many elements as the next, which are made anew together when the next
// would be as large: a logarithm of the list's length is how many there are, and
// how often an element is entered.
type Indexed[K comparable, T Keyed[K]] struct {
	Series[T]
	levels []level[K]
}

// level finds the places of some elements, which follow those of the level before.
type level[K comparable] struct {
	size int
	at   map[K][]int
}

// IndexedOf is a list of these.
func IndexedOf[K comparable, T Keyed[K]](items ...T) Indexed[K, T] {
	return Indexed[K, T]{}.With(items...)
}

// With is the list with more at its end.
func (x Indexed[K, T]) With(more ...T) Indexed[K, T] {
	x.Series = x.Series.With(more...)
	x.index()
	return x
}

// index enters the elements that are not looked through any more.
func (x *Indexed[K, T]) index() {
	end := len(x.full) * seriesStep
	size := end
	for _, l := range x.levels {
		size -= l.size
	}
	if size == 0 {
		return
	}
	levels := x.levels
	for n := len(levels) - 1; n >= 0 && levels[n].size <= size; n-- {
		size += levels[n].size
		levels = levels[:n]
	}
	at := make(map[K][]int, size)
	for i := end - size; i < end; i++ {
		k := (*x.At(i)).Key()
		at[k] = append(at[k], i)
	}
	x.levels = append(slices.Clip(levels), level[K]{size, at})
}

// Of goes through the elements of a key in their order, each with its place.
func (x Indexed[K, T]) Of(k K) iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for _, l := range x.levels {
			for _, i := range l.at[k] {
				if !yield(i, x.At(i)) {
					return
				}
			}
		}
		for i := range x.end {
			if x.end[i].Key() == k && !yield(len(x.full)*seriesStep+i, &x.end[i]) {
				return
			}
		}
	}
}

// LastOf is the place of the last element of a key, if there is one.
func (x Indexed[K, T]) LastOf(k K) (place int, ok bool) {
	for i := range slices.Backward(x.end) {
		if x.end[i].Key() == k {
			return len(x.full)*seriesStep + i, true
		}
	}
	for _, l := range slices.Backward(x.levels) {
		if at := l.at[k]; len(at) > 0 {
			return at[len(at)-1], true
		}
	}
	return 0, false
}
