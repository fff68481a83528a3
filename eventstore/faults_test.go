package eventstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/internal/natstest"
)

// faulty makes tries fail before they are sent, or after they were stored.
func (f *fixture) faulty(fault func(n int) (before, after bool)) {
	var mu sync.Mutex
	n := 0
	real := f.send
	f.send = func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
		mu.Lock()
		n++
		before, after := fault(n)
		mu.Unlock()
		if before {
			return nil, nats.ErrTimeout
		}
		a, err := real(ctx, m)
		if after {
			return nil, nats.ErrTimeout
		}
		return a, err
	}
}

func TestFaults(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		t.Run("not stored", func(t *testing.T) {
			g := f.another(f.views)
			g.faulty(func(n int) (bool, bool) { return n <= 2, false })
			g.mustAppend(alias(t, agency(1), "a"), "a", fact.Recorded)
		})
		t.Run("stored", func(t *testing.T) {
			g := f.another(f.views)
			g.faulty(func(n int) (bool, bool) { return false, n <= 2 })
			g.mustAppend(alias(t, agency(1), "b"), "b", fact.Recorded)
		})
		t.Run("not stored, and somebody else was first", func(t *testing.T) {
			g := f.another(f.views)
			g.faulty(func(n int) (bool, bool) {
				if n == 1 {
					f.mustAppend(alias(t, agency(1), "c"), "c", fact.Recorded)
				}
				return n == 1, false
			})
			if r := g.mustAppend(alias(t, agency(1), "d"), "d", fact.Recorded); r.Version != 4 {
				t.Fatal(r.Version)
			}
		})
		f.checkLedger() // the views are there: the next one meets no conflict
		t.Run("stored, and somebody else went on", func(t *testing.T) {
			g := f.another(f.views)
			g.faulty(func(n int) (bool, bool) { return false, n == 1 })
			send := g.send
			g.send = func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
				a, err := send(ctx, m)
				if err != nil {
					f.mustAppend(alias(t, agency(1), "e"), "e", fact.Recorded)
				}
				return a, err
			}
			if r := g.mustAppend(alias(t, agency(1), "f"), "f", fact.Recorded); r.Version != 5 {
				t.Fatal(r.Version)
			}
		})
		t.Run("not stored, and refused since", func(t *testing.T) {
			g := f.another(f.views)
			register := command(t, agency(2), "register", `{"name":"x"}`)
			g.faulty(func(n int) (bool, bool) {
				if n == 1 {
					f.mustAppend(command(t, agency(2), "register", `{"name":"y"}`), "y", fact.Recorded)
				}
				return n == 1, false
			})
			_, err := g.append(register, "x")
			refusedByDomain(t, err, "already-registered")
		})
	})
}

// TestConflictOnItsWay is what a replicated stream says of a write that is not
// through yet: nothing new is to be seen, and the guard refuses all the same.
func TestConflictOnItsWay(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		real, n := f.send, 0
		f.send = func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
			if n++; n < 4 {
				return &nats.Msg{Data: []byte(`{"error":{"code":400,"err_code":10164}}`)}, nil
			}
			return real(ctx, m)
		}
		f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded)
	})
}

func TestFaultsAtRandom(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		dice := rand.New(rand.NewPCG(seed, 0))
		f := create(t, c)
		f.faulty(func(int) (bool, bool) { return dice.IntN(5) == 0, dice.IntN(5) == 0 })
		f.write(8, 5, func(w int) value.Ref { return agency(w % 3) })
	})
}

