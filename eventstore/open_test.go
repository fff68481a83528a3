package eventstore

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/eventstore/broker"
	"mufakat/internal/natstest"
)

func TestInitAndOpen(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		meta := map[string]string{"demo": "true"}
		id, err := Init(t.Context(), c, meta)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Init(t.Context(), c, nil)
		refusedAs(t, err, LedgerExists)
		if !strings.Contains(err.Error(), id) {
			t.Error(err)
		}

		url := c.NATS
		c.NATS = "" // ledger.json knows
		f := opened(t, c, newMemory())
		if l := f.Ledger(); l.ID != id || !maps.Equal(l.Meta, meta) || l.NATS != url || time.Since(l.Created) > time.Minute {
			t.Fatalf("%+v", l)
		}
		i, err := ledgerRecords.Info(t.Context(), f.nc, true)
		if err != nil {
			t.Fatal(err)
		}
		if l := identify(i); l.ID != id || !maps.Equal(l.Meta, meta) || !l.Created.Equal(f.Ledger().Created) {
			t.Fatalf("%+v", l)
		}

		// Failing closed: nothing is taken before it was checked and accepted.
		refusedAs(t, f.Writable(), starting)
		_, err = f.append(alias(t, agency(1), "a"), "k")
		refusedAs(t, err, starting)
		if err := f.Check(t.Context(), f.views); err != nil {
			t.Fatal(err)
		}
		refusedAs(t, f.Writable(), starting)
		f.follow()
		if err := f.AcceptCommands(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
		f.close()
		refusedAs(t, f.Writable(), closed)
		_, err = f.append(alias(t, agency(1), "b"), "k")
		refusedAs(t, err, closed)
	})
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), Config{Dir: dir, Log: quiet()})
	refusedAs(t, err, nothingHere)
	if !strings.Contains(err.Error(), "mufakat init") {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Error("opening made", entries)
	}
	_, err = Open(t.Context(), Config{Dir: filepath.Join(dir, "typo"), Log: quiet()})
	refusedAs(t, err, nothingHere)
	if _, err := os.Stat(filepath.Join(dir, "typo")); err == nil {
		t.Error("opening made a directory")
	}

	os.WriteFile(filepath.Join(dir, "letter.odt"), nil, 0o600)
	_, err = Init(t.Context(), Config{Dir: dir, Log: quiet()}, nil)
	refusedAs(t, err, notEmpty)

	os.WriteFile(ledgerPath(dir), []byte(`{"format":2,"ledger":"x"}`), 0o600)
	_, err = Open(t.Context(), Config{Dir: dir, Log: quiet()})
	refusedAs(t, err, unreadableLedgerFile)
}

func TestAnotherLedger(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		if _, err := Init(t.Context(), c, nil); err != nil {
			t.Fatal(err)
		}
		l, _ := readLedger(c.Dir)
		l.ID = "00000000-0000-4000-8000-000000000000"
		if err := writeLedgerFile(ledgerPath(c.Dir), l); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), c)
		refusedAs(t, err, broker.AnotherLedger)
	})
}

// TestStreamGone deletes the stream of a closed ledger. An embedded one makes it
// again; what happened on somebody else's server is for people to find out.
func TestStreamGone(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
		f.checkLedger()
		f.spoilt = true
		if _, err := broker.Ask[any](t.Context(), f.nc, "STREAM.DELETE.LEDGER", nil); err != nil {
			t.Fatal(err)
		}
		f.close()
		if c.NATS != "" {
			_, err := Open(t.Context(), c)
			refusedAs(t, err, streamMissing)
			return
		}
		f.spoilt = false
		f = f.reopened(newMemory())
		f.start()
		f.mustAppend(alias(t, agency(1), "a"), "k", fact.Replayed)
	})
}

func TestJoin(t *testing.T) {
	server := natstest.Run(t)
	c := config(t)
	c.NATS = server.URL
	id, err := Init(t.Context(), c, map[string]string{"demo": "true"})
	if err != nil {
		t.Fatal(err)
	}
	d := config(t)
	d.NATS = server.URL
	_, err = Init(t.Context(), d, nil)
	refusedAs(t, err, streamTaken)
	refusedAs(t, Join(t.Context(), d, "00000000-0000-4000-8000-000000000000"), broker.AnotherLedger)
	refusedAs(t, Join(t.Context(), d, "nonsense"), notALedgerID)
	refusedAs(t, Join(t.Context(), Config{Dir: d.Dir}, id), needsNATS)
	if err := Join(t.Context(), d, id); err != nil {
		t.Fatal(err)
	}
	refusedAs(t, Join(t.Context(), d, id), LedgerExists)
	a, b := start(t, c, newMemory()), start(t, d, newMemory())
	if a.Ledger().ID != b.Ledger().ID || b.Ledger().Meta["demo"] != "true" {
		t.Fatal(b.Ledger())
	}
	one := a.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
	b.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded)
	if so := b.mustAppend(alias(t, agency(1), "a"), "3", fact.AlreadySo); so.ID != one.ID {
		t.Fatal(so)
	}
}

// hold is another process that has a directory open; see TestHeld.
func hold(dir string) {
	s, err := Open(context.Background(), Config{Dir: dir, Log: quiet()})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	io.Copy(io.Discard, os.Stdin)
	s.Close()
}

func TestHeld(t *testing.T) {
	c := config(t)
	if _, err := Init(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), "MUFAKAT_TEST_HOLD="+c.Dir)
	in, _ := other.StdinPipe()
	out, _ := other.StdoutPipe()
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 100)
	if n, _ := out.Read(b); string(b[:n]) != "held\n" {
		t.Fatalf("%s", b[:n])
	}
	began := time.Now()
	_, err := Open(t.Context(), c)
	refusedAs(t, err, DirectoryHeld)
	if !strings.Contains(err.Error(), fmt.Sprintf("pid %d ", other.Process.Pid)) {
		t.Error(err)
	}
	if d := time.Since(began); d > time.Second {
		t.Error("refused after", d)
	}
	in.Close()
	if err := other.Wait(); err != nil {
		t.Fatal(err)
	}
	start(t, c, newMemory())
	_, err = Open(t.Context(), c) // within one process too
	refusedAs(t, err, DirectoryHeld)
}

// TestSettingsChanged changes the stream behind the ledger's back.
func TestSettingsChanged(t *testing.T) {
	for setting, with := range map[string]map[string]any{
		"max_age":              {"max_age": int64(time.Hour)},
		"allow_direct":         {"allow_direct": true},
		"max_msgs_per_subject": {"max_msgs_per_subject": 1},
		"discard":              {"discard": "old"},
		"republish":            {"republish": map[string]string{"src": "ledger.>", "dest": "x.>"}},
	} {
		t.Run(setting, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
				f.set(with)
				f = f.reopened(newMemory())
				if err := f.Check(t.Context(), f.views); err != nil {
					t.Fatal(err)
				}
				refusedAs(t, f.Writable(), broker.SettingChanged)
				if !strings.Contains(f.Writable().Error(), setting) {
					t.Error(f.Writable())
				}
				f.follow()
				refusedAs(t, f.AcceptCommands(t.Context()), broker.SettingChanged)
				_, err := f.append(alias(t, agency(1), "b"), "l")
				refusedAs(t, err, broker.SettingChanged)
			})
		})
	}
}
