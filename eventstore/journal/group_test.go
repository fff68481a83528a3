package journal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The stream gives the numbers; who has one may come late.
func TestManyWritersOutOfOrder(t *testing.T) {
	const writers, each = 64, 40
	d := &faulty{}
	o := small(20_000)
	o.disk = d
	dir := created(t, o, 0)
	j := opened(t, dir, o)
	d.syncs.Store(0)
	var last atomic.Uint64
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				seq := last.Add(1)
				time.Sleep(time.Duration(rand.IntN(200)) * time.Microsecond)
				if err := j.Commit(t.Context(), record(seq)); err != nil {
					t.Error(err)
				}
				if j.Durable() < seq {
					t.Errorf("record %d is answered before it is durable", seq)
				}
			}
		})
		wg.Go(func() {
			if err := j.Await(t.Context(), rand.Uint64N(writers*each)); err != nil {
				t.Error(err)
			}
			checkPrefix(t, j)
		})
	}
	wg.Wait()
	if n := d.syncs.Load(); n > writers*each/2 {
		t.Errorf("%d syncs for %d commits", n, writers*each)
	}
	j.Close()
	checkWhole(t, dir, o, writers*each)
}

// checkPrefix reads while others write.
func checkPrefix(t *testing.T, j *Journal) {
	n := uint64(0)
	for e, err := range j.Replay(t.Context(), 1, Unknown) {
		if n++; err != nil || !e.sameAs(record(n)) {
			t.Errorf("record %d: %v", n, err)
		}
	}
}

func TestARecordWhoseWriterDiedIsFetched(t *testing.T) {
	o := small(0)
	var fetched, broken atomic.Int64
	away := errors.New("the stream is away")
	o.Fetch = func(ctx context.Context, seq uint64) (string, []byte, error) {
		if broken.Load() > 0 {
			return "", nil, away
		}
		fetched.Add(1)
		return stream(ctx, seq)
	}
	j := opened(t, created(t, o, 3), o)
	if err := j.Commit(t.Context(), record(6)); err != nil {
		t.Fatal(err)
	}
	if n := fetched.Load(); n != 2 {
		t.Errorf("%d records were fetched", n)
	}
	if err := j.Commit(t.Context(), record(5)); err != nil {
		t.Error("the writer comes after all:", err)
	}
	if err := j.Commit(t.Context(), Entry{Seq: 5, Subject: "another"}); !errors.As(err, new(*UnfitError)) {
		t.Error("another record is taken for it:", err)
	}
	if err := j.Await(t.Context(), 8); err != nil || j.Durable() != 8 {
		t.Error("who has seen a record elsewhere waits in vain:", err)
	}

	broken.Store(1)
	var missing *MissingError
	if err := j.Commit(t.Context(), record(10)); !errors.As(err, &missing) || missing.Seq != 9 || !errors.Is(err, away) {
		t.Error(err)
	}
	if err := j.Commit(t.Context(), record(9)); err != nil {
		t.Error(err)
	}
	if err := j.Await(t.Context(), 10); err != nil {
		t.Error("what waited behind the gap is not written:", err)
	}
}

