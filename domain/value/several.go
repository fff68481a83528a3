package value

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Several is a value that there may be more than one of at the same time, each as a
// source tells it. In JSON one stands by itself, and more in a list.
type Several[T comparable] []Stated[T]

// IsZero reports whether the source states none.
func (s Several[T]) IsZero() bool { return len(s) == 0 }

// Alone says that one may stand without a list.
func (s Several[T]) Alone() {}

// Format writes each as [Stated.Format] does; nothing where none is stated.
func (s Several[T]) Format(l Lang, names Names) string {
	parts := make([]string, len(s))
	for i, v := range s {
		parts[i] = v.Format(l, names)
	}
	return JoinWords(parts, And, l)
}

// Candidates are the values that any of them may be.
func (s Several[T]) Candidates() (all []T) {
	for _, v := range s {
		all = append(all, v.Candidates()...)
	}
	return all
}

func (s Several[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if len(s) == 1 {
		return json.MarshalEncode(enc, s[0])
	}
	return json.MarshalEncode(enc, []Stated[T](s))
}

var SeveralTwice = NewRefusal(Invalid, "several-twice",
	"Nilai yang sama tertulis dua kali. Hapus salah satunya.",
	"The same value stands twice. Remove one of them.")

func (s *Several[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '[' {
		*s = make(Several[T], 1)
		return json.UnmarshalDecode(dec, &(*s)[0])
	}
	if err := json.UnmarshalDecode(dec, (*[]Stated[T])(s)); err != nil {
		return err
	}
	var known []T
	for _, v := range *s {
		if x, ok := v.Known(); ok {
			known = append(known, x)
		}
	}
	if twice(known) {
		return SeveralTwice
	}
	return nil
}
