package view

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

const someUUID = "0190d3a4-0000-7000-8000-00000000002a"

// Keys sort as what they are made of.
func TestKeysSort(t *testing.T) {
	for name, keys := range map[string][]Key{
		"numbers": {Key(nil).Num(0), Key(nil).Num(1), Key(nil).Num(256), Key(nil).Num(math.MaxUint64)},
		"moments": {Key(nil).Moment(math.MinInt64), Key(nil).Moment(-1), Key(nil).Moment(0), Key(nil).Moment(math.MaxInt64)},
		"texts":   {Key(nil).Text(""), Key(nil).Text("a"), Key(nil).Text("a").Num(1), Key(nil).Text("ab")},
	} {
		if !slices.IsSortedFunc(keys, func(a, b Key) int { return bytes.Compare(a, b) }) {
			t.Errorf("%s: %q", name, keys)
		}
	}
}

func TestIDsArePacked(t *testing.T) {
	for id, size := range map[string]int{someUUID: 16, "35": 3, "": 1, strings.ToUpper(someUUID): 37} {
		k := Key(nil).ID(id)
		if len(k) != size {
			t.Errorf("%q takes %d", id, len(k))
		}
		if size == 16 && Unpacked(k) != id {
			t.Errorf("%q reads as %q", id, Unpacked(k))
		}
	}
}

func TestSuccessor(t *testing.T) {
	for prefix, want := range map[string]string{"a": "b", "ab": "ac", "a\xff": "b", "\xff\xff": "", "": ""} {
		if got := Successor([]byte(prefix)); string(got) != want {
			t.Errorf("%q: %q", prefix, got)
		}
	}
}
