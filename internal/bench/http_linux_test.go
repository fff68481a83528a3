package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mufakat/domain/fact"
	"mufakat/web/client"
)

// BenchmarkHTTP posts commands to the program as it serves, over connections that
// stay open, and does the same in turn to an older one: MUFAKAT_BENCH_OLD is the
// path of its binary.
func BenchmarkHTTP(b *testing.B) {
	program := filepath.Join(b.TempDir(), "mufakat")
	if out, err := exec.Command("go", "build", "-o", program, "mufakat/cmd/mufakat").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, conns := range []int{16, 64} {
		b.Run(fmt.Sprintf("connections=%d", conns), func(b *testing.B) {
			sides := []side{served(b, "new", program, conns)}
			if old := os.Getenv("MUFAKAT_BENCH_OLD"); old != "" {
				sides = append(sides, served(b, "old", old, conns))
			}
			inTurn(b, conns, sides...)
		})
	}
}

// served is a program that serves a ledger of its own.
func served(b *testing.B, name, program string, conns int) side {
	dir := filepath.Join(b.TempDir(), "ledger")
	if out, err := exec.Command(program, "init", "--dir", dir).CombinedOutput(); err != nil {
		b.Fatalf("%s: %v: %s", program, err, out)
	}
	cmd := exec.Command(program, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	// Where this process ends without a clean-up, so does the program.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	check(b, err)
	check(b, cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	check(b, err)
	_, host, ok := strings.Cut(strings.TrimSpace(line), "http://")
	if !ok {
		b.Fatalf("%s says %q", program, line)
	}
	posts := make([]poster, conns)
	for w := range posts {
		posts[w] = dial(b, host)
	}
	return side{
		name: name,
		record: func(_ context.Context, w, n int, c fact.Command) error {
			return posts[w].post(c, key(w, n))
		},
		settle: func(ctx context.Context) error { return caughtUp(ctx, client.New("http://"+host, nil)) },
		spent:  func() time.Duration { return processorTime(b, cmd.Process.Pid) },
	}
}

// poster is a connection that commands are posted on, by as little work as may
// be: whoever posts takes processor time from whoever answers.
type poster struct {
	conn    net.Conn
	answers *bufio.Reader
}

func dial(b *testing.B, host string) poster {
	conn, err := net.Dial("tcp", host)
	check(b, err)
	b.Cleanup(func() { conn.Close() })
	return poster{conn, bufio.NewReader(conn)}
}

func (p poster) post(c fact.Command, key string) error {
	body, err := c.Data.CommandBody()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.conn, "POST /api/%s/%s/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s",
		c.Ref.Kind, c.Ref.ID, c.Event.Command, key, len(body), body)
	if err != nil {
		return err
	}
	answer, err := http.ReadResponse(p.answers, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return err
}

// caughtUp waits until the views hold every record.
func caughtUp(ctx context.Context, c *client.Client) error {
	for {
		s, err := c.Status(ctx)
		if err != nil || s.Position == s.Last {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}

// processorTime is what a process has spent on all its threads, by the clock that
// clock_getcpuclockid(3) names.
func processorTime(b *testing.B, pid int) time.Duration {
	var t unix.Timespec
	check(b, unix.ClockGettime(int32(^pid)<<3|2, &t))
	return time.Duration(t.Nano())
}
