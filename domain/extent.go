package domain

import (
	"strconv"
	"strings"

	"mufakat/domain/value"
)

// Extent is how much of a bundle was signed: all of it, or n of m.
type Extent string

var notAnExtent = value.NewRefusal(value.Invalid, "not-an-extent",
	"%q bukan banyaknya naskah yang ditandatangani. Tulis all, atau misalnya 3/7.",
	"%q does not say how many were signed. Write all, or 3/7 for example.")

func (x *Extent) UnmarshalText(b []byte) error {
	*x = Extent(b)
	if n, m, ok := x.part(); *x != "all" && (!ok || n < 1 || n > m) {
		return notAnExtent.With(value.Clip(string(b)))
	}
	return nil
}

func (x Extent) part() (n, m int, ok bool) {
	a, b, cut := strings.Cut(string(x), "/")
	n, err1 := strconv.Atoi(a)
	m, err2 := strconv.Atoi(b)
	return n, m, cut && err1 == nil && err2 == nil
}

// In says the extent in words.
func (x Extent) In(l value.Lang) string {
	if n, m, ok := x.part(); ok {
		return value.Words{ID: "%d dari %d naskah", EN: "%d of %d documents"}.With(n, m).In(l)
	}
	return value.Words{ID: "semua naskah", EN: "all documents"}.In(l)
}
