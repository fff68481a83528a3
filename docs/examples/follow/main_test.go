package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// ledger is a served ledger that readers may reach.
type ledger struct {
	t           *testing.T
	bin, dir    string
	addr        string
	credentials string
}

func serve(t *testing.T) ledger {
	t.Helper()
	dir := t.TempDir()
	l := ledger{t: t, bin: filepath.Join(dir, "mufakat"), dir: filepath.Join(dir, "ledger"), addr: free(t)}
	l.credentials = filepath.Join(l.dir, "nats-reader.json")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", l.bin, "mufakat/cmd/mufakat").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	l.run("init", "--dir", l.dir)
	cmd := exec.Command(l.bin, "serve", "--dir", l.dir, "--addr", l.addr, "--nats-listen", free(t))
	said, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if line, err := bufio.NewReader(said).ReadString('\n'); err != nil { // it says when it is ready
		t.Fatal(line, err)
	}
	return l
}

// free is an address that nobody listens at.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func (l ledger) run(args ...string) string {
	l.t.Helper()
	cmd := exec.CommandContext(l.t.Context(), l.bin, args...)
	var notes strings.Builder
	cmd.Stderr = &notes
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("%v: %v: %s", args, err, notes.String())
	}
	return string(out)
}

func (l ledger) record(title string) {
	l.t.Helper()
	l.run("record", "office", "register", "title="+title, "role=head", "--server", l.addr)
}

type reader struct{ URL, User, Password string }

func (l ledger) reader() (r reader) {
	l.t.Helper()
	b, err := os.ReadFile(l.credentials)
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// The program prints what is there and what comes, from where it was told.
func TestFollow(t *testing.T) {
	l := serve(t)
	l.record("Satu")
	l.record("Dua")
	l.record("Tiga")
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- follow(ctx, write, l.credentials, "1") }()
	in := bufio.NewScanner(read)
	for _, want := range []string{"2 ", "3 ", "4 "} {
		if !in.Scan() || !regexp.MustCompile(`^`+want+`\S+Z id\.mufakat\.office\.registered\.v1 office/\S+$`).MatchString(in.Text()) {
			t.Fatalf("%q, want %s", in.Text(), want)
		}
		if want == "3 " {
			l.record("Empat")
		}
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("it ended by itself")
	}
	l.cannotWrite()
}

// cannotWrite tries to with the credentials of the program.
func (l ledger) cannotWrite() {
	l.t.Helper()
	refused, r := make(chan error, 10), l.reader()
	nc, err := nats.Connect(r.URL, nats.UserInfo(r.User, r.Password),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err }))
	if err != nil {
		l.t.Fatal(err)
	}
	defer nc.Close()
	for _, subject := range []string{"ledger.office.0190a5f2-7c1e-7000-8000-3f2b9c5d1e03", "$JS.API.STREAM.PURGE.LEDGER", "$JS.API.STREAM.DELETE.LEDGER"} {
		if err := nc.Publish(subject, []byte("{}")); err != nil {
			l.t.Fatal(err)
		}
		select {
		case err := <-refused:
			if !strings.Contains(err.Error(), subject) {
				l.t.Error(err)
			}
		case <-time.After(5 * time.Second):
			l.t.Errorf("%s was not refused", subject)
		}
	}
	if n := strings.Count(l.run("export", "-", "--server", l.addr), `{"seq":`); n != 4 {
		l.t.Errorf("%d records, not 4", n)
	}
}
