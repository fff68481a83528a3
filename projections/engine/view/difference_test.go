package view

import (
	"fmt"
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	rows := func(s string) (rs []Row) {
		for part := range strings.FieldsSeq(s) {
			k, v, _ := strings.Cut(part, "=")
			rs = append(rs, Row{Key: []byte(k), Payload: []byte(v)})
		}
		return rs
	}
	for _, x := range []struct{ was, is, want string }{
		{"", "", ""}, {"", "a=1", "+a=1"}, {"a=1", "", "-a=1"}, {"a=1", "a=1", ""}, {"a=1", "a=2", "-a=1 +a=2"},
		{"a=1 c=1", "b=1 c=1 d=1", "-a=1 +b=1 +d=1"}, {"b=1", "a=1 b=2", "+a=1 -b=1 +b=2"},
	} {
		var got said
		if err := Difference(rows(x.was), rows(x.is), &got); err != nil || strings.Join(got, " ") != x.want {
			t.Errorf("from %q to %q: %s, %v", x.was, x.is, got, err)
		}
	}
}

// said writes down what changed.
type said []string

func (s *said) Put(is Row) error {
	*s = append(*s, fmt.Sprintf("+%s=%s", is.Key, is.Payload))
	return nil
}
func (s *said) Drop(was Row) error {
	*s = append(*s, fmt.Sprintf("-%s=%s", was.Key, was.Payload))
	return nil
}