// Who waits before there is anything to wait for is answered once there is.
func TestAnAppendIsWaitedFor(t *testing.T) {
	j := opened(t, created(t, small(0), 0), small(0))
	done := make(chan error)
	go func() { done <- j.Await(t.Context(), 2) }()
	time.Sleep(4 * j.o.Patience)
	if err := j.Append(record(1), record(2)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// An Append that fills a segment has synced for who waits.
func TestAnAppendThatFillsASegmentIsWaitedFor(t *testing.T) {
	j := opened(t, created(t, small(300), 0), small(300))
	done := make(chan error)
	go func() { done <- j.Await(t.Context(), 2) }()
	for seq := uint64(1); seq < 20; seq++ {
		time.Sleep(time.Millisecond)
		if err := j.Append(record(seq)); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAWaiterThatLeavesHarmsNobody(t *testing.T) {
	j := opened(t, created(t, small(0), 0), small(0))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- j.Commit(t.Context(), record(3)) }()
	go func() { done <- j.Commit(ctx, record(2)) }()
	cancel()
	if err := <-done; err != context.Canceled {
		t.Fatal(err)
	}
	for _, put := range []func(Entry) error{
		func(e Entry) error { return j.Commit(t.Context(), e) },
		func(e Entry) error { return j.Append(record(1), e) },
	} {
		if err := put(Entry{Seq: 2, Subject: "another"}); !errors.As(err, new(*UnfitError)) {
			t.Error("another record is taken for it:", err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	go func() { done <- j.Await(t.Context(), 9) }()
	time.Sleep(time.Millisecond)
	j.Close()
	if err := <-done; err != ErrClosed {
		t.Error(err)
	}
}

// A disk that fails is told to everybody with its cause, and nothing is written
// until Recover, which loses nothing that was durable.
func TestAFailingDisk(t *testing.T) {
	for name, fault := range map[string]func(*faulty, *error){
		"write": func(d *faulty, err *error) { d.write.Store(err) },
		"sync":  func(d *faulty, err *error) { d.sync.Store(err) },
	} {
		for _, size := range []int64{300, 1 << 20} {
			for _, cause := range []error{syscall.ENOSPC, syscall.EIO} {
				t.Run(fmt.Sprint(name, size, cause), func(t *testing.T) {
					d := &faulty{}
					o := small(size)
					o.disk, o.Fetch = d, stream
					dir := created(t, o, 10)
					j := opened(t, dir, o)
					if err := j.Commit(t.Context(), record(11)); err != nil {
						t.Fatal(err)
					}
					failure := error(&os.PathError{Op: "write", Path: dir, Err: cause})
					fault(d, &failure)
					var wg sync.WaitGroup
					for seq := uint64(12); seq < 20; seq++ {
						wg.Go(func() {
							if err := j.Commit(t.Context(), record(seq)); !errors.Is(err, cause) {
								t.Errorf("record %d: %v", seq, err)
							}
						})
					}
					wg.Wait()
					if err := j.Recover(); !errors.Is(err, cause) || !errors.Is(j.Err(), cause) {
						t.Errorf("the fault is forgotten: %v, %v", err, j.Err())
					}
					if n := checkRead(t, j); n < 11 || n != j.Durable() {
						t.Errorf("%d records are left", n)
					}
					fault(d, nil)
					if err := j.Append(record(j.Durable() + 1)); !errors.Is(err, cause) {
						t.Errorf("it goes on without Recover: %v", err)
					}
					if err := j.Recover(); err != nil {
						t.Fatal(err)
					}
					if err := j.Commit(t.Context(), record(30)); err != nil {
						t.Fatal(err)
					}
					j.Close()
					checkWhole(t, dir, o, 30)
				})
			}
		}
	}
}

// A hole in what was written together last is told from one before it.
func TestAHoleInTheLastWrite(t *testing.T) {
	o := small(0)
	dir := created(t, o, 20)
	j := opened(t, dir, o)
	if err := j.Append(record(21), record(22), record(23)); err != nil {
		t.Fatal(err)
	}
	j.Close()
	path := segmentPath(dir, 1)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := func(seq uint64) int { return record(seq).size() }
	for lost, within := range map[uint64]bool{1: false, 19: false, 20: false, 21: true, 22: true} {
		at := len(b)
		for seq := uint64(23); seq >= lost; seq-- {
			at -= size(seq)
		}
		holed := append([]byte(nil), b...)
		clear(holed[at : at+size(lost)])
		if err := os.WriteFile(path, holed, 0o600); err != nil {
			t.Fatal(err)
		}
		j := opened(t, dir, o)
		c := j.Condition()
		if len(c.Damage) != 1 || c.Damage[0].From != lost || c.Damage[0].To != lost || c.Damage[0].LastWrite != within {
			t.Fatalf("without record %d: %+v", lost, c)
		}
		err := j.Cut(c.Damage[0])
		if (err == nil) != within {
			t.Errorf("record %d is cut: %v", lost, err)
		}
		if within && (j.Durable() != lost-1 || j.Err() != nil) {
			t.Errorf("cut before record %d it ends at %d, %v", lost, j.Durable(), j.Err())
		}
		j.Close()
	}
}
