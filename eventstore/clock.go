package eventstore

import (
	"sync"
	"time"

	"mufakat/domain"
	"mufakat/domain/value"
)

// Clock is what a computer knows of the time: a clock that tells it and can be
// set, and one that nobody sets, which runs on while the computer sleeps.
type Clock interface {
	Now() time.Time
	Elapsed() time.Duration // since any moment, the same while the process runs
}

// Computer is this computer's clock.
var Computer Clock = computer{}

type computer struct{}

func (computer) Now() time.Time { return time.Now() }

// Told is a clock that tells what it is told to, and is never seen to be moved.
type Told func() time.Time

func (c Told) Now() time.Time         { return c() }
func (c Told) Elapsed() time.Duration { return time.Duration(c().UnixNano()) }

// watched is a clock that is compared, each time it is looked at, with the one
// that nobody sets. Small steps are followed. A clock that was moved by more is
// not believed until it is back or was accepted.
type watched struct {
	Clock

	mu    sync.Mutex // guards what follows, held for no more than a look
	began time.Time  // when Elapsed was zero, by the clock as it was believed last
	last  time.Time  // when it was believed last
}

func watch(c Clock) *watched {
	w := &watched{Clock: c}
	w.accept()
	return w
}

// look is the time, by how much it was moved since it was believed, and when that
// was.
func (w *watched) look() (now time.Time, moved time.Duration, since time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now, began := w.read()
	if moved = began.Sub(w.began); moved.Abs() > clockSlack {
		return now, moved, w.last
	}
	w.began, w.last = began, now
	return now, 0, now
}

// accept believes the clock as it is.
func (w *watched) accept() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last, w.began = w.read()
}

func (w *watched) read() (now, began time.Time) {
	now = w.Now().UTC().Truncate(accuracy)
	return now, now.Add(-w.Elapsed())
}

// ClockReading is how the computer's clock stands to the ledger.
type ClockReading struct {
	Now    time.Time
	Record uint64        // with the latest time that is believed; 0: none
	Latest time.Time     // when it says that it was recorded
	Moved  time.Duration // by which the clock was moved while this process runs; 0 if it is believed
	Since  time.Time     // when it was believed last
}

// Clock looks at the clock, and answers why commands are not taken by it: nil if
// they are.
func (s *Store) Clock() (ClockReading, error) {
	known, err := s.views.Snapshot()
	if err != nil {
		return ClockReading{}, err
	}
	defer known.Close()
	r := s.reading(known)
	if err := known.Err(); err != nil {
		return ClockReading{}, err
	}
	return r, r.refusal()
}

func (s *Store) reading(known Snapshot) (r ClockReading) {
	r.Now, r.Moved, r.Since = s.watch.look()
	r.Record, r.Latest = known.Latest()
	if own := s.latestBeyond(known.Position()); own != nil && own.Time.After(r.Latest) {
		r.Record, r.Latest = own.Seq, own.Time
	}
	return r
}

// behind is true where the newest record is dated ahead of the clock.
func (r ClockReading) behind() bool { return r.Latest.Sub(r.Now) > clockSlack }

// refusal is why nothing is recorded by this clock; nil if it is believed.
func (r ClockReading) refusal() error {
	switch {
	case r.Moved != 0:
		return clockMoved.With(r.moved(), r.since(), r.Now.Format(time.RFC3339))
	case r.behind():
		return clockBehind.With(r.Now.Format(time.RFC3339), r.Record, r.Latest.Format(time.RFC3339))
	}
	return nil
}

func (r ClockReading) since() string { return r.Since.Format(time.RFC3339) }

// moved is by how much, with its sign.
func (r ClockReading) moved() string {
	d := r.Moved.Round(time.Second)
	if d > 0 {
		return "+" + d.String()
	}
	return d.String()
}

// Acceptance is what is recorded when the clock is accepted as it is.
func (r ClockReading) Acceptance(reason string) domain.ClockAccepted {
	f := domain.ClockAccepted{Reason: reason}
	if r.behind() {
		f.Record = value.Is(int(r.Record))
	}
	if r.Moved != 0 {
		f.Since, f.Moved = r.since(), r.moved()
	}
	return f
}

// refuse refuses to accept what is no obstacle, or is another one by now.
func (r ClockReading) refuse(f domain.ClockAccepted) error {
	must := r.Acceptance("")
	switch {
	case r.refusal() == nil:
		return clockBelieved.With(r.Now.Format(time.RFC3339))
	case f.DatedAhead() != must.DatedAhead():
		return notAhead.With(must.DatedAhead()).On("record").On("fact")
	case f.Since != must.Since:
		return notMoved.With(must.Since).On("since").On("fact")
	}
	return nil
}
