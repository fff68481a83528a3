// Package bytype remembers what reflection found out about a type, so that each
// type is looked at once.
package bytype

import (
	"reflect"
	"sync"
)

// Memo is the function of, asked once for each type. What it answers is shared,
// and not to be changed. It may be asked by many goroutines at once.
func Memo[T any](of func(reflect.Type) T) func(reflect.Type) T {
	var known sync.Map
	return func(t reflect.Type) T {
		if v, ok := known.Load(t); ok {
			return v.(T)
		}
		v, _ := known.LoadOrStore(t, of(t))
		return v.(T)
	}
}
