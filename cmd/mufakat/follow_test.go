package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mufakat/eventstore"
	"mufakat/web"
)

// served is a house at an address, and the server in front of it, which tells of
// its connections.
func served(t *testing.T, connections func(net.Conn, http.ConnState)) (*house, *http.Server, *web.Client) {
	t.Helper()
	dir, log := filepath.Join(t.TempDir(), "d"), slog.New(slog.DiscardHandler)
	_, err := eventstore.Init(t.Context(), eventstore.Config{Dir: dir, Log: log}, nil)
	must(t, err)
	h, err := openHouse(t.Context(), houseConfig{dir: dir, log: log, version: "test"})
	must(t, err)
	t.Cleanup(h.close)
	must(t, h.boot(t.Context(), nil))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	srv := h.server()
	srv.ConnState = connections
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return h, srv, web.NewClient("http://"+ln.Addr().String(), nil)
}

// Followers of a real ledger get each record once and in order, while it is
// written by many and their connections break again and again.
func TestFollowersOfARealLedger(t *testing.T) {
	const records, before = 600, 60
	var conns sync.Map
	h, _, c := served(t, func(nc net.Conn, s http.ConnState) {
		if conns.Store(nc, s); s == http.StateClosed {
			conns.Delete(nc)
		}
	})
	own := h.client()
	write := func(i int) {
		body := fmt.Appendf(nil, `{"fact":{"alias":"nama %d"}}`, i)
		if _, err := own.Record(t.Context(), "agency", fileID(i%7), "alias", body, web.RecordOptions{Key: fmt.Sprint("k", i)}); err != nil {
			t.Error(err)
		}
	}
	all(before, 8, write)
	var wg, begun sync.WaitGroup
	begun.Add(2)
	follow := func(from uint64) {
		want := from
		for s, err := range c.Follow(t.Context(), from) {
			if want++; err != nil || s.Seq != want || s.Read().Unreadable != nil {
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
			for range c.Follow(ctx, web.FromNow) {
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
