package bench

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/internal/histories"
	"mufakat/projections"
)

// ledger is a ledger on a NATS server in this process that others can reach.
type ledger struct {
	url   string
	store *eventstore.Store
	views *projections.Views
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

// startServer starts a server; durable: what it acknowledges has been synced.
func startServer(b *testing.B, durable bool) string {
	b.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: b.TempDir(),
		JetStreamMaxStore: 1 << 40, JetStreamMaxMemory: 256 << 20, SyncAlways: durable, NoLog: true, NoSigs: true})
	check(b, err)
	s.Start()
	b.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		b.Fatal("the server does not start")
	}
	return s.ClientURL()
}

func check(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// open makes a ledger on a server, of the first n records of a realistic history.
func open(b *testing.B, url string, n int) *ledger {
	b.Helper()
	ctx, dir := b.Context(), filepath.Join(b.TempDir(), "ledger")
	c := eventstore.Config{Dir: dir, NATS: url, Log: quiet}
	check(b, eventstore.InitWithID(ctx, c, eventstore.Ledger{ID: histories.Ledger, Created: histories.Begin}))
	l := &ledger{url: url}
	var err error
	l.store, err = eventstore.Open(ctx, c)
	check(b, err)
	b.Cleanup(func() { l.store.Close() })
	if n > 0 {
		_, err = l.store.Restore(ctx, histories.Realistic(n))
		check(b, err)
	}
	l.views, err = projections.Open(projections.Config{Path: filepath.Join(dir, "views.db"), Ledger: histories.Ledger, Source: l.store, Log: quiet})
	check(b, err)
	b.Cleanup(func() { l.views.Close() })
	l.store.Attach(storeViews{l.views})
	return l
}

// serve makes the ledger take commands, as the program does.
func (l *ledger) serve(b *testing.B) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
	check(b, l.store.Check(ctx, storeViews{l.views}))
	check(b, l.views.CatchUp(ctx, nil))
	ended := make(chan error, 1)
	go func() { ended <- l.views.Run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			b.Error(err)
		}
	})
	check(b, l.store.AcceptCommands(ctx))
}

func connect(b *testing.B, url string) *nats.Conn {
	b.Helper()
	nc, err := nats.Connect(url)
	check(b, err)
	b.Cleanup(nc.Close)
	return nc
}

// command is the nth command of a writer: a document, and accounts of it.
func command(b *testing.B, writer, n int) fact.Command {
	b.Helper()
	ref := value.InstrumentID(histories.ID(uint32(0xb0000000+writer), n/20)).Ref()
	name, d := "account", fact.Data{Evidence: []value.Evidence{{Grade: value.Is(value.GradeNews), Title: "Berita", By: "Kantor berita"}}}
	d.Fact = fact.StatementRecorded{Says: "keterangan nomor " + time.Duration(n).String()}
	if n%20 == 0 {
		name, d.Fact = "draft", domain.InstrumentDrafted{Title: "Naskah kerja sama", Signatories: []domain.Signatory{{Slot: "35-1"}, {Slot: "64-1"}}}
	}
	c, err := histories.Command(ref, name, d)
	check(b, err)
	return c
}
