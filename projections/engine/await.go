package engine

import (
	"context"
)

// mark is how far the views have read a stream, and why they read it no more.
// Whoever waits for either hears of it by the channel that DB.moved was.
type mark struct {
	db       *DB
	position uint64
	stopped  error
	wanted   uint64        // the furthest record that anybody waited for
	hurry    chan struct{} // holds a token when that changed
}

// Position is the sequence of the last record of the stream that the views hold.
func (m *mark) Position() uint64 {
	m.db.mu.Lock()
	defer m.db.mu.Unlock()
	return m.position
}

// Await returns once the views hold the record at seq, with the context's error,
// or with the reason why they follow the stream no more.
func (m *mark) Await(ctx context.Context, seq uint64) error {
	for {
		m.db.mu.Lock()
		position, stopped, moved := m.position, m.stopped, m.db.moved
		m.wanted = max(m.wanted, seq)
		m.db.mu.Unlock()
		switch {
		case position >= seq:
			return nil
		case stopped != nil:
			return stopped
		}
		select {
		case m.hurry <- struct{}{}:
		default:
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// awaited reports whether somebody waits for a record that the views do not hold,
// up to seq.
func (m *mark) awaited(seq uint64) bool {
	m.db.mu.Lock()
	defer m.db.mu.Unlock()
	return m.position < m.wanted && m.wanted <= seq
}

// move tells those who wait how far the views are, and that they can be written.
func (m *mark) move(position uint64) {
	m.db.tell(func() { m.position, m.db.unwritten = max(m.position, position), nil })
}

// reset is move to what another file holds, which may be less.
func (m *mark) reset(position uint64) { m.db.tell(func() { m.position = position }) }

// stop tells them that the stream is followed no more; the first reason stays, and
// a stream that merely ended is none.
func (m *mark) stop(why error) {
	m.db.tell(func() {
		if m.stopped == nil {
			m.stopped = why
		}
	})
}

// tell changes something that somebody may wait for.
func (db *DB) tell(change func()) {
	db.mu.Lock()
	defer db.mu.Unlock()
	change()
	close(db.moved)
	db.moved = make(chan struct{})
}

// Position is the sequence of the last record of the ledger that the views hold.
func (db *DB) Position() uint64 { return db.Ledger.Position() }

// Await returns once the views hold the record at seq, with the context's
// error, or with the reason why they follow the ledger no more.
func (db *DB) Await(ctx context.Context, seq uint64) error { return db.Ledger.Await(ctx, seq) }

// Changed is closed when the views move again.
func (db *DB) Changed() <-chan struct{} {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.moved
}
