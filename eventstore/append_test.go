package eventstore

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestAppend(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		opd := agency(1)
		one := f.mustAppend(command(t, opd, "register", `{"name":"Biro PKP"}`), "k1", fact.Recorded)
		if one.Seq != 1 || one.Version != 1 || one.Record.PrevHash != "" || one.Record.Ledger != f.Ledger().ID {
			t.Fatalf("%+v", one.Record)
		}
		two := f.mustAppend(alias(t, opd, "Biro Otda"), "k2", fact.Recorded)
		if two.Seq != 2 || two.Version != 2 || two.Record.PrevHash != one.Hash {
			t.Fatalf("%+v", two.Record)
		}
		if again := f.mustAppend(alias(t, opd, "Biro Otda"), "k2", fact.Replayed); again.ID != two.ID || again.Seq != 2 {
			t.Fatalf("%+v", again)
		}
		if so := f.mustAppend(alias(t, opd, "Biro Otda"), "k3", fact.AlreadySo); so.ID != two.ID {
			t.Fatalf("%+v", so)
		}
		_, err := f.append(command(t, opd, "register", `{"name":"Biro"}`), "k4")
		refusedByDomain(t, err, "already-registered")
		_, err = f.append(command(t, agency(3), "register", `{"name":"x","party":"64"}`), "k5")
		refusedByDomain(t, err, "unknown-reference")
		for _, key := range []string{"", "a\nb", "é", fmt.Sprintf("%0256d", 1)} {
			_, err := f.append(alias(t, opd, "x"), key)
			refusedAs(t, err, badKey)
		}
	})
}

func refusedByDomain(t testing.TB, err error, code string) {
	t.Helper()
	if r := new(value.Refusal); !errors.As(err, &r) || r.Code != code {
		t.Fatalf("got %v, want the refusal %s", err, code)
	}
}

func TestIfMatch(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		at := func(v uint64, name, key string) (fact.Receipt, error) {
			return f.give(fact.Request{Command: alias(t, agency(1), name), Key: key, IfMatch: &v})
		}
		if _, err := at(0, "a", "1"); err != nil {
			t.Fatal(err)
		}
		if _, err := at(1, "b", "2"); err != nil {
			t.Fatal(err)
		}
		_, err := at(1, "c", "3")
		refusedAbout(t, err, fact.Stale, agency(1), 2, 1)
		_, err = at(3, "c", "3")
		refusedAs(t, err, fact.Stale)
		if r, err := at(1, "b", "2"); err != nil || r.Outcome != fact.Replayed { // the key comes first
			t.Fatal(r, err)
		}
	})
}

// TestOneKeyTwice gives one key again, at once and after the ledger was opened
// again with views that know nothing yet.
func TestOneKeyTwice(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		one := f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
		for range 2 {
			if r := f.mustAppend(alias(t, agency(1), "a"), "k", fact.Replayed); r.ID != one.ID {
				t.Fatal(r)
			}
			_, err := f.append(alias(t, agency(1), "another"), "k")
			refusedAbout(t, err, keyReused, 1)
			_, err = f.append(alias(t, agency(2), "a"), "k")
			refusedAbout(t, err, keyReused, 1)
			_, err = f.append(command(t, agency(1), "register", `{"name":"a"}`), "k")
			refusedAbout(t, err, keyReused, 1)
			f = f.reopened(newMemory())
			f.start()
		}
		other, err := f.give(fact.Request{Command: alias(t, agency(1), "b"), Key: "k", By: fact.By{Actor: "another"}})
		if err != nil || other.Outcome != fact.Recorded { // a key is its actor's own
			t.Fatal(other, err)
		}
	})
}

// TestWhoAsks lets nobody confirm a correction of his own: the domain must hear
// who gives the command.
func TestWhoAsks(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		by := func(name, key string, c fact.Command) (fact.Receipt, error) {
			return f.give(fact.Request{Command: c, Key: key, By: fact.By{Actor: "local", Name: name}})
		}
		one, _ := by("Ani", "1", alias(t, agency(1), "a"))
		two, err := by("Ani", "2", command(t, agency(1), "correct", fmt.Sprintf(`{"record":%q,"notHappened":true}`, one.ID)))
		if err != nil {
			t.Fatal(err)
		}
		confirm := command(t, agency(1), "confirm-correction", fmt.Sprintf(`{"correction":%q}`, two.ID))
		_, err = by("Ani", "3", confirm)
		refusedByDomain(t, err, "same-person")
		if _, err = by("Budi", "4", confirm); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFrozen puts something unreadable under an aggregate: that one takes no more
// commands, and every other does.
func TestFrozen(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		f.spoilt = true
		if _, err := f.nc.Request(subjectOf(agency(1)), []byte("?"), time.Second); err != nil {
			t.Fatal(err)
		}
		f.mustAppend(alias(t, agency(2), "b"), "2", fact.Recorded)
		_, err := f.append(alias(t, agency(1), "c"), "3")
		refusedByDomain(t, err, "frozen")
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Replayed) // what was recorded stays recorded
	})
}

