package faults

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/web/client"
)

const (
	agencies = 12
	atFirst  = 240              // records of a ledger that nothing has happened to
	patience = 90 * time.Second // after which a process counts as hanging
)

// built is the binary with everything that only the harness can turn.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "mufakat-faults-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "mufakat")
	if out, err := exec.Command("go", "build", "-tags", "faults", "-o", bin, "mufakat/cmd/mufakat").CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return bin, nil
})

// ledger is a directory, and every receipt that was given for it.
type ledger struct {
	t    *testing.T
	bin  string
	dir  string
	env  []string // of the processes that open it next
	disk *disk    // whose power can be cut; nil where it has none of its own

	mu       sync.Mutex // guards what follows
	receipts map[int]fact.Receipt
	seen     *finding // what was wrong before the ledger was looked at; nil: nothing
	next     int      // number of the next command
	deaf     bool     // the power is gone: nobody hears what is answered
}

func newLedger(t *testing.T) *ledger {
	bin, err := built()
	must(t, err)
	l := &ledger{t: t, bin: bin, dir: filepath.Join(t.TempDir(), "ledger"), receipts: map[int]fact.Receipt{}}
	out, err := l.command("init").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return l
}

// sample is a ledger with some records, stopped as it should be; made once.
func sample(t *testing.T) *ledger {
	l := newLedger(t)
	p, err := l.serve()
	must(t, err)
	for range atFirst {
		must(t, l.record(p))
	}
	p.stop()
	return l
}

// copyTo is the same ledger in another place.
func (l *ledger) copyTo(t *testing.T, dir string) *ledger {
	must(t, os.CopyFS(dir, os.DirFS(l.dir)))
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chmod(path, 0o600)
		}
		return err
	}))
	return &ledger{t: t, bin: l.bin, dir: dir, receipts: maps.Clone(l.receipts), next: l.next}
}

func (l *ledger) command(args ...string) *exec.Cmd {
	c := exec.Command(l.bin, append(args, "--dir", l.dir)...)
	c.Env = append(append(os.Environ(), "MUFAKAT_LANG=en"), l.env...)
	return c
}

// process is a serve that runs.
type process struct {
	cmd    *exec.Cmd
	client *client.Client
	base   string
	log    *bytes.Buffer // to be read when it has ended
	ended  chan struct{}
}

// unopened is a ledger that serve did not open.
type unopened struct{ said string }

func (e unopened) Error() string { return e.said }

// serve runs until it is ready, or says why it does not.
func (l *ledger) serve() (*process, error) {
	p := &process{cmd: l.command("serve", "--addr", "127.0.0.1:0"), log: new(bytes.Buffer), ended: make(chan struct{})}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	overdue := time.AfterFunc(patience, func() { p.cmd.Process.Signal(syscall.SIGQUIT) })
	line, err := bufio.NewReader(out).ReadString('\n')
	overdue.Stop()
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	if err != nil {
		<-p.ended
		return nil, unopened{p.log.String()}
	}
	words := strings.Fields(line)
	p.base = words[len(words)-1]
	p.client = client.New(p.base, nil)
	return p, nil
}

func (p *process) end(s os.Signal) {
	p.cmd.Process.Signal(s)
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.cmd.Process.Kill()
		<-p.ended
	}
}

func (p *process) stop() { p.end(os.Interrupt) }
func (p *process) kill() { p.end(os.Kill) }

// send sends the command of a number, the same each time.
func send(p *process, i int) (fact.Receipt, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	body := fmt.Appendf(nil, `{"fact":{"alias":"nama %d %s"}}`, i, strings.Repeat("panjang ", i%40))
	return p.client.Record(ctx, "agency", agencyID(i%agencies), "alias", bytes.Replace(body, []byte(` "}`), []byte(`"}`), 1),
		client.RecordOptions{Key: fmt.Sprint("k", i)})
}

func agencyID(i int) string { return fmt.Sprintf("0190a5f2-7c1e-7000-8000-%012d", i) }

// record records one more, and keeps the receipt.
func (l *ledger) record(p *process) error {
	l.mu.Lock()
	i := l.next
	l.next++
	l.mu.Unlock()
	got, err := send(p, i)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.deaf {
		l.receipts[i] = got
	}
	return nil
}

// load records by several writers until something ends it, and answers when
// they have all met an error.
func (l *ledger) load(p *process, writers int) (wait func()) {
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for l.record(p) == nil {
			}
		})
	}
	return wg.Wait
}

// hear says whether receipts count from now on.
func (l *ledger) hear(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deaf = !on
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
