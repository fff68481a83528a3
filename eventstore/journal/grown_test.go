package journal

import (
	"path/filepath"
	"testing"
)

// Who follows is woken when entries are durable, and not before.
func TestGrown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	if err := Create(dir, Options{Ledger: "l"}, func(func(Entry, error) bool) {}); err != nil {
		t.Fatal(err)
	}
	j, err := Open(dir, Options{Ledger: "l"})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	closed := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	grown := j.Grown()
	if err := j.Append(Entry{Seq: 1, Subject: "s", Body: []byte("b")}); err != nil {
		t.Fatal(err)
	}
	if closed(grown) || j.Durable() != 0 {
		t.Fatal("what is not durable was told")
	}
	if err := j.Sync(); err != nil {
		t.Fatal(err)
	}
	if !closed(grown) || j.Durable() != 1 || closed(j.Grown()) {
		t.Fatal("what is durable was not told, or twice")
	}
}
