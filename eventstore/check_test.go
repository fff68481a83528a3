package eventstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/eventstore/journal"
	"mufakat/internal/natstest"
)

// TestCheck has views that lag behind, which is no reason, and a stream that is
// not what the journal holds: at its end, and further back, where only Verify
// looks.
func TestCheck(t *testing.T) {
	c := config(t)
	c.NATS = natstest.Run(t).URL // where nothing is mended by itself
	f := create(t, c)
	f.fill(checked + 20)
	f.checkLedger()
	held := f.records(t.Context(), checked+20)
	f = f.reopened(memoryOf(held[:5]))
	f.start()

	f.close()
	f = f.withJournal(forged(held, checked+17), held[:5])
	refusedAs(t, f.Writable(), starting)
	refusedAbout(t, f.Check(t.Context(), f.views), recordDiffers, checked+17)
	refusedAbout(t, f.Writable(), recordDiffers, checked+17)

	f.Close()
	if err := os.Remove(differedPath(c.Dir)); err != nil {
		t.Fatal(err)
	}
	f = f.withJournal(forged(held, 17), held[:5])
	f.atOnce = checked
	f.start()
	told := uint64(0)
	wrong, err := f.Verify(t.Context(), func(done, _ uint64) { told = done })
	if err != nil || len(wrong) == 0 || told != checked+20 {
		t.Fatal(wrong, err, told)
	}
	refusedAbout(t, wrong[0], recordDiffers, 17)
	_, err = f.append(alias(t, agency(1), "x"), "x")
	refusedAbout(t, err, recordDiffers, 17)
}

// withJournal is the closed ledger opened again with a journal of these records.
func (f *fixture) withJournal(records, views []*fact.Record) *fixture {
	f.t.Helper()
	if err := os.RemoveAll(f.journalDir()); err != nil {
		f.t.Fatal(err)
	}
	err := journal.Create(f.journalDir(), journal.Options{Ledger: f.ledger.ID}, func(yield func(journal.Entry, error) bool) {
		for _, r := range records {
			if !yield(journal.Entry{Seq: r.Seq, Subject: subjectOf(r.Ref), Body: r.Body}, nil) {
				return
			}
		}
	})
	if err != nil {
		f.t.Fatal(err)
	}
	g := opened(f.t, f.c, memoryOf(views))
	g.gave, g.spoilt = f.gave, true
	return g
}

// forged are the records with one that reads otherwise.
func forged(records []*fact.Record, seq int) []*fact.Record {
	f := *records[seq-1]
	f.Body = append([]byte(" "), f.Body...)
	records = slices.Clone(records)
	records[seq-1] = &f
	return records
}

func TestVerifyTellsItsProgress(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(checked + 50)
		f.checkLedger() // the views are there
		var told [][2]uint64
		wrong, err := f.Verify(t.Context(), func(done, total uint64) { told = append(told, [2]uint64{done, total}) })
		if err != nil || wrong != nil || !slices.Equal(told, [][2]uint64{{checked, checked + 50}, {checked + 50, checked + 50}}) {
			t.Fatal(told, wrong, err)
		}
	})
}

// TestViewsBeyondTheEnd has views that hold more than both copies.
func TestViewsBeyondTheEnd(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(6)
		held := f.records(t.Context(), 6)
		beyond := *held[5]
		beyond.Seq = 7
		f = f.reopened(memoryOf(append(held, &beyond)))
		f.spoilt = true
		refusedAbout(t, f.Check(t.Context(), f.views), viewsBeyond, 6, 7)
		refusedAs(t, f.Writable(), viewsBeyond)
	})
}

// TestCannotCheck keeps a ledger closed to commands that could not be looked at.
func TestCannotCheck(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.checkLedger()
		f.nc.Close()
		if err := f.Check(t.Context(), f.views); err == nil {
			t.Fatal("nothing was looked at, and nothing said")
		}
		refusedAs(t, f.Writable(), starting)
		f.spoilt = true
	})
}

