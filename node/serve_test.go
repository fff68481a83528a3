package node

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// served is a node at an address, and the server in front of it, which reports
// its connections.
func served(t *testing.T, connections func(net.Conn, http.ConnState)) (*Node, *http.Server, *client.Client) {
	t.Helper()
	n, _ := fresh(t, "")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	srv := n.Server()
	srv.ConnState = connections
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return n, srv, client.New("http://"+ln.Addr().String(), nil)
}

// Followers of a real ledger get each record once and in order, while it is
// written by many and their connections break again and again.
func TestFollowersOfARealLedger(t *testing.T) {
	const records, before = 600, 60
	var conns sync.Map
	n, _, c := served(t, func(nc net.Conn, s http.ConnState) {
		if conns.Store(nc, s); s == http.StateClosed {
			conns.Delete(nc)
		}
	})
	own := n.Client()
	write := func(i int) {
		body := fmt.Appendf(nil, `{"fact":{"alias":"nama %d"}}`, i)
		if _, err := own.Record(t.Context(), "agency", fileID(i%7), "alias", body, client.RecordOptions{Key: fmt.Sprint("k", i)}); err != nil {
			t.Error(err)
		}
	}
	all(before, 8, write)
	var wg, begun sync.WaitGroup
	begun.Add(2)
	follow := func(from uint64) {
		want := from
		for s, err := range c.Follow(t.Context(), from) {
			if want++; err != nil || s.Seq != want || domain.Read(s.Seq, s.Ref, s.Body).Unreadable != nil {
				t.Error(s.Seq, want, err)
				return
			}
			switch want {
			case from + 1:
				begun.Done()
			case records:
				return
			}
		}
	}
	wg.Go(func() { follow(0) })
	wg.Go(func() { follow(before / 2) })
	cutting, enough := context.WithCancel(t.Context())
	cuts := 0
	var cutter sync.WaitGroup
	cutter.Go(func() {
		begun.Wait()
		for ; cutting.Err() == nil; time.Sleep(20 * time.Millisecond) {
			conns.Range(func(nc, _ any) bool { nc.(net.Conn).Close(); cuts++; return true })
		}
	})
	all(records-before, 8, func(i int) { write(before + i) })
	enough()
	cutter.Wait()
	wg.Wait()
	t.Logf("%d connections were cut", cuts)
}

// A server that ends waits for nobody who follows.
func TestServerEndsItsFollowers(t *testing.T) {
	_, srv, c := served(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range c.Follow(ctx, client.FromNow) {
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	if err := shutdown(srv); err != nil || time.Since(began) > time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	cancel()
	wg.Wait()
}

// Serve answers before the node is booted that it is not ready, and ends with
// its context.
func TestServeUntilTheContextEnds(t *testing.T) {
	n := opened(t, Config{Dir: made(t, "")})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.Serve(ctx, ln) }()
	asks := func(want int) {
		t.Helper()
		resp, err := http.Get("http://" + ln.Addr().String() + "/readyz")
		must(t, err)
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("readyz answers %d, not %d", resp.StatusCode, want)
		}
	}
	asks(http.StatusServiceUnavailable)
	must(t, n.Boot(t.Context(), nil))
	asks(http.StatusOK)
	stop()
	must(t, <-ended)
}

// What the server cannot read is refused as everything else is: as a problem, or as
// a page to whoever reads pages, in the reader's language.
func TestServeRefusesWhatItCannotRead(t *testing.T) {
	n := opened(t, Config{Dir: made(t, "")})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.Serve(ctx, ln) }()
	for _, x := range []struct {
		request, contentType, language string
		status                         int
	}{
		{"hello", wire.ProblemType, "id", 400},
		{"GET / HTTP/1.1\r\nAccept-Language: en", wire.ProblemType, "en", 400},
		{"GET / HTTP/1.1\r\nAccept: text/html\r\nCookie: bahasa=en", "text/html; charset=utf-8", "en", 400},
		{"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip", wire.ProblemType, "id", 501},
		{"GET / HTTP/4.0\r\nHost: x", wire.ProblemType, "id", 505},
		{"GET / HTTP/1.1\r\nHost: x\r\nExpect: more\r\nAccept: text/html", "text/html; charset=utf-8", "id", 417},
		{"GET /" + strings.Repeat("x", 64<<10+4096) + " HTTP/1.1", wire.ProblemType, "id", 431},
	} {
		c, err := net.Dial("tcp", ln.Addr().String())
		must(t, err)
		fmt.Fprint(c, x.request+"\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		must(t, err)
		h := resp.Header
		if resp.StatusCode != x.status || h.Get("Content-Type") != x.contentType || h.Get("Content-Language") != x.language ||
			h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%.60q: %d %v", x.request, resp.StatusCode, h)
		}
		must(t, c.Close())
	}
	stop()
	must(t, <-ended)
}
