package engine

import (
	"errors"
	"testing"

	"mufakat/domain/value"
)

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// code is what a refusal is called; empty for none.
func code(err error) string {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.Code
	}
	return ""
}
