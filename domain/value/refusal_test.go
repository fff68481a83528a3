package value

import (
	"errors"
	"fmt"
	"testing"
)

func aRefusal() *Refusal {
	return NewRefusal(Conflict, "full", "Peti %d penuh (%s).", "Crate %d is full (%s).")
}

// Each filling is of a copy: what stands in the table of refusals stays.
func TestARefusalIsFilledInBothLanguages(t *testing.T) {
	r := aRefusal()
	got := r.With(3, "kain")
	if got.In(Indonesian) != "Peti 3 penuh (kain)." || got.In(English) != "Crate 3 is full (kain)." || got.Error() != got.In(English) {
		t.Errorf("%q, %q", got.ID, got.EN)
	}
	if got.Code != "full" || got.Class != Conflict {
		t.Errorf("%+v", got)
	}
	if *r != *aRefusal() {
		t.Errorf("it changed: %+v", r)
	}
}

// A field is named from the inside out.
func TestTheFieldOfARefusal(t *testing.T) {
	r := aRefusal()
	for _, c := range []struct {
		path []string
		want string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{"slot"}, "slot"},
		{[]string{"party", "signatories.0", "fact"}, "fact.signatories.0.party"},
		{[]string{"slot", ""}, "slot"},
		{[]string{"", "fact"}, "fact"},
	} {
		got := r
		for _, p := range c.path {
			got = got.On(p)
		}
		if got.Field != c.want {
			t.Errorf("%v: %q; want %q", c.path, got.Field, c.want)
		}
	}
	if r.Field != "" {
		t.Errorf("the refusal itself is on %q now", r.Field)
	}
}

// Two refusals of one code are one, whatever they name and however deep they lie.
func TestRefusalsAreOneByTheirCode(t *testing.T) {
	r, other := aRefusal(), NewRefusal(Conflict, "empty", "Peti %d penuh (%s).", "Crate %d is full (%s).")
	deep := fmt.Errorf("loading: %w", r.With(1, "kayu").On("crate"))
	if !errors.Is(deep, r) || errors.Is(deep, other) || errors.Is(errors.New("full"), r) {
		t.Error("told apart by something else than the code")
	}
	var found *Refusal
	if !errors.As(deep, &found) || found.Field != "crate" {
		t.Errorf("%+v", found)
	}
}
