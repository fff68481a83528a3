package eventstore

import (
	"context"
	"sync"
)

// writeQueue lets the writers of this process pass one at a time for each
// aggregate and each command id. It is not what keeps the ledger right (the guard
// of the stream does that, for all processes): it saves useless conflicts, and
// remembers what was just written, so that a decision need not run into the guard
// to learn that the views lag behind.
type writeQueue struct {
	mu    sync.Mutex // guards the map and each line's waiting and last
	lines map[string]*line
}

// line is the queue of one name: an aggregate, or a command id.
type line struct {
	turn    chan struct{} // holds one token: whose turn it is
	waiting int
	last    uint64 // sequence of the record last written through here
}

// maxLines is how many lines are remembered before those that nobody stands in,
// and whose records the views hold, are forgotten.
const maxLines = 4096

// enter waits for the turn in the line of each name, in the order named, and
// answers the last sequence written through any. The caller must leave, with the
// sequence it wrote or 0.
func (q *writeQueue) enter(ctx context.Context, names ...string) (last uint64, leave func(wrote, held uint64), err error) {
	var in []*line
	leave = func(wrote, held uint64) {
		q.mu.Lock()
		defer q.mu.Unlock()
		for i, n := range in {
			n.last = max(n.last, wrote)
			n.turn <- struct{}{}
			if n.waiting--; n.waiting == 0 && n.last <= held {
				delete(q.lines, names[i])
			}
		}
		if len(q.lines) > maxLines {
			q.forget(held)
		}
	}
	for _, name := range names {
		n := q.join(name)
		select {
		case <-n.turn:
			in = append(in, n)
		case <-ctx.Done():
			q.mu.Lock()
			n.waiting--
			q.mu.Unlock()
			leave(0, 0)
			return 0, nil, ctx.Err()
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, n := range in {
		last = max(last, n.last)
	}
	return last, leave, nil
}

func (q *writeQueue) join(name string) *line {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.lines == nil {
		q.lines = map[string]*line{}
	}
	n := q.lines[name]
	if n == nil {
		n = &line{turn: make(chan struct{}, 1)}
		n.turn <- struct{}{}
		q.lines[name] = n
	}
	n.waiting++
	return n
}

// forget drops the lines that nobody stands in and whose records the views hold.
func (q *writeQueue) forget(held uint64) {
	for name, n := range q.lines {
		if n.waiting == 0 && n.last <= held {
			delete(q.lines, name)
		}
	}
}