// TestStaleViews holds the views back: they must not refuse, and must not say
// that something is so already, before they hold what was acknowledged.
func TestStaleViews(t *testing.T) {
	party := value.Ref{Kind: "party", ID: string(value.PartyOf("64"))}
	version := uint64(2)
	for name, x := range map[string]struct {
		unseen func(f *fixture, first fact.Receipt) fact.Command // what the views do not hold
		then   fact.Request
	}{
		"refuses": {
			func(f *fixture, _ fact.Receipt) fact.Command {
				return command(t, party, "register", `{"code":"64","zone":"Asia/Makassar"}`)
			},
			fact.Request{Command: command(t, agency(2), "register", `{"name":"x","party":"64"}`)},
		},
		"says it is so already": {
			func(f *fixture, first fact.Receipt) fact.Command {
				return command(t, agency(1), "correct", fmt.Sprintf(`{"record":%q,"notHappened":true}`, first.ID))
			},
			fact.Request{Command: alias(t, agency(1), "a")},
		},
		"sees an older version": {
			func(*fixture, fact.Receipt) fact.Command { return alias(t, agency(1), "b") },
			fact.Request{Command: alias(t, agency(1), "c"), IfMatch: &version},
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				f := create(t, c)
				first := f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
				f.checkLedger()
				f.holdBack()
				g := f.another(f.views) // which remembers nothing of what the first wrote
				f.mustAppend(x.unseen(f, first), "2", fact.Recorded)
				time.AfterFunc(50*time.Millisecond, func() { close(f.views.gate) })
				q := x.then
				q.Key = "3"
				if r, err := g.give(q); err != nil || r.Outcome != fact.Recorded {
					t.Fatal(r.Outcome, err)
				}
			})
		})
	}
}

// TestViewsBehind says so, and not that the ledger would not take the command.
func TestViewsBehind(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.holdBack()
		f.mustAppend(command(t, agency(1), "register", `{"name":"x"}`), "1", fact.Recorded)
		f.patience = 100 * time.Millisecond
		_, err := f.append(command(t, agency(1), "register", `{"name":"y"}`), "2")
		refusedAs(t, err, viewsBehind)
		_, err = f.another(f.views).append(alias(t, agency(1), "z"), "3") // the guard tells this one
		refusedAs(t, err, viewsBehind)
		close(f.views.gate)
	})
}

// holdBack lets the views follow only once their gate is closed.
func (f *fixture) holdBack() {
	f.halt()
	f.views.gate = make(chan struct{})
	f.follow()
}

func TestClock(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		var now atomic.Pointer[time.Time]
		set := func(t time.Time) { now.Store(&t) }
		set(time.Date(2022, 8, 11, 2, 0, 0, 123456789, time.UTC))
		c.Clock = Told(func() time.Time { return *now.Load() })
		f := create(t, c)
		one := f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		if want := time.Date(2022, 8, 11, 2, 0, 0, 123e6, time.UTC); !one.Recorded.Equal(want) || !f.Ledger().Created.Equal(want) {
			t.Fatal(one.Recorded, f.Ledger().Created)
		}
		if ms := fmt.Sprintf("%012x", one.Recorded.UnixMilli()); string(one.ID[:13]) != ms[:8]+"-"+ms[8:] || one.ID[14] != '7' {
			t.Error(one.ID) // the id is of the ledger's clock
		}
		set(one.Recorded.Add(-30 * time.Second))
		if two := f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded); two.Recorded.Before(one.Recorded) {
			t.Fatal(two.Recorded)
		}
		set(one.Recorded.Add(-61 * time.Second))
		_, err := f.append(alias(t, agency(2), "c"), "3")
		refusedAs(t, err, clockBehind)

		f = f.reopened(newMemory()) // with views that know of no time yet
		f.start()
		_, err = f.append(alias(t, agency(2), "c"), "3")
		refusedAs(t, err, clockBehind)
		set(one.Recorded.Add(time.Hour))
		f.mustAppend(alias(t, agency(2), "c"), "3", fact.Recorded)
	})
}

// A record may be named by its number; what is stored is its id, and the same command
// is the same whether it came by number or by id. A number of no record of the file is
// refused, also where that shows only when the views have caught up.
func TestARecordNamedByItsNumber(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		first := f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		other := f.mustAppend(alias(t, agency(2), "a"), "2", fact.Recorded)
		byNumber := command(t, agency(1), "correct", fmt.Sprintf(`{"record":"%d","notHappened":true}`, first.Seq))
		got := f.mustAppend(byNumber, "3", fact.Recorded)
		if is := got.Record.Data.Fact.(fact.FactCorrected).Record; is != first.ID || !got.Record.SaysItsCommand() {
			t.Fatalf("stored as %q", is)
		}
		f.mustAppend(byNumber, "3", fact.Replayed)
		f.mustAppend(command(t, agency(1), "correct", fmt.Sprintf(`{"record":%q,"notHappened":true}`, first.ID)), "3", fact.Replayed)
		_, err := f.append(command(t, agency(1), "correct", fmt.Sprintf(`{"record":"#%d","notHappened":true}`, other.Seq)), "4")
		refusedAbout(t, err, fact.NotInThisFile, fmt.Sprint(other.Seq))
	})
}
