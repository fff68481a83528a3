package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A store that has lost its end takes no commands and says why; serve goes on
// answering; repair puts the same records back.
func TestRepair(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	ok := func(args ...string) string { t.Helper(); return succeeds(t, append(args, "--dir", dir)...) }
	ok("init")
	ok("record", "party", "register", "code=64", "--key", "1")
	stale := filepath.Join(t.TempDir(), "jetstream")
	must(t, os.CopyFS(stale, os.DirFS(filepath.Join(dir, "jetstream"))))
	ok("record", "party", "register", "code=35", "--key", "2")
	whole := ok("export", "-")
	must(t, os.RemoveAll(filepath.Join(dir, "jetstream")))
	must(t, os.CopyFS(filepath.Join(dir, "jetstream"), os.DirFS(stale)))

	code, _, notes := mufakat("record", "party", "register", "code=11", "--dir", dir)
	if code != exitIntegrity || !strings.Contains(notes, "mufakat repair") {
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

	if out := ok("repair"); !strings.Contains(out, "1 catatan dikembalikan: nomor 2 sampai 2") {
		t.Errorf("repair says %s", out)
	}
	if ok("export", "-") != whole {
		t.Error("after the repair the export is another one")
	}
	ok("verify")
	ok("record", "party", "register", "code=11")
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
