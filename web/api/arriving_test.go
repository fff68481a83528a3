package api

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mufakat/projections/engine"
	"mufakat/web/wire"
)

// arrivingSlowly is a server that waits only so long, for tests to wait for it.
func arrivingSlowly(t *testing.T) *following {
	f := follower(t)
	f.api.arriving = arriving{piece: 100 * time.Millisecond, all: 300 * time.Millisecond}
	return f
}

// send sends a request in pieces, with a pause between, and reads the answer and what
// ends the connection.
func (f *following) send(pause time.Duration, pieces ...string) (status int, body string, err error) {
	c, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		return 0, "", err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Minute))
	go func() {
		for i, p := range pieces {
			if i > 0 {
				time.Sleep(pause)
			}
			if _, err := io.WriteString(c, p); err != nil {
				return
			}
		}
	}()
	in := bufio.NewReader(c)
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		return 0, "", err
	}
	b, err := io.ReadAll(r.Body)
	if err == nil && r.Close {
		_, err = in.ReadByte()
		if err == io.EOF || errors.Is(err, syscall.ECONNRESET) { // what it never read, it throws away
			err = nil
		}
	}
	return r.StatusCode, string(b), err
}

const aliasHead = "POST " + agencyPath + "/alias HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nIdempotency-Key: k\r\nContent-Length: 27\r\n\r\n"

// A body that stops coming, or never ends, is refused, however many do so at once.
func TestSlowBodies(t *testing.T) {
	f := arrivingSlowly(t)
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			status, body, err := f.send(0, aliasHead+"{")
			if status != http.StatusRequestTimeout || err != nil || !strings.Contains(body, wire.RequestTooSlow.EN) {
				t.Error(status, body, err)
			}
		})
	}
	wg.Wait()
	// The server reads on for half a second after it has refused; who writes longer is
	// reset, and may not read the refusal.
	trickle := append([]string{aliasHead}, strings.Split(strings.Repeat("{", 12), "")...)
	if status, body, err := f.send(50*time.Millisecond, trickle...); status != http.StatusRequestTimeout || err != nil {
		t.Error(status, body, err)
	}
	if len(f.ledger.records) > 0 {
		t.Error("half a command was recorded")
	}
}

// One that comes in time is taken, and one that nobody reads holds up no answer for
// longer than that.
func TestBodiesInTime(t *testing.T) {
	f := arrivingSlowly(t)
	if status, body, err := f.send(5*time.Millisecond, aliasHead, `{"fact":{"a`, `lias":"nama"}}`+"  "); status != http.StatusCreated || err != nil {
		t.Error(status, body, err)
	}
	began := time.Now()
	unread := "GET /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
	if status, body, err := f.send(0, unread); status != http.StatusOK || err != nil || time.Since(began) > time.Second {
		t.Error(status, body, err)
	}
}

// An answer that nobody reads is given up.
func TestUnreadAnswers(t *testing.T) {
	f := arrivingSlowly(t)
	f.api.unread = 100 * time.Millisecond
	gaveUp := make(chan error, 1)
	f.api.Mux.HandleFunc("GET /long", func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				gaveUp <- err
				return
			}
		}
	})
	c, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")
	select {
	case err := <-gaveUp:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Error("it waits for ever")
	}
}

// What takes its time to answer is not cut by the time that a body has.
func TestLongAnswersLast(t *testing.T) {
	f := arrivingSlowly(t)
	f.views.work = func(ctx context.Context, tell func(engine.Progress)) error {
		tell(engine.Progress{Phase: "fold", Total: 1})
		select {
		case <-time.After(400 * time.Millisecond):
		case <-ctx.Done():
		}
		return ctx.Err()
	}
	for _, body := range []string{"Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\n{}"} {
		status, lines, err := f.send(0, "POST /api/rebuild HTTP/1.1\r\nHost: localhost\r\n"+body)
		if status != http.StatusOK || err != nil || !strings.Contains(lines, `"rebuilt"`) {
			t.Error(status, lines, err)
		}
	}
	in := f.open("?from=0")
	nextEvent(t, in)
	time.Sleep(400 * time.Millisecond)
	f.more(1)
	if e := nextEvent(t, in); !strings.HasPrefix(e, "id: 1\n") {
		t.Errorf("%q", e)
	}
}

// What is asked of the server as a whole, or of a proxy, is no page of ours.
func TestAddressesThatAreNone(t *testing.T) {
	f := arrivingSlowly(t)
	for _, line := range []string{"GET *", "CONNECT example.org:80"} {
		status, body, err := f.send(0, line+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		if status != http.StatusBadRequest || err != nil || !strings.Contains(body, `"code":"not-http"`) {
			t.Error(line, status, body, err)
		}
	}
}
