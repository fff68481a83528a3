package bench

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
)

// BenchmarkCommand records commands, with and without waiting for the views,
// beside publishing messages of the same size to a stream of the same settings
// on the same server. Every acknowledgement was synced to disk.
func BenchmarkCommand(b *testing.B) {
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			url := startServer(b, true)
			l := open(b, url, 0)
			l.serve(b)
			publish := bare(b, url)
			from := 0
			b.Run("bare-publish", func(b *testing.B) { run(b, writers, 0, publish) })
			b.Run("append", func(b *testing.B) { run(b, writers, from, l.append(b, false)); from += 20 * (b.N/20 + 1) })
			b.Run("append-await", func(b *testing.B) { run(b, writers, from, l.append(b, true)); from += 20 * (b.N/20 + 1) })
		})
	}
}

// run does b.N operations by some writers at once.
func run(b *testing.B, writers, from int, op func(writer, n int, c fact.Command)) {
	commands := make([][]fact.Command, writers)
	for w := range commands {
		for n := range b.N/writers + 1 {
			commands[w] = append(commands[w], command(b, w, from+n))
		}
	}
	b.ResetTimer()
	began := time.Now()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n, c := range commands[w] {
				op(w, from+n, c)
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(writers*(b.N/writers+1))/time.Since(began).Seconds(), "records/s")
}

func (l *ledger) append(b *testing.B, await bool) func(int, int, fact.Command) {
	ctx := context.Background()
	return func(w, n int, c fact.Command) {
		r, err := l.store.Append(ctx, fact.Request{Command: c, Key: fmt.Sprintf("%t-%d-%d-%d", await, b.N, w, n), By: fact.By{Actor: "local"}})
		if err == nil && await {
			err = l.views.Await(ctx, r.Seq)
		}
		if err != nil {
			b.Error(err)
		}
	}
}

// bare publishes bodies of a record's size, as somebody would without Mufakat.
func bare(b *testing.B, url string) func(int, int, fact.Command) {
	js, err := jetstream.New(connect(b, url))
	check(b, err)
	_, err = js.CreateStream(b.Context(), jetstream.StreamConfig{Name: "BARE", Subjects: []string{"bare.>"}, DenyDelete: true, DenyPurge: true})
	check(b, err)
	c := command(b, 0, 1)
	r, err := c.Record(domain.New(c.Ref), fact.Stamp{ID: value.RecordID(histories.ID(1, 1)), Ledger: histories.Ledger, Time: time.Now(), CommandID: histories.ID(1, 2)})
	check(b, err)
	return func(w, n int, _ fact.Command) {
		if _, err := js.Publish(context.Background(), fmt.Sprintf("bare.%d.%d", w, n/20), r.Body); err != nil {
			b.Error(err)
		}
	}
}
