package engine

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"mufakat/domain/value"
)

const someUUID = "0190d3a4-0000-7000-8000-00000000002a"

func TestRefsAreRead(t *testing.T) {
	for _, r := range []value.Ref{{Kind: "instrument", ID: someUUID}, {Kind: "party", ID: "35"}, {Kind: "later", ID: "a/b"}} {
		if got := RefIn(bytes.TrimSuffix(RefKey(r), []byte{0})); got != r {
			t.Errorf("%v reads as %v", r, got)
		}
	}
}

// Times sort as they are, before and after the epoch.
func TestTimesSort(t *testing.T) {
	keys := [][]byte{timeKey(time.Unix(-5, 0)), timeKey(time.Unix(0, 1)), timeKey(time.Unix(9, 0))}
	if !slices.IsSortedFunc(keys, bytes.Compare) {
		t.Errorf("%q", keys)
	}
}
