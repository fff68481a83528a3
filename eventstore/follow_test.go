package eventstore

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/internal/natstest"
)

func TestFollow(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(batch + 100)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		want := uint64(5)
		for r, err := range f.Follow(ctx, want) {
			if err != nil {
				if err != context.Canceled || want != batch+103 {
					t.Fatal(want, err)
				}
				break
			}
			if want++; r.Seq != want || r.Ref != agency(int(want)%100) || domain.Read(r.Seq, r.Ref, r.Body).Ref != r.Ref {
				t.Fatal(want, r.Seq, r.Ref)
			}
			switch want {
			case batch + 100, batch + 101, batch + 102:
				f.fill(1)
			case batch + 103:
				cancel()
			}
		}
	})
}

func TestReplay(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(50)
		n := uint64(0)
		for r, err := range f.Replay(t.Context(), 3, 49) {
			if n++; err != nil || r.Seq != n+3 {
				t.Fatal(n, r.Seq, err)
			}
		}
		if n != 46 {
			t.Fatal(n)
		}
		for range f.Replay(t.Context(), 7, 7) {
			t.Fatal("there is nothing after 7 up to 7")
		}
		for _, after := range []uint64{10, 50, 99} { // whatever is asked for, the ledger stays writable
			for _, err := range f.Replay(t.Context(), after, 100) {
				refusedAbout(t, err, notSoMany, 50, 100)
			}
		}
		if err := f.Writable(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestRead reads single records, of which some are damaged in the journal, and one
// in the stream too.
func TestRead(t *testing.T) {
	f := create(t, config(t))
	f.fill(50)
	all := map[uint64]fact.Stored{}
	for r, err := range f.Replay(t.Context(), 0, 50) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Seq] = r
	}
	whole := func() {
		t.Helper()
		for seq, want := range all {
			if got, err := f.Read(seq); err != nil || got.Ref != want.Ref || !bytes.Equal(got.Body, want.Body) {
				t.Fatal(seq, got, err)
			}
		}
	}
	whole()
	f.scratch(all[20].Body)
	whole()
	f.remove(30)
	f.scratch(all[30].Body)
	_, err := f.Read(30)
	refusedAbout(t, err, recordLost, 30, 30)
	delete(all, 30)
	whole()
	for _, seq := range []uint64{0, 99} {
		if _, err := f.Read(seq); err == nil {
			t.Error("there is no record", seq)
		}
	}
}

// scratch overwrites bytes of the journal.
func (f *fixture) scratch(b []byte) {
	f.t.Helper()
	path := filepath.Join(f.journalDir(), fmt.Sprintf("%020d.journal", 1))
	all, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(make([]byte, len(b)), int64(bytes.Index(all, b))); err != nil {
		f.t.Fatal(err)
	}
}

// TestFollowEnds closes the store while somebody waits.
func TestFollowEnds(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		f.checkLedger()
		for _, err := range f.Follow(t.Context(), 0) {
			if err != nil {
				refusedAs(t, err, closed)
				break
			}
			time.AfterFunc(time.Millisecond, func() { f.Store.Close() })
		}
	})
}

// comes waits until the ledger takes no commands, for a reason.
func (f *fixture) comes(want *value.Refusal) {
	f.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if f.Writable() != nil {
			break
		}
	}
	refusedAs(f.t, f.Writable(), want)
}

// TestStreamTaken takes the stream away from an open ledger, and puts another in
// its place.
func TestStreamTaken(t *testing.T) {
	delete := func(f *fixture) {
		f.spoilt = true
		f.endBackground() // which might look before it is done
		if _, err := broker.Ask[any](f.t.Context(), f.nc, "STREAM.DELETE.LEDGER", nil); err != nil {
			f.t.Fatal(err)
		}
	}
	make := func(f *fixture, l Ledger) {
		delete(f)
		if err := createLedger(f.t.Context(), f.nc, l, 1); err != nil {
			f.t.Fatal(err)
		}
	}
	for name, x := range map[string]struct {
		take func(*fixture)
		want *value.Refusal
	}{
		"deleted":        {delete, streamMissing},
		"made again":     {func(f *fixture) { make(f, f.ledger) }, streamReplaced},
		"another ledger": {func(f *fixture) { make(f, Ledger{ID: "00000000-0000-4000-8000-000000000000"}) }, broker.AnotherLedger},
		"made again and filled": {func(f *fixture) {
			more := f.records(f.t.Context(), 1)
			make(f, f.ledger)
			if _, err := f.Restore(f.t.Context(), stored(more)); err != nil {
				f.t.Fatal(err)
			}
		}, streamReplaced},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
				x.take(f)
				f.background()
				f.comes(x.want)
				_, err := f.append(alias(t, agency(1), "b"), "2")
				refusedAs(t, err, x.want)
			})
		})
	}
}

