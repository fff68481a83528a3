package domain

import (
	"os"
	"strings"
	"testing"

	"mufakat/domain/value"
)

// What a rebuild pays for each record, and a command for its aggregate.
func BenchmarkReadRecord(b *testing.B) {
	body, err := os.ReadFile("testdata/id.mufakat.instrument.signed-by-party.v1.json")
	if err != nil {
		b.Fatal(err)
	}
	line := []byte(strings.TrimSpace(string(body)))
	ref := value.Ref{Kind: "instrument", ID: "00000000-0000-7000-8000-000000000001"}
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if r := Read(1, ref, line); r.Unreadable != nil {
			b.Fatal(r.Unreadable)
		}
	}
}
