package bench

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"mufakat/domain/fact"
)

// BenchmarkBeside records the same commands by Mufakat, by a bare stream that
// syncs each message, and by PostgreSQL. Every acknowledgement was synced to disk.
func BenchmarkBeside(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			sides := []side{mufakat(b, false), bare(b), mufakat(b, true)}
			switch pg, err := postgres(b, writers); {
			case errors.Is(err, errNoPostgres):
				b.Log("PostgreSQL IS LEFT OUT:", err)
			case err != nil:
				b.Fatal(err)
			default:
				sides = append(sides, pg)
			}
			inTurn(b, writers, sides...)
		})
	}
}

// mufakat is the ledger as the program runs it: load, decide, append. Seen waits
// until the views hold each record.
func mufakat(b *testing.B, seen bool) side {
	l := open(b, "", 0)
	l.serve(b)
	s := side{name: "mufakat"}
	if seen {
		s.name = "seen"
	}
	s.record = func(ctx context.Context, w, n int, c fact.Command) error {
		r, err := l.store.Append(ctx, fact.Request{Command: c, Key: key(w, n), By: fact.By{Actor: "local"}})
		if err == nil && seen {
			err = l.views.Await(ctx, r.Seq)
		}
		return err
	}
	s.settle = func(ctx context.Context) error {
		last, err := l.store.Last(ctx)
		if err != nil {
			return err
		}
		return l.views.Await(ctx, last)
	}
	return s
}

func key(writer, n int) string { return fmt.Sprintf("%d-%d", writer, n) }

// serve makes the ledger take commands, as the program does.
func (l *ledger) serve(b *testing.B) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
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

// bare publishes bodies of a record's size, as somebody would without Mufakat, on
// a server embedded as Mufakat's is.
func bare(b *testing.B) side {
	js, err := jetstream.New(connect(b, "", nats.InProcessServer(startServer(b, true))))
	check(b, err)
	_, err = js.CreateStream(b.Context(), jetstream.StreamConfig{Name: "BARE", Subjects: []string{"bare.>"}, DenyDelete: true, DenyPurge: true})
	check(b, err)
	body := recordOf(b, command(b, 0, 1)).Body
	return side{name: "bare", record: func(ctx context.Context, w, n int, _ fact.Command) error {
		_, err := js.Publish(ctx, fmt.Sprintf("bare.%d.%d", w, n/20), body)
		return err
	}}
}
