package eventstore

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/eventstore/journal"
)

// Store is an open ledger. Its methods may be used by many goroutines at once.
type Store struct {
	c      Config
	ledger Ledger
	lock   *flock.Flock
	srv    *broker.Server // nil on an external server
	nc     *broker.Conn
	send   sender // how one try of a publish is made; tests put faults around it
	queue  writeQueue
	ahead  *ahead
	watch  *watched
	done   chan struct{} // closed by Close

	created time.Time // of the stream
	journal *journal.Journal
	alone   bool                   // the journal is all there is: no server, no connection
	copier  atomic.Pointer[copier] // of an external ledger that was checked
	failed  chan struct{}          // holds a token once the storage fails
	halt    func()                 // ends what goes on beside; nil: nothing does
	beside  sync.WaitGroup         // of what does

	records     *Records // whose gate the store itself is
	notices     *Notices
	noticesGate ownGate
	noticesLost error // why the stream of notices is not used in this run; nil: it may be

	views     Views         // set once, by Attach, before the store is used
	patience  time.Duration // how long Append goes on trying
	tryFor    time.Duration // how long one try may take
	heartbeat time.Duration // how often a follower hears that there is nothing new
	atOnce    uint64        // how many records opening compares

	mu         sync.Mutex    // guards what follows, held for no more than a look
	healed     []value.Words // what was done to make the copies whole
	uncompared stretch       // not compared since the ledger was opened
	failing    error         // why the storage cannot be written; nil if it can
	stopped    error         // why nothing may be written until somebody has looked; stays
	unchecked  error         // why the last Check failed, or that there was none
	accepting  bool
	latest     *fact.Record // made here with the latest time; nil: none
	isClosed   bool
}

func newStore(c Config, l Ledger) *Store {
	s := &Store{
		c: c, ledger: l, watch: watch(c.Clock), ahead: newAhead(), done: make(chan struct{}), failed: make(chan struct{}, 1), unchecked: starting, noticesGate: ownGate{why: starting},
		patience: 10 * time.Second, tryFor: 2 * time.Second, heartbeat: heartbeat, atOnce: comparedAtOnce,
	}
	s.send = s.request
	s.records = &Records{recordsOf(l), s, s}
	s.notices = &Notices{noticeRecords, s, &s.noticesGate}
	return s
}

// Open opens a ledger that Init or Join made. It refuses a directory without
// one, a directory that another process holds, a store that is gone, and one
// that holds another ledger. If the stream is not as it should be (its settings,
// a missing record), or its server does not start, it opens all the same, for
// reading: see [Store.Writable].
func Open(ctx context.Context, c Config) (_ *Store, err error) {
	c = c.withDefaults()
	l, err := readLedger(c.Dir)
	if err != nil {
		return nil, err
	}
	if c.NATS != "" {
		l.NATS = c.NATS
	}
	s := newStore(c, l)
	defer func() {
		if err != nil {
			s.Close()
			err = Unusable(c.Dir, err)
		}
	}()
	if s.lock, err = lockDir(ctx, c.Dir); err != nil {
		return nil, err
	}
	if l.NATS != "" {
		if s.nc, err = broker.Connect(l.NATS, c.Log); err != nil {
			return nil, noConnection.With(redacted(l.NATS), err)
		}
	} else if err = s.startServer(ctx); err != nil {
		return s, s.openAlone(ctx, err)
	}
	if s.ReaderURL() != "" {
		if err = s.lease(); err != nil {
			return nil, err
		}
	}
	err = s.openCopies(ctx)
	if err != nil && s.srv != nil && s.journal != nil {
		err = s.openAlone(ctx, err)
	}
	return s, err
}

