package eventstore

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// TestManyWriters lets sixteen writers write to one aggregate, and to many; each
// command is given twice at once.
func TestManyWriters(t *testing.T) {
	for name, aggregates := range map[string]int{"one": 1, "many": 50} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				f.write(16, 10, func(int) value.Ref { return agency(rand.IntN(aggregates)) })
			})
		})
	}
}

// write gives commands with many writers; each command goes twice, with one key.
func (f *fixture) write(writers, each int, to func(writer int) value.Ref) {
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				f.twice(alias(f.t, to(w), fmt.Sprint(w, "-", i)), fmt.Sprint(w, "/", i))
			}
		})
	}
	wg.Wait()
}

func (f *fixture) twice(c fact.Command, key string) {
	var wg sync.WaitGroup
	var recorded atomic.Int32
	for range 2 {
		wg.Go(func() {
			r, err := f.append(c, key)
			if err != nil {
				f.t.Error(err)
			} else if r.Outcome == fact.Recorded {
				recorded.Add(1)
			}
		})
	}
	wg.Wait()
	if recorded.Load() != 1 {
		f.t.Errorf("%s was recorded %d times", key, recorded.Load())
	}
}

// TestTwoProcesses has two stores serve one stream, so that the guard and not
// the write queue keeps them apart.
func TestTwoProcesses(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		g := f.another(newMemory())
		g.follow()
		var wg sync.WaitGroup
		for n, x := range []*fixture{f, g, f, g} {
			wg.Go(func() {
				for i := range 25 {
					if _, err := x.append(alias(t, agency(1), fmt.Sprint(n, i)), fmt.Sprint(n, "/", i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if len(f.gave.all) != 100 {
			t.Fatal(len(f.gave.all))
		}
		g.checkLedger()
	})
}
