package eventstore

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What the ledger costs beside the bare stream below it, both on settings that
// survive a power cut. Read as ratios of one run, of several runs:
//
//	go test ./eventstore -run '^$' -bench . -count 5

// BenchmarkAppend loads, decides and appends, with views in memory following;
// publish is the same body to the same kind of stream, and nothing else.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("writers=%d/publish", writers), func(b *testing.B) {
			f := create(b, config(b))
			f.spoilt = true
			js, err := jetstream.New(f.nc.Conn)
			if err != nil {
				b.Fatal(err)
			}
			body := f.next(map[value.Ref]fact.Aggregate{}, agency(1), 1).Body
			f.halt()
			shared(b, writers, func(w, i int) error {
				_, err := js.PublishMsg(b.Context(), &nats.Msg{Subject: subjectOf(own(w, i)), Data: body})
				return err
			})
		})
		b.Run(fmt.Sprintf("writers=%d/append", writers), func(b *testing.B) {
			f := create(b, config(b))
			shared(b, writers, func(w, i int) error {
				c, key := commands[i%len(commands)](own(w, i)), fmt.Sprint(w, "/", i)
				_, err := f.Append(b.Context(), fact.Request{Command: c, Key: key, By: fact.By{Actor: "local"}})
				return err
			})
		})
	}
}

// own is an aggregate of the writer's own, a new one after each twenty records.
func own(w, i int) value.Ref { return agency(w<<32 | i/len(commands)) }

// commands are what one aggregate of the benchmark is given, decoded once: that
// is the door's work.
var commands = func() (made [20]func(value.Ref) fact.Command) {
	for i := range made {
		c := alias(new(testing.B), agency(1), fmt.Sprint("another name, ", i))
		made[i] = func(r value.Ref) fact.Command { c := c; c.Ref = r; return c }
	}
	return made
}()

// shared does b.N things with several writers, of which each counts its own.
func shared(b *testing.B, writers int, do func(writer, i int) error) {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	b.ResetTimer()
	for w := range writers {
		wg.Go(func() {
			for i := 0; left.Add(-1) >= 0; i++ {
				if err := do(w, i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	perSecond(b, b.N)
	b.StopTimer()
}

func perSecond(b *testing.B, records int) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkReplay reads the whole ledger; bare is the client library's ordered
// consumer, which does not notice a hole.
func BenchmarkReplay(b *testing.B) {
	const records = 20000
	f := create(b, config(b))
	f.fill(records)
	f.halt()
	b.Run("bare", func(b *testing.B) {
		js, err := jetstream.New(f.nc.Conn)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := consume(b, js, records); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, records*b.N)
	})
	b.Run("replay", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for _, err := range f.Replay(b.Context(), 0, records) {
				if n++; err != nil {
					b.Fatal(err)
				}
			}
			if n != records {
				b.Fatal(n)
			}
		}
		perSecond(b, records*b.N)
	})
}

// BenchmarkRead reads single records of all over the ledger.
func BenchmarkRead(b *testing.B) {
	const records = 20000
	f := create(b, config(b))
	f.fill(records)
	f.halt()
	for seq := uint64(0); b.Loop(); seq += 7919 {
		if _, err := f.Read(seq%records + 1); err != nil {
			b.Fatal(err)
		}
	}
}

func consume(b *testing.B, js jetstream.JetStream, n int) error {
	c, err := js.OrderedConsumer(b.Context(), ledgerName, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return err
	}
	all, err := c.Messages(jetstream.PullMaxMessages(batch))
	if err != nil {
		return err
	}
	defer all.Stop()
	for range n {
		m, err := all.Next()
		if err != nil {
			return err
		}
		if _, err := m.Metadata(); err != nil {
			return err
		}
	}
	return nil
}