// startServer starts the server of an embedded ledger. The files of a stream that
// it cannot read are set aside: the ledger's records are made again from the
// journal; of the notices only the telling stops.
func (s *Store) startServer(ctx context.Context) (err error) {
	s.srv, s.nc, err = broker.StartServer(ctx, s.c.server())
	var lost *broker.UnrecoveredError
	if !errors.As(err, &lost) {
		return err
	}
	for _, name := range lost.Streams {
		switch name {
		case noticeRecords.Name:
			aside, err := noticeRecords.SetAside(s.c.Dir, s.c.Clock.Now())
			if err != nil {
				return err
			}
			s.noticesLost = noticesSetAside.With(aside)
			s.c.Log.Error("the stream of notices cannot be read", "set aside", aside)
		case s.records.Name:
			j, unread := journal.Open(s.journalDir(), s.journalOptions())
			if unread != nil {
				return err // nothing else knows the records
			}
			j.Close()
			aside, err := s.records.SetAside(s.c.Dir, s.c.Clock.Now())
			if err != nil {
				return err
			}
			s.c.Log.Error("the stream of records cannot be read", "set aside", aside)
		default: // what a deletion that was cut short has left: nothing rests on it
			aside, err := broker.StreamConfig{Name: name}.SetAside(s.c.Dir, s.c.Clock.Now())
			if err != nil {
				return err
			}
			s.c.Log.Warn("a stream that is not the ledger's cannot be read", "stream", name, "set aside", aside)
		}
	}
	s.srv, s.nc, err = broker.StartServer(ctx, s.c.server())
	return err
}

// Close lets go of the ledger. Whatever was acknowledged is on disk already.
func (s *Store) Close() error {
	s.mu.Lock()
	was := s.isClosed
	s.isClosed = true
	s.mu.Unlock()
	if was {
		return nil
	}
	close(s.done)
	s.endBackground()
	s.disconnect()
	var err error
	if s.journal != nil {
		err = s.journal.Close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// Attach gives the store the views that Append loads aggregates from. It is
// called once, before Check, Follow and Append.
func (s *Store) Attach(v Views) { s.views = v }

// Ledger says which ledger this is.
func (s *Store) Ledger() Ledger { return s.ledger }

// ReaderURL is where other programs can read the ledger with the credentials
// of nats-reader.json; empty if it listens to nobody.
func (s *Store) ReaderURL() string {
	if s.srv == nil || s.c.Listen == "" {
		return ""
	}
	return s.srv.ClientURL()
}

// Writable is nil when commands are taken, and otherwise the refusal that says
// why not. Anything that was not looked at counts as a reason.
func (s *Store) Writable() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.isClosed:
		return closed
	case s.stopped != nil:
		return s.stopped
	case s.failing != nil:
		return storageFails.With(causeOf(s.failing))
	case s.unchecked != nil:
		return s.unchecked
	case !s.accepting:
		return starting
	}
	return nil
}

// AcceptCommands is the last step of starting: it waits until the views hold
// what the stream held when it was called, and opens the store for writing. It
// answers what [Store.Writable] answers then.
func (s *Store) AcceptCommands(ctx context.Context) error {
	last, err := s.Last(ctx)
	if err != nil {
		return err
	}
	if err := s.views.Await(ctx, last); err != nil {
		return err
	}
	s.mu.Lock()
	s.accepting = true
	s.mu.Unlock()
	return s.Writable()
}

// stop makes the ledger read-only until it is opened again. The first reason stays.
func (s *Store) stop(why error) {
	s.mu.Lock()
	first := s.stopped == nil
	if first {
		s.stopped = why
	}
	s.mu.Unlock()
	if first {
		s.c.Log.Error("the ledger is read-only from now on", "why", why)
	}
	if errors.Is(why, recordDiffers) {
		s.remember(why)
	}
}

// markDoubtful draws the conclusion from what ended a reading. What puts the
// ledger in doubt makes it read-only; a lost end only until it was put back and
// checked.
func (s *Store) markDoubtful(err error) {
	var r *value.Refusal
	switch {
	case !errors.As(err, &r) || r.Class != value.Integrity:
	case errors.Is(err, endMissing), errors.Is(err, viewsBeyond):
		s.mu.Lock()
		s.unchecked = err
		s.mu.Unlock()
		s.c.Log.Error("the ledger is read-only until it is repaired", "why", err)
	default:
		s.stop(err)
	}
}

// observe takes notice of a record that was made here, of which the views need
// not know yet: it has the latest time, or it accepts the clock as it is.
func (s *Store) observe(r *fact.Record) {
	if _, ok := r.Data.Fact.(domain.ClockAccepted); ok {
		s.watch.accept()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest == nil || r.DatedAhead() > 0 || r.Time.After(s.latest.Time) {
		s.latest = r
	}
}

// latestBeyond is the record made here with the latest time, nil if the views hold it.
func (s *Store) latestBeyond(position uint64) *fact.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest == nil || s.latest.Seq <= position {
		return nil
	}
	return s.latest
}

// redacted is a server's URL without its password.
func redacted(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "NATS"
	}
	return u.Redacted()
}
