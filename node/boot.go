package node

import (
	"context"
	"errors"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

var (
	booting = value.NewRefusal(value.Unavailable, "starting",
		"Buku catatan sedang disiapkan. Tanyakan lagi sebentar lagi.",
		"The ledger is being made ready. Ask again shortly.")
	bootingAt = value.NewRefusal(value.Unavailable, "catching-up",
		"Buku catatan sedang disiapkan: %d dari %d catatan sudah dibaca. Tanyakan lagi sebentar lagi.",
		"The ledger is being made ready: %d of %d records have been read. Ask again shortly.")
)

// Boot makes the node ready, each step only after the one before, and fails
// closed: the newest records are as the views hold them; the views are caught
// up; commands are accepted. What is wrong with the ledger itself is no error
// here: the node stays open for reading, and [Node.Err] says why. Boot is called
// once; progress may be nil.
func (n *Node) Boot(ctx context.Context, progress func(engine.Progress)) error {
	return n.begin(ctx, n.catchUp(ctx, progress))
}

// BootPatiently is Boot that waits while the disk keeps the views from being
// written: [Node.Ready] says so, and what they hold is served meanwhile.
func (n *Node) BootPatiently(ctx context.Context) error {
	for {
		err := n.catchUp(ctx, nil)
		if err == nil || n.views.Trouble() == nil {
			return n.begin(ctx, err)
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// catchUp checks the ledger and brings the views to its end.
func (n *Node) catchUp(ctx context.Context, progress func(engine.Progress)) error {
	err := n.views.WhenWhole(ctx, func() error { return n.store.Check(ctx, aggregates{n.views}) })
	if err != nil {
		return err
	}
	return n.views.CatchUp(ctx, func(p engine.Progress) {
		n.setReady(bootingAt.With(p.Done, p.Total))
		if progress != nil {
			progress(p)
		}
	})
}

// begin lets the views follow and takes commands, unless catching up failed.
func (n *Node) begin(ctx context.Context, err error) error {
	if err != nil {
		return n.readOnly(err)
	}
	n.wg.Go(func() {
		if err := n.views.Run(n.running); err != nil && n.running.Err() == nil {
			n.c.Log.Error("the views follow no more", "why", err)
			n.setReady(err)
		}
	})
	n.followNotices(ctx)
	if err := n.store.AcceptCommands(ctx); err != nil {
		return n.readOnly(err)
	}
	n.setReady(nil)
	return nil
}

// readOnly leaves the node open for reading where the ledger must be looked at;
// any other error is one.
func (n *Node) readOnly(err error) error {
	r, ok := errors.AsType[*value.Refusal](err)
	if !ok || r.Class != value.Integrity {
		return err
	}
	n.setReady(r)
	n.c.Log.Error("the ledger can only be read", "why", r)
	return nil
}

// followNotices brings the views to where the stream of notices is and lets them
// follow it. What is wrong with it is logged: nothing is sent then, and
// everything else goes on.
func (n *Node) followNotices(ctx context.Context) {
	silent, err := n.store.OpenNotices(ctx)
	if err == nil {
		err = n.views.CatchUpNotices(ctx, silent)
	}
	if err != nil {
		n.setSilent(err)
		return
	}
	n.setSends()
	n.wg.Go(func() {
		if err := n.views.RunNotices(n.running); err != nil && n.running.Err() == nil {
			n.setSilent(err)
		}
	})
}
