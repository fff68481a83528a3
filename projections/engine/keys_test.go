package engine

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"mufakat/domain/value"
)

const someUUID = "0190d3a4-0000-7000-8000-00000000002a"

// Times sort as what they are, those that no count of nanoseconds holds as the
// nearest that one does.
func TestTimesSort(t *testing.T) {
	keys := [][]byte{timeKey(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)), timeKey(time.Unix(-5, 0)), timeKey(time.Unix(0, 1)),
		timeKey(time.Unix(9, 0)), timeKey(time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC))}
	if !slices.IsSortedFunc(keys, bytes.Compare) {
		t.Errorf("%q", keys)
	}
}

func TestRefsAreRead(t *testing.T) {
	for _, r := range []value.Ref{{Kind: "instrument", ID: someUUID}, {Kind: "party", ID: "35"}, {Kind: "later", ID: "a/b"}} {
		if got := RefIn(bytes.TrimSuffix(RefKey(r), []byte{0})); got != r {
			t.Errorf("%v reads as %v", r, got)
		}
	}
}
