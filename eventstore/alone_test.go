package eventstore

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// TestJournalAlone has a store with which the server cannot start. The ledger is
// read from the journal, and takes commands again when the store is as it was.
func TestJournalAlone(t *testing.T) {
	t.Parallel()
	f := create(t, config(t))
	f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
	f.fill(3)
	f.checkLedger()
	f.close()
	store := filepath.Join(f.c.Dir, "jetstream")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Rename(store, store+".away"))
	must(os.WriteFile(store, nil, 0o600))

	f = f.reopened(newMemory())
	must(f.Check(t.Context(), f.views))
	f.follow()
	refusedAs(t, f.AcceptCommands(t.Context()), journalAlone)
	if wrong, err := f.Verify(t.Context(), nil); err != nil || wrong != nil {
		t.Fatal(wrong, err)
	}
	_, err := f.append(alias(t, agency(1), "b"), "l")
	refusedAs(t, err, journalAlone)
	_, _, err = f.Repair(t.Context())
	refusedAs(t, err, journalAlone)
	_, err = f.OpenNotices(t.Context())
	refusedAs(t, err, journalAlone)
	f.close()

	must(os.Remove(store))
	must(os.Rename(store+".away", store))
	f = f.reopened(f.views)
	f.start()
	f.mustAppend(alias(t, agency(1), "a"), "k", fact.Replayed)
	f.mustAppend(alias(t, agency(1), "b"), "l", fact.Recorded)
}

// TestUnusable says in words what a disk answers, and nothing of other errors.
func TestUnusable(t *testing.T) {
	for errno, want := range map[syscall.Errno]value.Words{
		syscall.ENOSPC: diskFull, syscall.EROFS: diskRead, syscall.EACCES: noPermission, syscall.EIO: diskError,
	} {
		err := Unusable("/d", fmt.Errorf("open: %w", errno))
		refusedAbout(t, err, directoryUnusable, "/d", want)
	}
	if err := Unusable("/d", io.EOF); err != io.EOF {
		t.Error(err)
	}
	if err := Unusable("/d", nothingHere.With("/d")); err == nil || err.Error() != nothingHere.With("/d").Error() {
		t.Error(err)
	}
}
