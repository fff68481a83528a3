package kv

import (
	"errors"
	"sync/atomic"
)

// Current is the file that is in use. Another can take its place while it is
// being read; nil once it is closed.
type Current struct{ atomic.Pointer[File] }

// View runs a function over one moment, again where the file was replaced before
// it began.
func (c *Current) View(read func(Entries) error) error {
	return c.with(func(f *File) error { return f.View(read) })
}

// Begin is a moment that is held.
func (c *Current) Begin() (s Snapshot, err error) {
	err = c.with(func(f *File) error {
		s, err = f.Begin()
		return err
	})
	return s, err
}

func (c *Current) with(do func(*File) error) error {
	for {
		f := c.Load()
		if f == nil {
			return ErrClosed
		}
		if err := do(f); !errors.Is(err, ErrClosed) {
			return err
		}
	}
}
