package eventstore

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
)

var aNotice = noticelog.Key{Rule: domain.RuleDeferred, Seq: 3, Subscription: "00000000-0000-7000-8000-000000000001"}

// Of several that begin the same notice one begins it, and everybody reads the
// same afterwards.
func TestOneBeginsANotice(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		if after, err := f.OpenNotices(t.Context()); err != nil || after != 0 {
			t.Fatal(after, err)
		}
		var won atomic.Uint64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				seq, err := f.WriteNotice(t.Context(), noticelog.Record{Key: aNotice, Type: noticelog.Begun}, 0)
				switch {
				case err == nil && !won.CompareAndSwap(0, seq):
					t.Error("begun twice")
				case err != nil && !errors.Is(err, noticelog.ErrOvertaken):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		begun := won.Load()
		ended := noticelog.Record{Key: aNotice, Type: noticelog.Ended, Begun: begun, Outcome: noticelog.Outcome{Result: noticelog.Arrived, Status: 200}}
		if _, err := f.WriteNotice(t.Context(), ended, begun); err != nil {
			t.Fatal(err)
		}
		last, err := f.Notices().Last(t.Context())
		if err != nil || last != 2 {
			t.Fatal(last, err)
		}
		var got []noticelog.Record
		for n, err := range f.Notices().Replay(t.Context(), 0, last) {
			if err != nil {
				t.Fatal(err)
			}
			r, err := noticelog.Read(n.Seq, n.Body)
			if err != nil || n.Key != aNotice || r.Key != aNotice {
				t.Fatal(n.Key, r.Key, err)
			}
			got = append(got, r)
		}
		if h := noticelog.HistoryOf(got); h.State() != noticelog.NoticeArrived || h.Tries[0].Outcome.Status != 200 {
			t.Errorf("%+v", h)
		}
	})
}

// A ledger that has no stream of notices gets one, and no notice is sent of what
// was on record before.
func TestNoticesBeginWhereTheLedgerIs(t *testing.T) {
	c := config(t)
	if err := InitWithID(t.Context(), c, Ledger{ID: "0190a5f2-7c1e-7000-8000-00000000000a"}); err != nil {
		t.Fatal(err)
	}
	f := start(t, c, newMemory())
	for i := range 3 {
		f.mustAppend(alias(t, agency(1), strconv.Itoa(i)), "k"+strconv.Itoa(i), fact.Recorded)
	}
	for range 2 {
		if after, err := f.OpenNotices(t.Context()); err != nil || after != 3 {
			t.Fatal(after, err)
		}
	}
}

// BenchmarkNotice begins and ends notices on a synced stream, eight at a time.
func BenchmarkNotice(b *testing.B) {
	f := create(b, config(b))
	if _, err := f.OpenNotices(b.Context()); err != nil {
		b.Fatal(err)
	}
	var n atomic.Uint64
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			k := aNotice
			k.Seq = n.Add(1)
			seq, err := f.WriteNotice(b.Context(), noticelog.Record{Key: k, Type: noticelog.Begun}, 0)
			if err == nil {
				_, err = f.WriteNotice(b.Context(), noticelog.Record{Key: k, Type: noticelog.Ended, Begun: seq}, seq)
			}
			if err != nil {
				b.Error(err)
			}
		}
	})
}
