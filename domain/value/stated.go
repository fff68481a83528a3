package value

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Stated is a value as a source tells it: known; one of a stated list; only in
// the source's words; or, as the zero value, not stated. In JSON these are the
// value itself, {"oneOf":[…]}, {"inWords":"…"} and an absent member.
type Stated[T comparable] struct {
	values []T // one: known; more: one of these
	words  string
}

// Is is a known value.
func Is[T comparable](v T) Stated[T] { return Stated[T]{values: []T{v}} }

// OneOf is a value of which only the candidates are known.
func OneOf[T comparable](vs ...T) Stated[T] { return Stated[T]{values: vs} }

// InWords is a value that stands only in the source's words.
func InWords[T comparable](s string) Stated[T] { return Stated[T]{words: s} }

// Known gives the value if the source states exactly one.
func (t Stated[T]) Known() (v T, ok bool) {
	if len(t.values) == 1 {
		return t.values[0], true
	}
	return v, false
}

// Or gives the known value, or else v.
func (t Stated[T]) Or(v T) T {
	if len(t.values) == 1 {
		return t.values[0]
	}
	return v
}

// Candidates are the values it may be: one if known, none if not stated or only
// in words.
func (t Stated[T]) Candidates() []T { return t.values }

// Words are the source's words, where only these are known.
func (t Stated[T]) Words() string { return t.words }

// IsZero reports whether the source does not state the value.
func (t Stated[T]) IsZero() bool { return len(t.values) == 0 && t.words == "" }

// Is answers whether the value is v: yes, no, or cannot be told.
func (t Stated[T]) Is(v T) Truth {
	switch {
	case len(t.values) == 1 && t.values[0] == v:
		return Yes
	case len(t.values) > 0 && !slices.Contains(t.values, v):
		return No
	}
	return CannotTell
}

// refines reports whether new says more than t and nothing against it.
func (t Stated[T]) refines(n Stated[T]) bool {
	if t.IsZero() || len(t.values) == 0 {
		return !n.IsZero()
	}
	if len(n.values) == 0 || len(n.values) >= len(t.values) {
		return false
	}
	for _, v := range n.values {
		if !slices.Contains(t.values, v) {
			return false
		}
	}
	return true
}

// AnyStated lets the description of fields look through any [Stated].
type AnyStated interface {
	Values() []any
	Words() string
	IsZero() bool
	RefinedBy(any) bool
}

func (t Stated[T]) Values() []any {
	out := make([]any, len(t.values))
	for i, v := range t.values {
		out[i] = v
	}
	return out
}

func (t Stated[T]) RefinedBy(n any) bool { return t.refines(n.(Stated[T])) }

type unsure[T comparable] struct {
	OneOf   []T    `json:"oneOf,omitempty"`
	InWords string `json:"inWords,omitzero"`
}

func (t Stated[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if v, ok := t.Known(); ok {
		return json.MarshalEncode(enc, v)
	}
	return json.MarshalEncode(enc, unsure[T]{t.values, t.words})
}

var StatedWrongly = NewRefusal(Invalid, "told-wrongly",
	"Nilai yang belum pasti ditulis sebagai {\"oneOf\":[…]} dengan dua nilai berbeda atau lebih, atau {\"inWords\":\"…\"} dengan kata-kata sumbernya; yang tidak disebut sumber dihilangkan.",
	"A value that is not sure is written as {\"oneOf\":[…]} with two or more different values, or {\"inWords\":\"…\"} with the source's words; what the source does not state is left out.")

func (t *Stated[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() != '{' {
		var v T
		if err := json.UnmarshalDecode(dec, &v); err != nil {
			return err
		}
		t.values, t.words = []T{v}, ""
		return nil
	}
	var u unsure[T]
	if err := json.UnmarshalDecode(dec, &u); err != nil {
		return err
	}
	if (len(u.OneOf) > 0) == (u.InWords != "") || len(u.OneOf) == 1 || twice(u.OneOf) {
		return StatedWrongly
	}
	t.values, t.words = u.OneOf, u.InWords
	return nil
}

func twice[T comparable](vs []T) bool {
	for i, v := range vs {
		if slices.Contains(vs[:i], v) {
			return true
		}
	}
	return false
}