// TestUnknownOutcome says that an outcome is unknown only when it is, and that
// the same key then brings it to light.
func TestUnknownOutcome(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.patience = 150 * time.Millisecond
		real := f.send

		f.faulty(func(int) (bool, bool) { return false, true })
		f.send = onlyFirst(f.send)
		_, err := f.append(alias(t, agency(1), "a"), "stored")
		refusedAs(t, err, outcomeUnknown)
		f.send = func(context.Context, *nats.Msg) (*nats.Msg, error) { return nil, nats.ErrTimeout }
		_, err = f.append(alias(t, agency(2), "a"), "not stored")
		refusedAs(t, err, outcomeUnknown)
		f.send = func(context.Context, *nats.Msg) (*nats.Msg, error) {
			return &nats.Msg{Data: []byte(`{"error":{"code":503,"err_code":10077}}`)}, nil
		}
		_, err = f.append(alias(t, agency(2), "a"), "not stored") // the disk failed, perhaps halfway
		if f.srv == nil {
			refusedAs(t, err, outcomeUnknown)
		} else {
			refusedAs(t, err, storageFailed)
			_, err = f.append(alias(t, agency(3), "a"), "refused")
			refusedAs(t, err, storageFails)
			f.goesOn()
		}
		f.send = func(context.Context, *nats.Msg) (*nats.Msg, error) { return nil, nats.ErrNoResponders }
		_, err = f.append(alias(t, agency(3), "a"), "refused")
		refusedAs(t, err, notRecorded)

		f.send, f.patience = real, 10*time.Second
		f.mustAppend(alias(t, agency(1), "a"), "stored", fact.Replayed)
		f.mustAppend(alias(t, agency(2), "a"), "not stored", fact.Recorded)
		f.mustAppend(alias(t, agency(3), "a"), "refused", fact.Recorded)
	})
}

// goesOn waits until the ledger takes commands again, by itself.
func (f *fixture) goesOn() {
	f.t.Helper()
	for end := time.Now().Add(20 * time.Second); f.Writable() != nil; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatal(f.Writable())
		}
	}
}

// onlyFirst lets the first try through and no other.
func onlyFirst(send sender) sender {
	var tried atomic.Bool
	return func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
		if tried.Swap(true) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return send(ctx, m)
	}
}

// TestSequenceGivenAgain acknowledges a record under a sequence that the views
// have read already: the stream has lost its end.
func TestSequenceGivenAgain(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded)
		f.mustAppend(alias(t, agency(1), "b"), "2", fact.Replayed) // the views hold it
		f.send = func(context.Context, *nats.Msg) (*nats.Msg, error) {
			return &nats.Msg{Data: []byte(`{"stream":"LEDGER","seq":2}`)}, nil
		}
		_, err := f.append(alias(t, agency(2), "c"), "3")
		refusedAs(t, err, outcomeUnknown)
		refusedAbout(t, f.Writable(), recordDiffers, 2)
	})
}

// TestStoppedMeanwhile makes the ledger read-only after a command was let in.
func TestStoppedMeanwhile(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		g := f.another(newMemory()) // which runs into the guard, and waits for its views
		g.follow()
		g.send = func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
			g.Store.stop(broker.RecordMissing.With(1))
			return nil, nats.ErrNoResponders
		}
		_, err := g.append(alias(t, agency(1), "b"), "2")
		refusedAs(t, err, broker.RecordMissing)
	})
}

// TestConnectionLost breaks the line under a follower and a writer, and mends it
// when the writer has noticed.
func TestConnectionLost(t *testing.T) {
	t.Parallel()
	server := natstest.Run(t)
	line := natstest.Through(t, server)
	c := Config{Dir: filepath.Join(t.TempDir(), "data"), Log: quiet(), NATS: line.URL}
	f := create(t, c)
	f.tryFor = 100 * time.Millisecond
	f.halt()
	f.heartbeat = 10 * time.Second // it is not the silence that shows it, but the lost line itself
	f.follow()
	n := 0
	write := func(mend func()) {
		t.Helper()
		real := f.send
		f.send = func(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
			a, err := real(ctx, m)
			if err != nil && mend != nil {
				mend()
				mend = nil
			}
			return a, err
		}
		n++
		f.mustAppend(alias(t, agency(1), fmt.Sprint(n)), fmt.Sprint(n), fact.Recorded)
		f.mustAppend(alias(t, agency(1), fmt.Sprint(n)), fmt.Sprint(n), fact.Replayed)
		f.send = real
	}
	write(nil)
	line.Cut()
	write(nil)
	line.Mute(true) // failed but stored
	write(func() { line.Mute(false) })
	line.Down(true) // failed and not stored
	write(func() { line.Down(false) })
	server.Stop()
	write(server.Start)
}
