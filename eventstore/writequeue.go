package eventstore

import (
	"context"
	"sync"
)

// writeQueue lets the writers of this process pass one at a time for each
// aggregate and each command id. It is not what keeps the ledger right (the guard
// of the stream does that, for all processes): it saves useless conflicts.
type writeQueue struct {
	mu    sync.Mutex // guards the map and each line's standing
	lines map[string]*line
}

// line is the queue of one name: an aggregate, or a command id.
type line struct {
	turn     chan struct{} // holds one token: whose turn it is
	standing int           // in it, at its head or behind
}

// enter waits for the turn in the line of each name, in the order named. The
// caller must leave.
func (q *writeQueue) enter(ctx context.Context, names ...string) (leave func(), err error) {
	entered := 0
	leave = func() {
		for _, name := range names[:entered] {
			q.leave(name, true)
		}
	}
	for _, name := range names {
		select {
		case <-q.join(name).turn:
			entered++
		case <-ctx.Done():
			q.leave(name, false)
			leave()
			return nil, ctx.Err()
		}
	}
	return leave, nil
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
	n.standing++
	return n
}

// leave gives the turn to the next, if the leaver had it. A line that nobody
// stands in is forgotten.
func (q *writeQueue) leave(name string, hadTurn bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := q.lines[name]
	if hadTurn {
		n.turn <- struct{}{}
	}
	if n.standing--; n.standing == 0 {
		delete(q.lines, name)
	}
}
