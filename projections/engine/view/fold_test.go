package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mufakat/domain/value"
)

// What is one and what is not: slices by where they lie, everything else by value.
func TestParts(t *testing.T) {
	s := []string{"a", "b"}
	day, _ := value.ParseWhen("2022-08-05")
	for _, x := range []struct {
		a, b any
		same bool
	}{
		{s, s, true}, {s, s[:1], false}, {s, slices.Clone(s), false}, {s[:0], []string(nil), true},
		{"a", "a", true}, {"a", "b", false}, {1, "a", false}, {true, true, true}, {nil, nil, true}, {nil, 1, false}, {1, nil, false},
		{value.Is(s[0]), value.Is(s[0]), false}, {value.OneOf(s...), value.OneOf(s...), true},
		{value.InWords[string]("x"), value.InWords[string]("x"), true}, {value.InWords[string]("x"), value.InWords[string]("y"), false},
		{day, day, true}, {day, value.When{}, false},
		{func() {}, func() {}, false}, // what cannot be compared is taken for changed
	} {
		if got := samePart(x.a, x.b); got != x.same {
			t.Errorf("%v and %v: %v", x.a, x.b, got)
		}
	}
}

func TestDifference(t *testing.T) {
	rows := func(s string) (rs []Row) {
		for part := range strings.FieldsSeq(s) {
			k, v, _ := strings.Cut(part, "=")
			rs = append(rs, Row{Key: []byte(k), Payload: []byte(v), From: 1})
		}
		return rs
	}
	for _, x := range []struct{ was, is, want string }{
		{"", "", ""}, {"", "a=1", "+a=1"}, {"a=1", "", "-a=1"}, {"a=1", "a=1", ""}, {"a=1", "a=2", "-a=1 +a=2"},
		{"a=1 c=1", "b=1 c=1 d=1", "-a=1 +b=1 +d=1"}, {"b=1", "a=1 b=2", "+a=1 -b=1 +b=2"},
	} {
		var got said
		if err := Difference(rows(x.was), rows(x.is), 7, &got); err != nil || strings.Join(got, " ") != x.want {
			t.Errorf("from %q to %q: %s, %v", x.was, x.is, got, err)
		}
	}
	is := rows("a=1 b=2")
	if err := Difference(rows("a=1 b=1"), is, 7, &said{}); err != nil {
		t.Fatal(err)
	}
	if is[0].From != 1 || is[1].From != 7 {
		t.Errorf("current since %d and %d", is[0].From, is[1].From)
	}
}

// said writes down what changed.
type said []string

func (s *said) Put(is Row) error {
	*s = append(*s, fmt.Sprintf("+%s=%s", is.Key, is.Payload))
	return nil
}
func (s *said) Drop(was Row, _ uint64) error {
	*s = append(*s, fmt.Sprintf("-%s=%s", was.Key, was.Payload))
	return nil
}
