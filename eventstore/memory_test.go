package eventstore

import (
	"context"
	"sync"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// memory are views in memory: the toy model that the tests read by.
type memory struct {
	gate chan struct{} // if there is one, records are taken only after it was closed

	mu       sync.RWMutex // held by a snapshot until it is closed
	news     *sync.Cond
	records  []*fact.Record
	folded   map[value.Ref]fact.Aggregate
	commands map[string]*fact.Record
	latest   uint64 // the record with the latest time that is believed
	at       time.Time
	err      error // why following ended
}

func newMemory() *memory {
	m := &memory{folded: map[value.Ref]fact.Aggregate{}, commands: map[string]*fact.Record{}}
	m.news = sync.NewCond(m.mu.RLocker())
	return m
}

// memoryOf are views that hold the records.
func memoryOf(records []*fact.Record) *memory {
	m := newMemory()
	for _, r := range records {
		m.take(fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body})
	}
	return m
}

func (m *memory) take(s fact.Stored) {
	r := domain.Read(s.Seq, s.Ref, s.Body)
	m.change(func() {
		add(m.folded, r)
		m.records = append(m.records, r)
		if r.DatedAhead() > 0 && m.at.After(r.Time) {
			m.at = r.Time
		}
		if r.Time.After(m.at) {
			m.latest, m.at = r.Seq, r.Time
		}
		if m.commands[r.CommandID] == nil {
			m.commands[r.CommandID] = r
		}
	})
}

func (m *memory) change(do func()) {
	m.mu.Lock()
	do()
	m.mu.Unlock()
	m.news.Broadcast()
}

// follow keeps the views up to date until the function it returns is called.
func (m *memory) follow(s *Store) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	m.change(func() { m.err = nil })
	after := uint64(len(m.records))
	var wg sync.WaitGroup
	wg.Go(func() {
		for r, err := range s.Follow(ctx, after) {
			if err != nil {
				m.change(func() { m.err = err })
				return
			}
			if m.gate != nil {
				select {
				case <-m.gate:
				case <-ctx.Done():
					return
				}
			}
			m.take(r)
		}
	})
	return func() { cancel(); wg.Wait() }
}

func (m *memory) Snapshot() (Snapshot, error) { m.mu.RLock(); return memorySnapshot{m}, nil }

func (m *memory) Await(ctx context.Context, seq uint64) error {
	defer context.AfterFunc(ctx, func() { m.change(func() {}) })()
	m.mu.RLock()
	defer m.mu.RUnlock()
	for uint64(len(m.records)) < seq {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if m.err != nil {
			return m.err
		}
		m.news.Wait()
	}
	return nil
}

type memorySnapshot struct{ m *memory }

func (s memorySnapshot) Err() error                         { return nil }
func (s memorySnapshot) Close()                             { s.m.mu.RUnlock() }
func (s memorySnapshot) Position() uint64                   { return uint64(len(s.m.records)) }
func (s memorySnapshot) Latest() (seq uint64, at time.Time) { return s.m.latest, s.m.at }
func (s memorySnapshot) Aggregate(r value.Ref) (fact.Aggregate, bool) {
	a, ok := s.m.folded[r]
	return a, ok
}
func (s memorySnapshot) ByCommand(id string) (*fact.Record, bool) {
	r, ok := s.m.commands[id]
	return r, ok
}
func (s memorySnapshot) HashAt(seq uint64) (value.Hash, bool) {
	if seq == 0 || seq > uint64(len(s.m.records)) {
		return "", false
	}
	return s.m.records[seq-1].Hash, true
}
