package eventstore

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// hand is a clock that tests set.
type hand struct {
	mu  sync.Mutex
	now time.Time
	ran time.Duration
}

func (h *hand) Now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }

func (h *hand) Elapsed() time.Duration { h.mu.Lock(); defer h.mu.Unlock(); return h.ran }

// move sets the clock, and pass lets time pass.
func (h *hand) move(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.now = h.now.Add(d) }
func (h *hand) pass(d time.Duration) { h.move(d); h.mu.Lock(); defer h.mu.Unlock(); h.ran += d }

// accept is the command that accepts the clock.
func accept(t *testing.T, f domain.ClockAccepted) fact.Command {
	t.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return command(t, value.Ref{Kind: value.KindSetting, ID: agency(900).ID}, "accept-clock", string(body))
}

// A record made under a clock that ran a month ahead stops commands, and every
// refusal names it and the way out; once that is on record, recording goes on by
// the real clock, also about what that record is about, and after a restart.
func TestARecordDatedAheadIsPassedOver(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		const month = 30 * 24 * time.Hour
		h := &hand{now: time.Date(2022, 8, 11, 2, 0, 0, 0, time.UTC)}
		c.Clock = h
		f := create(t, c)
		f.mustAppend(alias(t, agency(1), "a"), "1", fact.Recorded)
		h.pass(month)
		ahead := f.mustAppend(alias(t, agency(1), "b"), "2", fact.Recorded)
		f.halt()
		h.pass(-month)
		h.pass(time.Hour)
		f = f.reopened(newMemory())
		f.start()

		_, err := f.append(alias(t, agency(2), "c"), "3")
		refusedAs(t, err, clockBehind)
		if r, _ := errors.AsType[*value.Refusal](err); !strings.Contains(r.EN, "record 2 is dated 2022-09-10") || !strings.Contains(r.ID, "mufakat clock accept") {
			t.Error(r)
		}
		is, err := f.Clock()
		refusedAs(t, err, clockBehind)
		if is.Record != ahead.Seq || !is.Latest.Equal(ahead.Recorded) {
			t.Errorf("%+v", is)
		}
		_, err = f.append(accept(t, domain.ClockAccepted{Record: value.Is(1)}), "4")
		refusedAs(t, err, notAhead)
		f.holdBack() // views that do not know of the acceptance yet refuse nothing by themselves
		f.mustAppend(accept(t, is.Acceptance("a clock ran ahead")), "5", fact.Recorded)
		time.AfterFunc(20*time.Millisecond, func() { close(f.views.gate) })

		for _, key := range []string{"6", "7"} {
			if r := f.mustAppend(alias(t, agency(1), key), key, fact.Recorded); !r.Recorded.Equal(h.Now()) {
				t.Errorf("recorded %s, not %s", r.Recorded, h.Now())
			}
			if _, err := f.Clock(); err != nil {
				t.Error(err)
			}
			f = f.reopened(newMemory())
			f.start()
		}
		_, err = f.append(accept(t, domain.ClockAccepted{}), "8")
		refusedAs(t, err, clockBelieved)
	})
}

// A clock that is moved while the process runs is not believed until it is back,
// or was accepted. A computer that slept is no clock that was moved, and small
// steps are followed.
func TestAClockThatIsMovedIsNotBelieved(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		h := &hand{now: time.Date(2022, 8, 11, 2, 0, 0, 0, time.UTC)}
		c.Clock = h
		f := create(t, c)
		works := func(key string) {
			t.Helper()
			f.mustAppend(alias(t, agency(1), key), key, fact.Recorded)
		}
		works("1")
		h.pass(8 * time.Hour)
		works("slept")
		for _, key := range []string{"2", "3", "4"} {
			h.pass(time.Hour)
			h.move(50 * time.Second)
			works(key)
		}

		for _, d := range []time.Duration{61 * time.Second, 2 * time.Hour, -2 * time.Hour} {
			h.pass(6 * time.Hour)
			works("before " + d.String())
			h.move(d)
			_, err := f.append(alias(t, agency(2), d.String()), d.String())
			refusedAs(t, err, clockMoved)
			h.move(-d)
			works("back " + d.String())

			h.move(d)
			is, err := f.Clock()
			refusedAs(t, err, clockMoved)
			_, err = f.append(accept(t, domain.ClockAccepted{Record: is.Acceptance("").Record, Since: "2022"}), "since "+d.String())
			refusedAs(t, err, notMoved)
			f.mustAppend(accept(t, is.Acceptance("set right")), "accepted "+d.String(), fact.Recorded)
			works("after " + d.String())
		}
	})
}

// The computer's own clocks go on together.
func TestTheComputersClock(t *testing.T) {
	w := watch(Computer)
	before := Computer.Elapsed()
	time.Sleep(2 * time.Millisecond)
	if ran := Computer.Elapsed() - before; ran < time.Millisecond || ran > time.Minute {
		t.Errorf("%s went by", ran)
	}
	if _, moved, _ := w.look(); moved != 0 {
		t.Errorf("it was moved by %s", moved)
	}
}
