package eventstore

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestCheck(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(20)
		held := f.records(t.Context(), 20)

		// Views that lag behind are no reason, and are not asked for more than they hold.
		f = f.reopened(memoryOf(held[:5]))
		f.start()

		// One record is not what the views hold.
		f = f.reopened(memoryOf(forged(held, 17)))
		f.spoilt = true
		refusedAs(t, f.Writable(), starting)
		refusedAbout(t, f.Check(t.Context(), f.views), recordDiffers, 17)
		refusedAbout(t, f.Writable(), recordDiffers, 17)
	})
}

// forged are the records with one that reads otherwise.
func forged(records []*fact.Record, seq int) []*fact.Record {
	f := *records[seq-1]
	f.Body = append([]byte(" "), f.Body...)
	records = slices.Clone(records)
	records[seq-1] = &f
	return records
}

// TestCheckNewestOnly leaves the old records to Rehash, which finds the difference.
func TestCheckNewestOnly(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(checked + 50)
		held := f.records(t.Context(), checked+50)
		f = f.reopened(memoryOf(forged(held, 40)))
		f.spoilt = true
		f.start()
		told := uint64(0)
		err := f.Rehash(t.Context(), f.views, func(done, _ uint64) { told = done })
		refusedAbout(t, err, recordDiffers, 40)
		if told != 0 {
			t.Error("told progress beyond the difference:", told)
		}
		_, err = f.append(alias(t, agency(1), "x"), "x")
		refusedAbout(t, err, recordDiffers, 40)
	})
}

func TestRehash(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(checked + 50)
		f.checkLedger() // the views are there
		var told [][2]uint64
		err := f.Rehash(t.Context(), f.views, func(done, total uint64) { told = append(told, [2]uint64{done, total}) })
		if err != nil || !slices.Equal(told, [][2]uint64{{checked, checked + 50}, {checked + 50, checked + 50}}) {
			t.Fatal(told, err)
		}
	})
}

// TestRehashMissesEnd has views that hold more than the stream.
func TestRehashMissesEnd(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(6)
		held := f.records(t.Context(), 6)
		ahead := *held[5]
		ahead.Seq = 7
		err := f.Rehash(t.Context(), memoryOf(append(held, &ahead)), nil)
		refusedAbout(t, err, endMissing, 6, 7)
		refusedAs(t, f.Writable(), endMissing)
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

// TestDamagedStore flips and cuts bytes of the store under a closed ledger. It
// must not be written to afterwards, whatever JetStream makes of the damage.
func TestDamagedStore(t *testing.T) {
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
			f.fill(10)
			f.checkLedger()
			f.close()
			rewrite(t, f.c.Dir, damage)
			s, err := Open(t.Context(), f.c)
			if err != nil {
				t.Log("does not open:", err)
				return
			}
			defer s.Close()
			s.heartbeat = f.heartbeat
			s.Attach(f.views)
			err = s.Check(t.Context(), f.views)
			if r := new(value.Refusal); !errors.As(s.Writable(), &r) || r.Class != value.Integrity {
				t.Fatal("the damage was not noticed:", err, s.Writable())
			}
			t.Log(s.Writable())
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
