package projections

import (
	"iter"

	"mufakat/projections/engine"
)

// Parts that are the elements of a list stand for them by their place in it.

// numbered are the parts of a list of n, and others.
func numbered(n int, others ...engine.Part) iter.Seq[engine.Part] {
	return func(yield func(engine.Part) bool) {
		for i := range n {
			if !yield(engine.Part{N: uint64(i)}) {
				return
			}
		}
		for _, p := range others {
			if !yield(p) {
				return
			}
		}
	}
}

// newest says that only the last of n can have changed.
func newest(n int) engine.Changed {
	if n == 0 {
		return engine.Nothing
	}
	return engine.Only(engine.Part{N: uint64(n - 1)})
}

// nth is the element of a list that a part stands for, if it does.
func nth[T any](list []T, p engine.Part) (v T, ok bool) {
	if p.Text != "" || p.N >= uint64(len(list)) {
		return v, false
	}
	return list[p.N], true
}
