package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"mufakat/internal/natstest"
)

func TestMain(m *testing.M) {
	testscript.Main(unset{m}, map[string]func(){"mufakat": main})
}

// unset runs the tests without the settings of whoever runs them. Commands of
// the scripts are not run by it, and have those of their script.
type unset struct{ *testing.M }

func (u unset) Run() int {
	for _, name := range []string{"MUFAKAT_ADDR", "MUFAKAT_DIR", "MUFAKAT_LANG", "MUFAKAT_NATS", "MUFAKAT_SERVER"} {
		os.Unsetenv(name)
	}
	return u.M.Run()
}

// The whole program as text scripts: what is typed, and what must appear.
func TestScripts(t *testing.T) {
	testscript.Run(t, scripts("testdata"))
}

// The same scripts with the ledger on a NATS server somewhere else. A script
// that makes a second ledger finds a second server.
func TestScriptsOnAnotherServer(t *testing.T) {
	if testing.Short() {
		t.Skip("the scripts run against the embedded server only (-short)")
	}
	p := scripts("")
	p.Files = []string{"testdata/ledger.txtar", "testdata/refusals.txtar", "testdata/restore.txtar", "testdata/follow.txtar"}
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv("MUFAKAT_NATS", natstest.Run(t).URL)
		e.Setenv("SECOND_NATS", natstest.Run(t).URL)
		return setup(e)
	}
	testscript.Run(t, p)
}

func scripts(dir string) testscript.Params {
	return testscript.Params{
		Dir: dir,
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "1")
			e.Setenv("COLUMNS", "500")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("PKS", "0190a5f2-7c1e-7000-8000-3f2b9c5d1e01")
			e.Setenv("KB", "0190a5f2-7c1e-7000-8000-3f2b9c5d1e02")
			e.Setenv("GUB", "0190a5f2-7c1e-7000-8000-3f2b9c5d1e03")
			e.Setenv("KUNJUNGAN", "0190a5f2-7c1e-7000-8000-3f2b9c5d1e04")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"await": await,
			"lines": lines,
		},
		ContinueOnError: false,
	}
}

// exits runs a command that must end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](ts.Exec(args[1], args[2:]...)); ok {
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// await waits until the serve in a directory answers that it is ready, and
// points MUFAKAT_SERVER at it.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await dir")
	}
	where, err := ready(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Setenv("MUFAKAT_SERVER", where)
}

// lines waits until a file has at least so many whole lines.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines file number")
	}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if b, _ := os.ReadFile(ts.MkAbs(args[0])); strings.Count(string(b), "\n") >= want {
			return
		}
	}
	ts.Fatalf("%s has no %d lines after 20 seconds", args[0], want)
}

// mufakat runs a command in this process, and gives its exit code and what it
// wrote.
func mufakat(args ...string) (code int, out, notes string) {
	var o, n bytes.Buffer
	code = run(args, strings.NewReader(""), &o, &n)
	return code, o.String(), n.String()
}

// succeeds runs a command that must, and gives what it wrote.
func succeeds(t testing.TB, args ...string) string {
	t.Helper()
	code, out, notes := mufakat(args...)
	if code != 0 {
		t.Fatalf("%s: exit code %d: %s", args, code, notes)
	}
	return out
}

// ready asks the serve in a directory until it is ready, and says where it is.
func ready(dir string) (where string, err error) {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		b, err := os.ReadFile(addrFile(dir))
		if err != nil {
			continue
		}
		where = strings.TrimSpace(string(b))
		resp, err := http.Get(where + "/readyz")
		if err != nil {
			continue
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return where, nil
		}
	}
	return "", errors.New("serve is not ready after 20 seconds")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
