package eventstore

import (
	"os"
	"path/filepath"
	"testing"

	"mufakat/domain/fact"
	"mufakat/internal/natstest"
)

// TestRestore brings an export into an empty ledger, which goes on as the one it
// was.
func TestRestore(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		f.fill(restoreWindow + 10)
		exported := f.records(t.Context(), restoreWindow+11)
		f.close()

		d := config(t)
		if c.NATS != "" {
			d.NATS = natstest.Run(t).URL
		}
		if err := InitWithID(t.Context(), d, f.Ledger()); err != nil {
			t.Fatal(err)
		}
		g := opened(t, d, newMemory())
		if n, err := g.Restore(t.Context(), stored(exported)); n != restoreWindow+11 || err != nil {
			t.Fatal(n, err)
		}
		if n, err := g.Restore(t.Context(), stored(exported)); n != 0 || err != nil { // begun again
			t.Fatal(n, err)
		}
		if l := f.Ledger(); g.Ledger().ID != l.ID || !g.Ledger().Created.Equal(l.Created) {
			t.Error(g.Ledger())
		}
		g.start()
		g.mustAppend(alias(t, agency(1), "a"), "1", fact.Replayed)
	})
}

func TestRestoreRefuses(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(3)
		held := f.records(t.Context(), 3)
		put := func(r fact.Record) error {
			_, err := f.Restore(t.Context(), stored([]*fact.Record{&r}))
			return err
		}
		gap, other, elsewhere := *held[2], *held[1], *held[1]
		gap.Seq, other.Body, elsewhere.Ref = 5, held[0].Body, agency(9)
		refusedAbout(t, put(gap), wrongOrder, 5, 4)
		refusedAbout(t, put(other), recordDiffers, 2)
		refusedAbout(t, put(elsewhere), recordDiffers, 2)
	})
}

// TestRestoreMeetsAnother has somebody else write while a restore is under way.
func TestRestoreMeetsAnother(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		n, err := f.Restore(t.Context(), func(yield func(fact.Stored, error) bool) {
			for r := range f.more(5) {
				if r.Seq == 5 {
					f.mustAppend(alias(t, agency(9), "a"), "1", fact.Recorded)
				}
				if !yield(r, nil) {
					return
				}
			}
		})
		refusedAbout(t, err, recordDiffers, 1)
		if n != 0 {
			t.Fatal(n)
		}
	})
}

// TestRestoreOverBrokenLine cuts the line while records are on their way.
func TestRestoreOverBrokenLine(t *testing.T) {
	t.Parallel()
	line := natstest.Through(t, natstest.Run(t))
	c := config(t)
	c.NATS = line.URL
	f := create(t, c)
	n, err := f.Restore(t.Context(), func(yield func(fact.Stored, error) bool) {
		for r, err := range f.more(600) {
			if r.Seq == 500 || r.Seq == 590 {
				line.Cut()
			}
			if !yield(r, err) {
				return
			}
		}
	})
	if n != 600 || err != nil {
		t.Fatal(n, err)
	}
}

func stored(records []*fact.Record) func(func(fact.Stored, error) bool) {
	return func(yield func(fact.Stored, error) bool) {
		for _, r := range records {
			if !yield(fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil) {
				return
			}
		}
	}
}

// TestEndMissing loses the newest records with the stream of an earlier day. They
// are put back from the journal.
func TestEndMissing(t *testing.T) {
	t.Parallel()
	c := config(t)
	f := create(t, c)
	f.fill(4)
	f.checkLedger()
	f.close()
	earlier := filepath.Join(t.TempDir(), "earlier")
	replace(t, earlier, filepath.Join(c.Dir, "jetstream"))
	f = f.reopened(f.views)
	f.start()
	f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
	f.mustAppend(alias(t, agency(2), "b"), "2", fact.Recorded)
	f.checkLedger()
	f.close()
	replace(t, filepath.Join(c.Dir, "jetstream"), earlier)

	f = f.reopened(f.views)
	if got := f.Healed(); len(got) != 1 || got[0] != streamCompleted.With(5, 6) {
		t.Fatal(got)
	}
	f.start()
	f.mustAppend(alias(t, agency(1), "a"), "1", fact.Replayed)
	f.mustAppend(alias(t, agency(1), "c"), "3", fact.Recorded)
}

func replace(t *testing.T, dir, from string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestServerLosesEnd has an external server come back without the newest records,
// as after a power cut when it does not sync, while the ledger is open.
func TestServerLosesEnd(t *testing.T) {
	for name, goOn := range map[string]bool{"and stands still": false, "and goes on": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := natstest.Run(t)
			line := natstest.Through(t, server)
			c := config(t)
			c.NATS = line.URL
			f := create(t, c)
			f.fill(4)
			server.Stop()
			earlier := filepath.Join(t.TempDir(), "earlier")
			replace(t, earlier, server.StoreDir())
			server.Start()
			f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
			f.mustAppend(alias(t, agency(2), "b"), "2", fact.Recorded)
			f.checkLedger()

			line.Down(true)
			server.Stop()
			replace(t, server.StoreDir(), earlier)
			server.Start()
			if goOn {
				elsewhere(t, server, f)
			}
			line.Down(false)
			want := endMissing
			if goOn {
				want = recordDiffers
			}
			f.comes(want)
			f.spoilt = true
			if goOn {
				return
			}
			f.Store.halt() // which would see the end come back
			if n, after, err := f.Repair(t.Context()); n != 2 || after != 4 || err != nil {
				t.Fatal(n, after, err)
			}
			f.stop()
			f.start()
			f.spoilt = false
		})
	}
}

// elsewhere has another process write to the ledger.
func elsewhere(t *testing.T, server *natstest.Server, f *fixture) {
	t.Helper()
	c := config(t)
	c.NATS = server.URL
	if err := Join(t.Context(), c, f.ledger.ID); err != nil {
		t.Fatal(err)
	}
	g := start(t, c, newMemory())
	for _, key := range []string{"x", "y", "z"} {
		g.mustAppend(alias(t, agency(7), key), key, fact.Recorded)
	}
}
