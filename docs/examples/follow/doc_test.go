package main

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// natsCLI is what is fetched where there is no nats command line.
const natsCLI = "github.com/nats-io/natscli/nats@v0.5.1"

// shown are the commands that docs/subscribe.md shows and that begin so.
func shown(t *testing.T, begin string) (commands []string) {
	t.Helper()
	b, err := os.ReadFile("../../subscribe.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(b, -1) {
		for line := range strings.Lines(string(block[1])) {
			line, _, _ = strings.Cut(line, "   #")
			if line = strings.TrimSpace(line); strings.HasPrefix(line, begin) {
				commands = append(commands, line)
			}
		}
	}
	if len(commands) == 0 {
		t.Fatalf("no command %s…", begin)
	}
	return commands
}

// The commands that the documentation shows are those that the script runs.
func TestShownFollowsAreRun(t *testing.T) {
	script, err := os.ReadFile("../../../cmd/mufakat/testdata/follow.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range shown(t, "mufakat follow") {
		if !regexp.MustCompile("exec " + regexp.QuoteMeta(line) + " >").Match(script) {
			t.Errorf("%s is run by no script", line)
		}
	}
}

// The nats commands that the documentation shows, as they stand there.
func TestNatsCommandLine(t *testing.T) {
	nats := "nats"
	if _, err := exec.LookPath(nats); err != nil {
		nats = "go run " + natsCLI
		if os.Getenv("CI") == "" || testing.Short() {
			t.Skip("there is no nats command line; CI=1 without -short fetches " + natsCLI)
		}
	}
	l := serve(t)
	for _, title := range []string{"Satu", "Dua", "Tiga"} {
		l.record(title)
	}
	r := l.reader()
	for _, line := range shown(t, "nats ") {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute) // to fetch and build it
		defer cancel()
		cmd := exec.CommandContext(ctx, "sh", "-c", nats+strings.TrimPrefix(line, "nats")+" --count 3")
		cmd.Env = append(os.Environ(), "NATS_URL="+r.URL, "NATS_USER="+r.User, "NATS_PASSWORD="+r.Password)
		cmd.WaitDelay = time.Second
		out, err := cmd.Output()
		if err != nil || !regexp.MustCompile(`(?s)"Satu".*"Dua".*"Tiga"`).Match(out) || strings.Count(string(out), `"specversion"`) != 3 {
			t.Errorf("%s: %v: %s", line, err, out)
		}
	}
}
