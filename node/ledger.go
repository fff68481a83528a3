package node

import (
	"context"
	"iter"
	"net/url"

	"mufakat/domain/fact"
	"mufakat/eventstore"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/web/wire"
)

// The store, the views and web do not know one another. Where one needs what
// another has in a type of its own, it is handed over here.

// aggregates are the views as the store loads from them.
type aggregates struct{ *projections.Views }

func (v aggregates) Snapshot() (eventstore.Snapshot, error) {
	s, err := v.Views.Snapshot()
	if err != nil {
		return nil, err
	}
	return s, nil
}

// views are the views as web asks them.
type views struct {
	*projections.Views
	n *Node
}

func (v views) Ready() error { return v.n.Ready() }

// Verify checks the records and both their copies, and then the views.
func (v views) Verify(ctx context.Context, tell func(engine.Progress)) (engine.Verified, error) {
	wrong, err := v.n.store.Verify(ctx, nil)
	if err != nil {
		return engine.Verified{}, err
	}
	found, err := v.Views.Verify(ctx, tell)
	wrong, found.Unknown = parted(wrong)
	found.Wrong = append(wrong, found.Wrong...)
	return found, err
}

// ledger is the store as web asks it.
type ledger struct{ n *Node }

func (l ledger) Append(ctx context.Context, r fact.Request) (fact.Receipt, error) {
	return l.n.store.Append(ctx, r)
}

func (l ledger) Status(ctx context.Context) wire.Status {
	is := l.n.Ledger()
	s := wire.Status{Ledger: is.ID, Created: is.Created, Meta: is.Meta, NATS: redacted(is.NATS), Reader: l.n.ReaderURL(),
		Warnings: l.n.warnings(), Clock: l.clock()}
	why := l.n.writable()
	last, err := l.n.store.Last(ctx)
	if err != nil {
		l.n.c.Log.Warn("cannot look which record is the newest", "err", err)
	}
	if why == nil {
		why = err
	}
	s.Last, s.Writable = last, why == nil
	if why != nil {
		s.Why = refusalOf(why)
	}
	return s
}

// clock is how the computer's clock stands, nil while nobody can tell.
func (l ledger) clock() *wire.Clock {
	r, err := l.n.store.Clock()
	if r.Now.IsZero() {
		l.n.c.Log.Warn("cannot look at the newest time", "err", err)
		return nil
	}
	c := &wire.Clock{Now: r.Now, Record: r.Record, Acceptance: r.Acceptance("")}
	if r.Record > 0 {
		c.Latest = &r.Latest
	}
	return c
}

func (l ledger) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return l.n.store.Replay(ctx, after, upTo)
}

func (l ledger) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return l.n.store.Follow(ctx, after)
}

// redacted is a server's URL without its password.
func redacted(raw string) string {
	u, err := url.Parse(raw)
	if raw == "" || err != nil {
		return ""
	}
	return u.Redacted()
}
