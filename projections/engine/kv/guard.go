package kv

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// guard runs a function that reads or writes a file, and answers [ErrDamaged]
// where what the file says made it panic.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			if _, ours := p.(damage); !ours && !faulted(p) && !panickedInBolt() {
				panic(p)
			}
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return do()
}

// faulted reports whether a panic is of memory that could not be read, as where a
// file ends before its map does.
func faulted(p any) bool {
	_, ok := p.(interface{ Addr() uintptr })
	return ok
}

// panickedInBolt reports whether it was bbolt's own code that panicked. It is
// asked while the panic is being recovered, when its frames still stand below.
func panickedInBolt() bool {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	for panicked := false; ; {
		f, more := frames.Next()
		switch inRuntime := strings.HasPrefix(f.Function, "runtime."); {
		case f.Function == "runtime.gopanic":
			panicked = true
		case panicked && !inRuntime:
			return strings.HasPrefix(f.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}
