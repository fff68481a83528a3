package bench

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"mufakat/internal/histories"
	"mufakat/projections"
	"mufakat/projections/engine"
)

// sizes are the numbers of records measured: MUFAKAT_BENCH_RECORDS, such as
// 10000,100000,1000000, or fewer.
func sizes(b *testing.B) (ns []int) {
	s := os.Getenv("MUFAKAT_BENCH_RECORDS")
	if s == "" {
		s = "10000,100000"
	}
	for part := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(part)
		check(b, err)
		ns = append(ns, n)
	}
	return ns
}

// BenchmarkRecords makes ledgers of several sizes. On each it replays the bare
// stream by an ordered consumer, makes the views again, and asks who signed when.
func BenchmarkRecords(b *testing.B) {
	for _, n := range sizes(b) {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) {
			l := open(b, startServer(b, false).ClientURL(), n) // reading is not slower for not having synced
			check(b, l.views.CatchUp(b.Context(), nil))
			b.Run("bare-replay", func(b *testing.B) { l.replay(b, uint64(n)) })
			b.Run("rebuild", func(b *testing.B) { l.rebuild(b, n) })
			b.Run("who-signed", func(b *testing.B) { l.whoSigned(b) })
			b.Run("who-signed-known-then", func(b *testing.B) { l.whoSignedThen(b) })
		})
	}
}

// replay reads every message once by an ordered consumer, as somebody would.
func (l *ledger) replay(b *testing.B, n uint64) {
	js, err := jetstream.New(connect(b, l.url))
	check(b, err)
	name, err := js.StreamNameBySubject(b.Context(), "ledger.>")
	check(b, err)
	for b.Loop() {
		began := time.Now()
		c, err := js.OrderedConsumer(b.Context(), name, jetstream.OrderedConsumerConfig{})
		check(b, err)
		it, err := c.Messages(jetstream.PullMaxMessages(4096))
		check(b, err)
		for range n {
			_, err := it.Next()
			check(b, err)
		}
		it.Stop()
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "records/s")
	}
}

func (l *ledger) rebuild(b *testing.B, n int) {
	peak := watchMemory(b)
	for b.Loop() {
		began := time.Now()
		phase, at := "", began
		took := map[string]time.Duration{}
		_, err := l.views.Rebuild(b.Context(), func(p engine.Progress) {
			if p.Phase != phase {
				took[phase] += time.Since(at)
				phase, at = p.Phase, time.Now()
			}
		})
		check(b, err)
		took[phase] += time.Since(at)
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "records/s")
		for name, d := range took {
			if name != "" {
				b.ReportMetric(d.Seconds(), "s-"+name)
			}
		}
	}
	b.ReportMetric(float64(peak())/(1<<20), "MiB-anon")
	file, err := os.Stat(l.file)
	check(b, err)
	b.ReportMetric(float64(file.Size())/float64(n), "B/record")
}

// watchMemory samples the anonymous memory of this process, the NATS server in
// it included.
func watchMemory(b *testing.B) func() int64 {
	ctx, stop := context.WithCancel(context.Background())
	peak := make(chan int64)
	go func() {
		most := int64(0)
		for {
			most = max(most, anonymous())
			select {
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
				peak <- most
				return
			}
		}
	}()
	return func() int64 { stop(); return <-peak }
}

func anonymous() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if s, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "kB")), 10, 64)
			return kb << 10
		}
	}
	return 0
}

// whoSigned asks for a page of fifty signatures of one office, each time another.
func (l *ledger) whoSigned(b *testing.B) { l.ask(b, engine.Asked{}) }

// whoSignedThen asks the same as it was known in the middle of the history.
func (l *ledger) whoSignedThen(b *testing.B) {
	l.ask(b, engine.Asked{KnownAt: histories.Begin.Add(time.Hour)})
}

func (l *ledger) ask(b *testing.B, q engine.Asked) {
	var took []time.Duration
	q.Now = time.Now()
	offices, rows := 38*histories.OfficesPerProvince, 0
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		p, err := projections.Signatures.Ask(l.views, q, projections.SignatureFilter{Office: histories.OfficeNumbered(n * 7 % offices)})
		took = append(took, time.Since(began))
		check(b, err)
		rows = max(rows, len(p.Rows))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1e3, "µs-p99")
	b.ReportMetric(float64(rows), "rows")
}
