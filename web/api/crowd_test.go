package api

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/domain/value"
)

// Ten thousand who follow at once: what each costs the server in memory, and how
// long after a record the last of them has it.
func BenchmarkFollowers(b *testing.B) {
	x := newCrowd(b, 10_000)
	body := `{"a":"` + strings.Repeat("x", 600) + `"}`
	for b.Loop() {
		x.store(body)
		<-x.told
	}
	b.ReportMetric(float64(x.each), "B/follower")
}

// A follower is a connection and a position: it keeps no records of its own. The
// limit has room for the race detector; the benchmark says what it is without.
func TestFollowersCostLittle(t *testing.T) {
	x := newCrowd(t, 1000)
	if x.each > 48<<10 {
		t.Errorf("a follower costs %d bytes", x.each)
	}
	x.store(`{}`)
	<-x.told
}

// crowd are so many who follow over connections that are in memory only and need
// nobody who reads them, so that what is measured is the server's.
type crowd struct {
	*fixture
	api   *API
	size  int64
	heard atomic.Int64
	told  chan struct{} // told when all have heard something
	each  int           // bytes that one costs

	conns chan net.Conn
	end   chan struct{}
}

func newCrowd(t testing.TB, size int) *crowd {
	x := &crowd{fixture: newFixture(t), size: int64(size), told: make(chan struct{}, 1), conns: make(chan net.Conn), end: make(chan struct{})}
	c := x.config()
	ctx, end := context.WithCancel(t.Context())
	c.Ending = ctx
	x.api = NewAPI(c)
	srv := &http.Server{Handler: x.api.Handler()}
	before := inUse()
	var serving sync.WaitGroup
	serving.Go(func() { srv.Serve(x) })
	t.Cleanup(func() { end(); srv.Close(); serving.Wait(); x.api.EndFollowers() })
	for range size {
		x.conns <- &crowdConn{crowd: x, gone: make(chan struct{})}
	}
	<-x.told
	x.each = (inUse() - before) / size
	return x
}

// store stores a record that all will hear.
func (x *crowd) store(body string) {
	x.ledger.store(value.Ref{Kind: value.KindAgency, ID: uuidOf(1)}, body)
}

func inUse() int {
	runtime.GC()
	runtime.GC() // a stack shrinks once in each
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse + m.StackInuse)
}

// crowd is the listener, too.
func (x *crowd) Accept() (net.Conn, error) {
	select {
	case c := <-x.conns:
		return c, nil
	case <-x.end:
		return nil, net.ErrClosed
	}
}

func (x *crowd) Close() error { close(x.end); return nil }
func (*crowd) Addr() net.Addr { return &net.UnixAddr{Name: "crowd", Net: "unix"} }

// crowdConn is a follower who asks once and hears every write.
type crowdConn struct {
	net.Conn
	crowd *crowd
	asked bool
	ended sync.Once
	mu    sync.Mutex // guards stop
	stop  chan struct{}
	gone  chan struct{}
}

func (c *crowdConn) Read(b []byte) (int, error) {
	if !c.asked {
		c.asked = true
		return copy(b, "GET /api/follow HTTP/1.1\r\nHost: localhost\r\n\r\n"), nil
	}
	c.mu.Lock()
	stop := c.stop
	c.mu.Unlock()
	select {
	case <-stop:
		return 0, os.ErrDeadlineExceeded
	case <-c.gone:
		return 0, io.EOF
	}
}

func (c *crowdConn) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("id: ")) && c.crowd.heard.Add(1)%c.crowd.size == 0 {
		c.crowd.told <- struct{}{}
	}
	return len(b), nil
}

func (c *crowdConn) Close() error                     { c.ended.Do(func() { close(c.gone) }); return nil }
func (c *crowdConn) LocalAddr() net.Addr              { return c.crowd.Addr() }
func (c *crowdConn) RemoteAddr() net.Addr             { return c.crowd.Addr() }
func (c *crowdConn) SetDeadline(t time.Time) error    { return c.SetReadDeadline(t) }
func (c *crowdConn) SetWriteDeadline(time.Time) error { return nil }

// SetReadDeadline is how the server ends a read, to take the connection over.
func (c *crowdConn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if past := !t.IsZero() && time.Until(t) < 0; past {
		close(c.stop)
	} else {
		c.stop = make(chan struct{})
	}
	return nil
}
