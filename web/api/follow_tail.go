package api

import (
	"context"
	"sync"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/wire"
)

// followers are all who follow. Those who are at the ledger's end hear it from
// one tail, however many they are: a stream takes only so many consumers. The
// tail keeps the newest records once for all, so that a follower is a position
// and hardly any memory. Whoever is further behind, from the beginning or because
// it reads slowly, is sent pages from the store until it has caught up. Only so
// many read those at once; a page is read before it is sent, so that a slow
// follower keeps nobody from reading.
type followers struct {
	ledger    Ledger
	heartbeat time.Duration
	stall     time.Duration  // how long a follower may leave a write unread
	recent    int            // how many records the tail keeps
	reading   chan struct{}  // filled by those who read a page
	taken     sync.WaitGroup // those whose connection is ours

	mu   sync.Mutex // guards what follows and what tails hold, held for no more than a look
	tail *tail      // nil: nobody is at the end
}

func newFollowers(l Ledger) *followers {
	return &followers{ledger: l, heartbeat: 15 * time.Second, stall: 10 * time.Second, recent: 1024,
		reading: make(chan struct{}, 8)}
}

const (
	pageRecords = 1000
	pageBytes   = 1 << 20
	recentBytes = 8 << 20
)

// followed is one record, ready to be sent to whoever wants it.
type followed struct {
	seq  uint64
	kind value.Kind
	typ  fact.Type // empty where it cannot be read
	text []byte    // the whole event
}

func followedOf(s fact.Stored) followed {
	b := appendID(nil, s.Seq)
	b = append(b[:len(b)-1], "data: "...)
	return followed{s.Seq, s.Ref.Kind, domain.Read(s.Seq, s.Ref, s.Body).Type, append(wire.AppendFollowed(b, s), "\n\n"...)}
}

// feed sends the records after pos, first those up to last and what comes
// meanwhile, then each new one.
func (f *followers) feed(out *events, pos, last uint64, want wire.Wanted) (err error) {
	for pos < last {
		if pos, err = f.replay(out, pos, last, want); err != nil {
			return err
		}
		last = f.ledger.Status(out.ctx).Last
	}
	t := f.join(pos)
	defer f.leave(t)
	return f.live(out, t, pos, want)
}

// replay sends the records after pos up to another, and says how far it came.
func (f *followers) replay(out *events, pos, upTo uint64, want wire.Wanted) (uint64, error) {
	for pos < upTo {
		page, to, err := f.page(out.ctx, pos, min(upTo, pos+pageRecords), want)
		if err := f.sendPage(out, page, to); err != nil {
			return to, err
		}
		if err != nil {
			return to, err
		}
		pos = to
	}
	return pos, nil
}

func (f *followers) sendPage(out *events, page []byte, to uint64) error {
	if len(page) == 0 {
		return out.passed(to)
	}
	return out.write(page)
}

// page reads what is wanted of the records after pos up to another, or up to
// where the page is full.
func (f *followers) page(ctx context.Context, pos, upTo uint64, want wire.Wanted) (b []byte, to uint64, err error) {
	select {
	case f.reading <- struct{}{}:
		defer func() { <-f.reading }()
	case <-ctx.Done():
		return nil, pos, ctx.Err()
	}
	for s, err := range f.ledger.Stored(ctx, pos, upTo) {
		if err != nil {
			return b, pos, err
		}
		pos = s.Seq
		if e := followedOf(s); want.Has(e.kind, e.typ) {
			b = append(b, e.text...)
		}
		if len(b) >= pageBytes {
			break
		}
	}
	return b, pos, nil
}

// live sends the records after pos from the tail, and from the store what the
// tail keeps no more, until something ends.
func (f *followers) live(out *events, t *tail, pos uint64, want wire.Wanted) (err error) {
	beat := time.NewTicker(f.heartbeat)
	defer beat.Stop()
	for err == nil {
		e, since, more := f.after(t, pos)
		switch {
		case pos < since:
			pos, err = f.replay(out, pos, since, want)
		case e.seq > 0 && want.Has(e.kind, e.typ):
			pos, err = e.seq, out.write(e.text)
		case e.seq > 0:
			pos, err = e.seq, out.passed(e.seq)
		case more == nil:
			return t.why
		default:
			select {
			case <-more:
			case <-beat.C:
				err = out.alive(pos)
			case <-out.ctx.Done():
				return nil
			}
		}
	}
	return err
}

// tail follows the ledger for all who are at its end.
type tail struct {
	since     uint64 // it keeps every record that it told after this one
	recent    []followed
	bytes     int           // of their texts
	more      chan struct{} // closed when it has another; nil: there comes no other
	why       error         // none comes
	followers int
	stop      context.CancelFunc
}

// join counts a follower that has read up to pos in with the tail. The first one
// begins the tail where it is itself.
func (f *followers) join(pos uint64) *tail {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.tail == nil {
		ctx, stop := context.WithCancel(context.Background())
		f.tail = &tail{since: pos, more: make(chan struct{}), stop: stop}
		go f.run(ctx, f.tail, pos)
	}
	f.tail.followers++
	return f.tail
}

// leave counts one out; with the last one the tail ends.
func (f *followers) leave(t *tail) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t.followers--; t.followers > 0 {
		return
	}
	t.stop()
	if f.tail == t {
		f.tail = nil
	}
}

// after is the record after pos, if the tail keeps it. Where pos is before since
// it does not any more, and otherwise it will have it once more is closed.
func (f *followers) after(t *tail, pos uint64) (e followed, since uint64, more <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := pos - t.since; pos >= t.since && i < uint64(len(t.recent)) {
		e = t.recent[i]
	}
	return e, t.since, t.more
}

// run tells the tail what comes, until nobody is left or the ledger ends it.
func (f *followers) run(ctx context.Context, t *tail, pos uint64) {
	defer t.stop()
	for s, err := range f.ledger.Follow(ctx, pos) {
		if err != nil {
			f.end(t, err)
			return
		}
		f.tell(t, followedOf(s))
	}
	f.end(t, nil)
}

// tell waits for nobody: what is no longer kept is read from the store by those
// who still lack it.
func (f *followers) tell(t *tail, e followed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t.recent, t.bytes = append(t.recent, e), t.bytes+len(e.text)
	for len(t.recent) > f.recent || t.bytes > recentBytes && len(t.recent) > 1 {
		t.since, t.bytes = t.recent[0].seq, t.bytes-len(t.recent[0].text)
		t.recent[0] = followed{}
		t.recent = t.recent[1:]
	}
	close(t.more)
	t.more = make(chan struct{})
}

// end lets whoever comes next begin a new tail.
func (f *followers) end(t *tail, why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(t.more)
	t.more, t.why = nil, why
	if f.tail == t {
		f.tail = nil
	}
}
