package bench

import (
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"mufakat/eventstore"
	"mufakat/internal/histories"
	"mufakat/projections"
)

// ledger is a ledger with its views.
type ledger struct {
	url   string
	store *eventstore.Store
	views *projections.Views
	file  string // of the views
}

type storeViews struct{ *projections.Views }

func (v storeViews) Snapshot() (eventstore.Snapshot, error) {
	s, err := v.Views.Snapshot()
	if err != nil {
		return nil, err
	}
	return s, nil
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// startServer starts a server; durable: it syncs each message before it
// acknowledges it.
func startServer(b *testing.B, durable bool) *server.Server {
	b.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: b.TempDir(),
		JetStreamMaxStore: 1 << 40, JetStreamMaxMemory: 256 << 20, SyncAlways: durable, NoLog: true, NoSigs: true})
	check(b, err)
	s.Start()
	b.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		b.Fatal("the server does not start")
	}
	return s
}

func check(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// open makes a ledger of the first n records of a realistic history, on a server
// or, without one, embedded as the program has it.
func open(b *testing.B, url string, n int) *ledger {
	b.Helper()
	ctx, dir := b.Context(), filepath.Join(b.TempDir(), "ledger")
	c := eventstore.Config{Dir: dir, NATS: url, Log: quiet}
	check(b, eventstore.InitWithID(ctx, c, eventstore.Ledger{ID: histories.Ledger, Created: histories.Begin}))
	l := &ledger{url: url, file: filepath.Join(dir, "views.db")}
	var err error
	l.store, err = eventstore.Open(ctx, c)
	check(b, err)
	b.Cleanup(func() { l.store.Close() })
	if n > 0 {
		_, err = l.store.Restore(ctx, histories.Realistic(n))
		check(b, err)
	}
	l.views, err = projections.Open(projections.Config{Path: l.file, Ledger: histories.Ledger, Source: l.store, Log: quiet})
	check(b, err)
	b.Cleanup(func() { l.views.Close() })
	l.store.Attach(storeViews{l.views})
	check(b, l.store.Check(ctx, storeViews{l.views}))
	return l
}

func connect(b *testing.B, url string, options ...nats.Option) *nats.Conn {
	b.Helper()
	nc, err := nats.Connect(url, options...)
	check(b, err)
	b.Cleanup(nc.Close)
	return nc
}
