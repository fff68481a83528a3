package journal

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options are how a journal is kept. Only Ledger must be given.
type Options struct {
	Ledger      string        // id of the ledger, at most 72 bytes; it stands in each segment
	SegmentSize int64         // when a segment is full; 64 MiB
	Patience    time.Duration // how long a waiter waits before it presses; 5 ms
	Fetch       Fetch         // where records come from that nobody brought; without it they are waited for

	disk disk
}

// Fetch finds a record elsewhere. It must come back when the context ends.
type Fetch func(ctx context.Context, seq uint64) (subject string, body []byte, err error)

func (o Options) withDefaults() Options {
	o.SegmentSize = min(cmp.Or(o.SegmentSize, 64<<20), maxSegment)
	o.Patience = cmp.Or(o.Patience, 5*time.Millisecond)
	if o.disk == nil {
		o.disk = osDisk{}
	}
	return o
}

// Journal is an open journal. Its methods may be called by many goroutines; one
// process at a time may have it open, which the caller sees to.
type Journal struct {
	dir      string
	o        Options
	building bool // under another name: what is written counts for nothing before it is all synced

	durable atomic.Uint64
	segs    atomic.Pointer[[]*segment] // replaced, never changed

	stop    context.Context // ends when the journal closes
	close   context.CancelFunc
	leaders sync.WaitGroup

	// writing is held by whoever writes: a leader for one write and sync, Append,
	// Recover, a mend. It comes before mu.
	writing sync.Mutex
	tail    tail

	mu      sync.Mutex // guards the rest, and is never held over a write
	pending map[uint64]Entry
	taken   uint64 // the newest entry that is pending no longer
	pressed uint64 // up to where somebody's patience ended
	leading bool
	waiters []*waiter
	failed  error // of a write or sync, until Recover
	state   Condition
	grown   chan struct{} // closed when the journal grows; nil: nobody asked
}

// Condition is what Open found. The caller holds it against the stream before
// it writes.
type Condition struct {
	Last uint64 // the newest whole entry, 0 for none
	// Torn is how many bytes stand after it of what was never written whole. The
	// next write cuts them; Open changes nothing. A last page that went to zeroes
	// looks the same, so hold Last against the stream.
	Torn int64
	// Damage is what cannot be read, in order. While there is any, nothing can
	// be written: see [Journal.Mend] and [Journal.Cut].
	Damage []Damage
}

// Open opens the journal of a directory and writes no record. A directory
// without a segment is [fs.ErrNotExist]: see [Create]. A damaged journal opens,
// and says so in its [Condition]; what cannot be read at all does not.
//
// Full segments are not read, if their indexes fit: see [Journal.Verify].
func Open(dir string, o Options) (*Journal, error) {
	j := &Journal{dir: dir, o: o.withDefaults(), pending: map[uint64]Entry{}}
	if err := j.load(); err != nil {
		return nil, err
	}
	j.stop, j.close = context.WithCancel(context.Background())
	return j, nil
}

// Condition is what Open, or the last mending, found.
func (j *Journal) Condition() Condition {
	j.mu.Lock()
	defer j.mu.Unlock()
	c := j.state
	c.Damage = slices.Clone(c.Damage)
	return c
}

// Durable is the newest sequence that is on synced disk.
func (j *Journal) Durable() uint64 { return j.durable.Load() }

// End is the newest entry that is on synced disk and the running hash after it.
func (j *Journal) End() (uint64, Hash) {
	segs := *j.segs.Load()
	s := segs[len(segs)-1]
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.last, s.hash
}

// Err is why nothing can be written, if so: a failed write or sync (see
// [Journal.Recover]), the first [Damage], or [ErrClosed].
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.refusal()
}

func (j *Journal) refusal() error {
	switch {
	case j.stop.Err() != nil:
		return ErrClosed
	case j.failed != nil:
		return j.failed
	case len(j.state.Damage) > 0:
		return j.state.Damage[0]
	}
	return nil
}

// Close syncs what was appended and ends every wait with [ErrClosed].
func (j *Journal) Close() error {
	j.mu.Lock()
	refusal := j.refusal()
	j.close()
	j.mu.Unlock()
	if refusal == ErrClosed {
		return nil
	}
	j.leaders.Wait()
	j.writing.Lock()
	defer j.writing.Unlock()
	var err error
	if refusal == nil {
		err = j.tail.sync()
	}
	err = errors.Join(err, j.tail.close())
	for _, s := range *j.segs.Load() {
		err = errors.Join(err, s.close())
	}
	return err
}