// TestDamagedStream flips and cuts bytes of the stream under a closed ledger. It
// is made again from the journal, whatever JetStream makes of the damage.
func TestDamagedStream(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"bit":   func(b []byte) []byte { b[len(b)/2] ^= 0x10; return b },
		"last":  func(b []byte) []byte { b[len(b)-20] ^= 0x10; return b },
		"cut":   func(b []byte) []byte { return b[:len(b)-10] },
		"half":  func(b []byte) []byte { return b[:len(b)/2] },
		"empty": func(b []byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := create(t, config(t))
			for n := range 10 {
				f.mustAppend(alias(t, agency(n%3), fmt.Sprint(n)), fmt.Sprint(n), fact.Recorded)
			}
			f.checkLedger()
			f.close()
			rewrite(t, f.c.Dir, damage)
			f = f.reopened(newMemory())
			if len(f.Healed()) == 0 {
				t.Error("nothing was told of it")
			}
			t.Log(f.Healed())
			f.start()
			f.mustAppend(alias(t, agency(1), "after"), "after", fact.Recorded)
		})
	}
}

// rewrite damages the one block of an embedded store.
func rewrite(t *testing.T, dir string, damage func([]byte) []byte) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(dir, "jetstream", "jetstream", "*", "streams", ledgerName, "msgs", "*.blk"))
	if err != nil || len(blocks) != 1 {
		t.Fatal(blocks, err)
	}
	b, err := os.ReadFile(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(blocks[0], damage(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedJournal flips and cuts bytes of the journal under a closed ledger. It
// is made whole from the stream, or by itself.
func TestDamagedJournal(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"bit":    func(b []byte) []byte { b[len(b)/2] ^= 0x10; return b },
		"last":   func(b []byte) []byte { b[len(b)-20] ^= 0x10; return b },
		"head":   func(b []byte) []byte { b[30] ^= 0x10; return b },
		"cut":    func(b []byte) []byte { return b[:len(b)-10] },
		"half":   func(b []byte) []byte { return b[:len(b)/2] },
		"zeroes": func(b []byte) []byte { clear(b[len(b)/2:]); return b },
		"empty":  func(b []byte) []byte { return nil },
		"gone":   nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := create(t, config(t))
			for n := range 10 {
				f.mustAppend(alias(t, agency(n%3), fmt.Sprint(n)), fmt.Sprint(n), fact.Recorded)
			}
			f.checkLedger()
			f.close()
			path := filepath.Join(f.journalDir(), fmt.Sprintf("%020d.journal", 1))
			if damage == nil {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			} else {
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, damage(b), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			f = f.reopened(newMemory())
			if len(f.Healed()) == 0 {
				t.Error("nothing was told of it")
			}
			t.Log(f.Healed())
			f.start()
			f.mustAppend(alias(t, agency(1), "after"), "after", fact.Recorded)
		})
	}
}

// TestUnreadableStreams damages what the server knows a stream by, so that it
// passes the stream over: records are made again, notices only stop.
func TestUnreadableStreams(t *testing.T) {
	for _, name := range []string{ledgerName, noticeRecords.Name} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := create(t, config(t))
			f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
			f.checkLedger()
			f.close()
			found, err := filepath.Glob(filepath.Join(f.c.Dir, "jetstream", "jetstream", "*", "streams", name, "meta.inf"))
			if err != nil || len(found) != 1 {
				t.Fatal(found, err)
			}
			if err := os.WriteFile(found[0], []byte("?"), 0o600); err != nil {
				t.Fatal(err)
			}
			f = f.reopened(newMemory())
			f.start()
			f.mustAppend(alias(t, agency(1), "a"), "k", fact.Replayed)
			f.mustAppend(alias(t, agency(1), "b"), "l", fact.Recorded)
			_, err = f.OpenNotices(t.Context())
			if name == ledgerName && err != nil || name != ledgerName && !errors.Is(err, noticesSetAside) {
				t.Fatal(err)
			}
			f = f.reopened(newMemory())
			f.start()
			if _, err = f.OpenNotices(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}
