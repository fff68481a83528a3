package api

import (
	"context"
	"errors"
	"sync"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/wire"
)

// followers are all who follow. Those who are at the ledger's end hear it from
// one tail, however many they are: a stream takes only so many consumers. The
// others read up to the end first, in pages, and only so many read at once; a
// page is read before it is sent, so that a slow follower keeps nobody from
// reading.
type followers struct {
	ledger    Ledger
	heartbeat time.Duration
	stall     time.Duration // how long a follower may leave a write unread
	behind    int           // how many records it may be behind the tail
	reading   chan struct{} // filled by those who read a page

	mu   sync.Mutex // guards what follows and what tails hold, held for no more than a look
	tail *tail      // nil: nobody is at the end
}

func newFollowers(l Ledger) *followers {
	return &followers{ledger: l, heartbeat: 15 * time.Second, stall: 10 * time.Second, behind: 1024,
		reading: make(chan struct{}, 8)}
}

const (
	pageRecords = 1000
	pageBytes   = 1 << 20
)

// errTooSlow ends a follower that was left behind by the tail. It can begin
// again where it was.
var errTooSlow = errors.New("the follower is too slow")

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
	m, at := f.join(pos)
	defer f.leave(m, nil)
	if pos, err = f.replay(out, pos, at, want); err != nil {
		return err
	}
	return f.live(out, m, pos, want)
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

// live sends what the tail says until something ends.
func (f *followers) live(out *events, m *member, pos uint64, want wire.Wanted) (err error) {
	beat := time.NewTicker(f.heartbeat)
	defer beat.Stop()
	for err == nil {
		select {
		case e, ok := <-m.ch:
			switch {
			case !ok:
				return m.why
			case e.seq <= pos: // read before it joined
			case want.Has(e.kind, e.typ):
				pos, err = e.seq, out.write(e.text)
			default:
				pos = e.seq
			}
		case <-beat.C:
			err = out.alive(pos)
		case <-out.ctx.Done():
			return nil
		}
	}
	return err
}

// tail follows the ledger for its members.
type tail struct {
	at      uint64 // the last record it told
	members map[*member]bool
	stop    context.CancelFunc
}

// member is a follower at the ledger's end. Its channel is closed when it is
// told no more, and why says why.
type member struct {
	tail *tail
	ch   chan followed
	why  error
}

// join makes a follower that has read up to pos a member of the tail, which tells
// it everything after at. The first member begins the tail where it is itself.
func (f *followers) join(pos uint64) (m *member, at uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.tail == nil {
		ctx, stop := context.WithCancel(context.Background())
		f.tail = &tail{at: pos, members: map[*member]bool{}, stop: stop}
		go f.run(ctx, f.tail)
	}
	m = &member{tail: f.tail, ch: make(chan followed, f.behind)}
	f.tail.members[m] = true
	return m, f.tail.at
}

// leave ends a membership; with the last one the tail ends.
func (f *followers) leave(m *member, why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(m, why)
}

// drop is leave where the lock is held.
func (f *followers) drop(m *member, why error) {
	t := m.tail
	if !t.members[m] {
		return
	}
	delete(t.members, m)
	m.why = why
	close(m.ch)
	if len(t.members) == 0 {
		t.stop()
		if f.tail == t {
			f.tail = nil
		}
	}
}

// run tells the members of the tail what comes, until nobody is left or the
// ledger ends it.
func (f *followers) run(ctx context.Context, t *tail) {
	defer t.stop()
	for s, err := range f.ledger.Follow(ctx, t.at) {
		if err != nil {
			f.end(t, err)
			return
		}
		f.tell(t, followedOf(s))
	}
	f.end(t, nil)
}

// tell waits for nobody: a member that has no room left is cut off.
func (f *followers) tell(t *tail, e followed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t.at = e.seq
	for m := range t.members {
		select {
		case m.ch <- e:
		default:
			f.drop(m, errTooSlow)
		}
	}
}

func (f *followers) end(t *tail, why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for m := range t.members {
		f.drop(m, why)
	}
}
