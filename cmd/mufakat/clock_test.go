package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A restored ledger whose last record is dated far ahead takes no commands, says
// so whoever asks, and goes on once the clock was accepted. However far ahead
// that is.
func TestARestoredRecordDatedAhead(t *testing.T) {
	for _, year := range []string{"2250", "2999"} {
		t.Run(year, func(t *testing.T) {
			d, r, export := t.TempDir()+"/d", t.TempDir()+"/r", filepath.Join(t.TempDir(), "export.ndjson")
			dir := d
			exits := func(want int, says string, args ...string) {
				t.Helper()
				code, out, notes := mufakat(append(args, "--dir", dir, "--lang", "en")...)
				if code != want || !strings.Contains(out+notes, says) {
					t.Errorf("%s: exit code %d, and it says %s%s", args, code, out, notes)
				}
			}
			exits(0, "", "init")
			exits(0, "record 1", "record", "party", "register", "code=35")
			exits(0, "Commands are taken", "clock")
			exits(0, "", "export", export)
			b, err := os.ReadFile(export)
			must(t, err)
			must(t, os.WriteFile(export, regexp.MustCompile(`"time":"\d{4}`).ReplaceAll(b, []byte(`"time":"`+year)), 0o600))

			dir = r
			exits(6, "Whole", "restore", export)
			exits(6, "mufakat clock accept", "record", "party", "register", "code=64")
			exits(exitIntegrity, "✗ The ledger can only be read: This computer's clock says", "doctor")
			exits(0, "Commands are refused. This computer's clock says", "clock")
			exits(exitUsage, "--reason", "clock", "accept")
			exits(0, "though record 1 is dated after it. Reason: a fast clock.", "clock", "accept", "--reason", "a fast clock")
			exits(0, "record 3", "record", "party", "register", "code=64")
			exits(4, "nothing to accept", "clock", "accept", "--reason", "again")
			exits(0, "commands are taken", "doctor")
			exits(0, "Whole", "verify")
		})
	}
}
