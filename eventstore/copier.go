package eventstore

import "context"

// copier keeps the journal of a ledger on an external server: it follows the
// stream and writes down what comes. What an acknowledgement rests on there are
// the server's own copies; the journal is this process's.
type copier struct {
	s     *Store
	news  chan struct{} // holds a token while something is not synced
	ended chan struct{} // closed when it follows no more
	why   error         // read once that is closed
}

// follow begins where the journal ends. Whatever differs there, or a stream that
// ends before the journal does, ends it and makes the ledger read-only.
func (c *copier) follow(ctx context.Context) {
	defer close(c.ended)
	c.why = c.copy(ctx)
	if ctx.Err() != nil {
		c.why = closed
		return
	}
	c.s.c.Log.Error("the journal follows the stream no more", "why", c.why)
	c.s.markDoubtful(c.why)
}

// end is closed when the journal follows the stream no more; nil where it does not
// follow.
func (c *copier) end() <-chan struct{} {
	if c == nil {
		return nil
	}
	return c.ended
}

func (c *copier) copy(ctx context.Context) error {
	j := c.s.journal
	at := &cursor{next: j.Durable() + 1, created: c.s.created}
	if at.next > 1 {
		e, err := j.Read(at.next - 1)
		if err != nil {
			return c.s.inWords(err)
		}
		at.before = e.Body
	}
	for r, err := range c.s.records.through(ctx, at) {
		if err == nil {
			err = j.Append(entryOf(r))
		}
		if err != nil {
			return err
		}
		select {
		case c.news <- struct{}{}:
		default:
		}
	}
	return nil
}

// sync makes what was written down durable: whatever comes during one sync goes
// into the next.
func (c *copier) sync(ctx context.Context) {
	for {
		select {
		case <-c.news:
			if err := c.s.journal.Sync(); err != nil {
				c.s.c.Log.Error("the journal cannot be written", "why", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// background is what goes on beside reading and writing while a store is open.
// [Store.Check] starts it, again where a doubt had ended it.
func (s *Store) background() {
	s.endBackground()
	ctx, stop := context.WithCancel(context.Background())
	s.halt = stop
	s.beside.Go(func() { (&lookout{s: s}).run(ctx) })
	if s.srv == nil {
		c := &copier{s: s, news: make(chan struct{}, 1), ended: make(chan struct{})}
		s.copier.Store(c)
		s.beside.Go(func() { c.follow(ctx) })
		s.beside.Go(func() { c.sync(ctx) })
	}
}

func (s *Store) endBackground() {
	if s.halt != nil {
		s.halt()
		s.beside.Wait()
	}
}
