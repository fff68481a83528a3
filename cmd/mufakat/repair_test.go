package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A stream that has lost its end has it back from the journal, byte for byte.
func TestRepair(t *testing.T) {
	_, ok := endsBefore(t, "jetstream")
	if out := ok("repair"); !strings.Contains(out, "catatan 2 sampai 2 dikembalikan dari jurnal") {
		t.Errorf("repair says %s", out)
	}
	if out := ok("repair"); !strings.Contains(out, "utuh") {
		t.Errorf("and then it says %s", out)
	}
	ok("verify")
	if out := ok("list", "party"); !strings.Contains(out, "Jawa Timur") {
		t.Error(out)
	}
	ok("record", "party", "register", "code=11")
}

// A ledger both of whose copies end before the views do takes no commands and says
// why; serve goes on answering.
func TestViewsBeyondTheEnd(t *testing.T) {
	dir, _ := endsBefore(t, "jetstream", "journal")
	code, _, notes := mufakat("record", "party", "register", "code=11", "--dir", dir)
	if code != exitIntegrity || !strings.Contains(notes, "views.db") {
		t.Errorf("recording upon a lost end: exit code %d: %s", code, notes)
	}
	code, out, _ := mufakat("list", "party", "--dir", dir)
	if code != 0 || !strings.Contains(out, "Jawa Timur") {
		t.Errorf("reading upon a lost end: exit code %d: %s", code, out)
	}
	if code, out, _ = mufakat("doctor", "--dir", dir); code != exitIntegrity || !strings.Contains(out, "✗") {
		t.Errorf("doctor upon a lost end: exit code %d: %s", code, out)
	}
	staysUp(t, dir)
}

// endsBefore is a ledger of two records of which parts have only the first.
func endsBefore(t *testing.T, parts ...string) (dir string, ok func(args ...string) string) {
	t.Helper()
	dir, earlier := filepath.Join(t.TempDir(), "d"), t.TempDir()
	ok = func(args ...string) string { t.Helper(); return succeeds(t, append(args, "--dir", dir)...) }
	ok("init")
	ok("record", "party", "register", "code=64", "--key", "1")
	for _, part := range parts {
		must(t, os.CopyFS(filepath.Join(earlier, part), os.DirFS(filepath.Join(dir, part))))
	}
	ok("record", "party", "register", "code=35", "--key", "2")
	ok("list", "party") // the views hold it
	for _, part := range parts {
		must(t, os.RemoveAll(filepath.Join(dir, part)))
		must(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(earlier, part))))
	}
	return dir, ok
}

// staysUp starts serve over a ledger that must be looked at.
func staysUp(t *testing.T, dir string) {
	t.Helper()
	cmd, where := serveAt(t, build(t), dir)
	resp, err := http.Get(where + "/readyz")
	must(t, err)
	resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("readyz answers %d", resp.StatusCode)
	}
	if code, out, notes := mufakat("list", "party", "--server", where); code != 0 || !strings.Contains(out, "Jawa Timur") {
		t.Errorf("reading through serve: exit code %d: %s%s", code, out, notes)
	}
	if code, _, notes := mufakat("record", "party", "register", "code=11", "--server", where); code != exitIntegrity {
		t.Errorf("recording through serve: exit code %d: %s", code, notes)
	}
	must(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}
