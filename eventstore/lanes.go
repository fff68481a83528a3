package eventstore

import (
	"context"
	"sync"
)

// lanes let the writers of this process pass one at a time for each aggregate
// and each command id. They are not what keeps the ledger right (the guard of
// the stream does that, for all processes): they save the useless conflicts, and
// remember what was just written, so that a decision need not run into the guard
// to learn that the views lag behind.
type lanes struct {
	mu sync.Mutex // guards the map and each lane's waiting and last
	m  map[string]*lane
}

type lane struct {
	turn    chan struct{} // holds one token: whose turn it is
	waiting int
	last    uint64 // sequence of the record last written through here
}

// maxIdleLanes is how many lanes nobody stands in are remembered before those
// that the views hold are forgotten.
const maxIdleLanes = 4096

// enter waits for the turn in each of the lanes, in the order named, and answers
// the last sequence written through any. The caller must leave, with the
// sequence it wrote or 0.
func (l *lanes) enter(ctx context.Context, names ...string) (last uint64, leave func(wrote, held uint64), err error) {
	var in []*lane
	leave = func(wrote, held uint64) {
		l.mu.Lock()
		defer l.mu.Unlock()
		for i, n := range in {
			n.last = max(n.last, wrote)
			n.turn <- struct{}{}
			if n.waiting--; n.waiting == 0 && n.last <= held {
				delete(l.m, names[i])
			}
		}
		if len(l.m) > maxIdleLanes {
			l.forget(held)
		}
	}
	for _, name := range names {
		n := l.join(name)
		select {
		case <-n.turn:
			in = append(in, n)
		case <-ctx.Done():
			l.mu.Lock()
			n.waiting--
			l.mu.Unlock()
			leave(0, 0)
			return 0, nil, ctx.Err()
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range in {
		last = max(last, n.last)
	}
	return last, leave, nil
}

func (l *lanes) join(name string) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.m == nil {
		l.m = map[string]*lane{}
	}
	n := l.m[name]
	if n == nil {
		n = &lane{turn: make(chan struct{}, 1)}
		n.turn <- struct{}{}
		l.m[name] = n
	}
	n.waiting++
	return n
}

// forget drops the lanes that nobody stands in and that the views hold.
func (l *lanes) forget(held uint64) {
	for name, n := range l.m {
		if n.waiting == 0 && n.last <= held {
			delete(l.m, name)
		}
	}
}
