package histories

import (
	"context"
	"errors"
	"iter"
	"sync"

	"mufakat/domain/fact"
)

// List is a ledger in memory: records in their order. The real one is behind the
// same four methods.
type List struct {
	mu   sync.Mutex
	all  []fact.Stored
	more chan struct{}
}

// NewList is one without records.
func NewList() *List { return &List{more: make(chan struct{})} }

// Add puts records at its end.
func (l *List) Add(rs ...fact.Stored) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, rs...)
	close(l.more)
	l.more = make(chan struct{})
}

// Last is the sequence of the newest record, 0 for none.
func (l *List) Last(context.Context) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return uint64(len(l.all)), nil
}

func (l *List) at(i uint64) (s fact.Stored, ok bool, more chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i < uint64(len(l.all)) {
		return l.all[i], true, nil
	}
	return s, false, l.more
}

// Read is the record at a sequence.
func (l *List) Read(seq uint64) (fact.Stored, error) {
	s, ok, _ := l.at(seq - 1)
	if !ok {
		return s, errors.New("no such record")
	}
	return s, nil
}

// Replay goes through the records after a sequence up to another.
func (l *List) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for i := after; i < upTo; i++ {
			s, ok, _ := l.at(i)
			err := ctx.Err()
			if !ok {
				err = errors.New("no such record")
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// Follow goes through the records after a sequence, and then through each new one.
func (l *List) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for i := after; ; {
			s, ok, more := l.at(i)
			if ok {
				if i++; !yield(s, nil) {
					return
				}
				continue
			}
			select {
			case <-more:
			case <-ctx.Done():
				yield(s, ctx.Err())
				return
			}
		}
	}
}

// All are the records.
func (l *List) All() []fact.Stored {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all
}

// Keep loses all but the first n, as a damaged store does.
func (l *List) Keep(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = l.all[:n:n]
}
