package node

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mufakat/eventstore"
	"mufakat/web/client"
)

var discard = slog.New(slog.DiscardHandler)

// made is the directory of a new ledger; empty nats: embedded.
func made(t testing.TB, nats string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	_, err := Init(t.Context(), eventstore.Config{Dir: dir, NATS: nats, Log: discard}, nil)
	must(t, err)
	return dir
}

// opened is a node that is not booted yet.
func opened(t testing.TB, c Config) *Node {
	t.Helper()
	c.Log = discard
	n, err := Open(t.Context(), c)
	must(t, err)
	t.Cleanup(n.Close)
	return n
}

func booted(t testing.TB, c Config) *Node {
	t.Helper()
	n := opened(t, c)
	must(t, n.Boot(t.Context(), nil))
	return n
}

// fresh is a node over a new ledger, ready, with its client. It sends nothing.
func fresh(t testing.TB, nats string) (*Node, *client.Client) {
	t.Helper()
	n := booted(t, Config{Dir: made(t, nats)})
	return n, n.Client()
}

// sends lets the node send until the test ends.
func sends(t testing.TB, n *Node) {
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	n.Send(ctx)
}

// until waits for a condition.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not come about", what)
		}
	}
}

// all does the work for 0 to n-1 by some workers at once.
func all(n, workers int, work func(int)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				work(i)
			}
		})
	}
	wg.Wait()
}

func fileID(i int) string { return fmt.Sprintf("0190a5f2-7c1e-7000-8000-%012d", i) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
