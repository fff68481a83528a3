package main

import (
	"path/filepath"
	"strings"
	"testing"

	"mufakat/demo"
)

// What the demonstration prints below a command is what a person is answered who
// types it.
func TestTheDemonstrationPrintsWhatIsTyped(t *testing.T) {
	t.Setenv("COLUMNS", "100")
	dir := filepath.Join(t.TempDir(), "d")
	shown := succeeds(t, "demo", "--exit", "--dir", dir, "--lang", "en", "--zone", "WITA")
	for _, x := range demo.Answers {
		if !strings.Contains(shown, "== DEMO: "+x.Title.EN+" ==") {
			t.Errorf("nothing is shown of %s", x.Title.EN)
		}
		for _, line := range x.Commands {
			typed := append(strings.Fields(line), "--dir", dir, "--lang", "en", "--zone", "WITA")
			out := succeeds(t, typed...)
			if !strings.Contains(line, "--as-of") { // its head, or all of it, tells the time
				out = ""
			}
			if !strings.Contains(shown, "\n$ mufakat "+line+"\n"+out) {
				t.Errorf("%s was not answered so in the demonstration:\n%s", line, out)
			}
		}
	}
}