// TestHole loses a record in the middle of the stream: that is noticed, and an
// embedded ledger has it again when it is opened.
func TestHole(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.fill(5)
		f.checkLedger() // the journal holds them
		f.remove(3)
		f.comes(broker.RecordMissing)
		_, err := f.append(alias(t, agency(1), "a"), "k")
		refusedAbout(t, err, broker.RecordMissing, 3)
		n := uint64(0)
		for r, err := range f.Replay(t.Context(), 0, 5) { // which the journal knows all the same
			if n++; err != nil || r.Seq != n {
				t.Fatal(r.Seq, err)
			}
		}
		f = f.reopened(newMemory())
		if f.srv == nil {
			refusedAbout(t, f.Writable(), broker.RecordMissing, 3)
			return
		}
		f.start()
		f.mustAppend(alias(t, agency(2), "a"), "k", fact.Recorded)
	})
}

// remove loses a record as an operator could: by letting the stream keep one
// record per subject for a moment, the subject's next record pushes it out.
func (f *fixture) remove(seq uint64) {
	f.t.Helper()
	f.spoilt = true
	f.halt()
	m, err := ledgerRecords.Message(f.t.Context(), f.nc, seq)
	if err != nil {
		f.t.Fatal(err)
	}
	f.set(map[string]any{"max_msgs_per_subject": 1})
	if _, err := f.nc.Request(m.Message.Subject, []byte("{}"), time.Second); err != nil {
		f.t.Fatal(err)
	}
	f.set(map[string]any{"max_msgs_per_subject": -1})
}

// set changes settings of the stream behind the ledger's back.
func (f *fixture) set(settings map[string]any) {
	f.t.Helper()
	i, err := ledgerRecords.Info(f.t.Context(), f.nc, false)
	if err != nil {
		f.t.Fatal(err)
	}
	for name, value := range settings {
		i.Config[name] = value
	}
	if _, err := broker.Ask[any](f.t.Context(), f.nc, "STREAM.UPDATE.LEDGER", i.Config); err != nil {
		f.t.Fatal(err)
	}
}

func TestPlace(t *testing.T) {
	for reply, want := range map[string][2]uint64{
		"$JS.ACK.LEDGER.c.1.22.3.1668779400000000000.9":            {22, 3},
		"$JS.ACK._.h4sh.LEDGER.c.1.22.3.1668779400000000000.9":     {22, 3},
		"$JS.ACK.hub.h4sh.LEDGER.c.1.22.3.1668779400000000000.9.r": {22, 3},
		"$JS.ACK.LEDGER.c.1.x.3.1668779400000000000.9":             {},
		"$JS.ACK.LEDGER.c.1.22.3.1668779400000000000":              {},
		"_INBOX.x": {},
		"":         {},
	} {
		seq, nth, ok := place(reply)
		if ok != (want[0] > 0) || ok && (seq != want[0] || nth != want[1]) {
			t.Error(reply, seq, nth, ok)
		}
	}
}

// TestReplayBeforeCheck asks a process that has just joined for what is in the
// stream, before anything writes it to the journal.
func TestReplayBeforeCheck(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.NATS = natstest.Run(t).URL
	f := create(t, c)
	f.fill(3)
	d := config(t)
	d.NATS = c.NATS
	if err := Join(t.Context(), d, f.ledger.ID); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	read := func() (n int, err error) {
		for _, err = range s.Replay(t.Context(), 0, 3) {
			n++
		}
		return n, err
	}
	_, err = read()
	refusedAs(t, err, starting)
	s.Attach(newMemory())
	if err := s.Check(t.Context(), newMemory()); err != nil {
		t.Fatal(err)
	}
	if n, err := read(); n != 3 || err != nil {
		t.Fatal(n, err)
	}
}
