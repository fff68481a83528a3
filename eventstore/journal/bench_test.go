package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

var kilobyte = bytes.Repeat([]byte("x"), 1000)

// BenchmarkCommit is a record of 1,000 bytes made durable, beside the same bytes
// written and synced by themselves.
func BenchmarkCommit(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		f, err := osDisk{}.open(filepath.Join(b.TempDir(), "bare"), os.O_RDWR|os.O_CREATE)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		one, _ := appendEntry(nil, Hash{}, Entry{1, "ledger.instrument.1", kilobyte, Hash{}}, 0)
		for i := range int64(b.N) {
			if _, err := f.WriteAt(one, i*int64(len(one))); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			d := &faulty{}
			o := Options{Ledger: ledger, disk: d}
			j := opened(b, created(b, o, 0), o)
			d.syncs.Store(0)
			var last atomic.Uint64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range writers {
				wg.Go(func() {
					for seq := last.Add(1); seq <= uint64(b.N); seq = last.Add(1) {
						if err := j.Commit(b.Context(), Entry{seq, "ledger.instrument.1", kilobyte, Hash{}}); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(d.syncs.Load())/float64(b.N), "syncs/op")
		})
	}
}

func BenchmarkReading(b *testing.B) {
	const n = 200_000
	o := Options{Ledger: ledger}
	dir := created(b, o, 0)
	j := opened(b, dir, o)
	for seq := uint64(1); seq <= n; seq++ {
		if err := j.Append(Entry{seq, "ledger.instrument.1", kilobyte, Hash{}}); err != nil {
			b.Fatal(err)
		}
	}
	if err := j.Await(b.Context(), n); err != nil {
		b.Fatal(err)
	}
	b.Run("replay", func(b *testing.B) {
		b.SetBytes(n * 1000)
		for range b.N {
			for _, err := range j.Replay(b.Context(), 1, n) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		b.SetBytes(n * 1000)
		for range b.N {
			if damage, err := j.Verify(b.Context(), func(_, _ uint64) {}); damage != nil || err != nil {
				b.Fatal(damage, err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for i := range b.N {
			if _, err := j.Read(uint64(i*7919%n + 1)); err != nil {
				b.Fatal(err)
			}
		}
	})
	j.Close()
	b.Run("open", func(b *testing.B) {
		for range b.N {
			j, err := Open(dir, o)
			if err != nil {
				b.Fatal(err)
			}
			j.Close()
		}
	})
}
