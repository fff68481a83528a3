package eventstore

import (
	"context"
	"math/rand/v2"
	"time"

	"mufakat/eventstore/broker"
)

// sampled is how many records a lookout compares when another server of a cluster
// has taken over.
const sampled = 100

// lookout looks at the stream every few seconds, since nothing below us reports
// what happens to it: whether it is the same stream, set as it must be, without a
// hole and as long as the journal. When another server leads, which may be a
// damaged one, records are compared too.
type lookout struct {
	s      *Store
	leader string // when it was last looked; empty: one that stands alone, or not yet
}

func (w *lookout) run(ctx context.Context) {
	t := time.NewTicker(w.s.heartbeat)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if err := w.look(ctx); err != nil && ctx.Err() == nil {
				w.s.markDoubtful(err)
			}
		case <-w.s.failed:
			w.s.recover(ctx)
		case <-ctx.Done():
			return
		}
	}
}

func (w *lookout) look(ctx context.Context) error {
	end := w.s.journal.Durable() // before the stream is asked: it may grow meanwhile
	i, err := w.s.records.Info(ctx, w.s.nc, true)
	if broker.HasCode(err, broker.CodeStreamNotFound) {
		return streamMissing.With(w.s.ledger.ID)
	} else if err != nil {
		return err
	}
	if err := broker.CheckOwner(i, w.s.ledger.ID); err != nil {
		return err
	}
	switch {
	case !i.Created.Equal(w.s.created):
		return streamReplaced.With(w.s.ledger.ID)
	case i.State.LastSeq < end && w.s.srv != nil:
		w.s.fail(endMissing.With(i.State.LastSeq, end)) // as after a full disk: it is completed from the journal
		return nil
	case i.State.LastSeq < end:
		return endMissing.With(i.State.LastSeq, end)
	}
	if err := w.s.records.Check(i, w.s.ledger.ID); err != nil {
		return err
	}
	was := w.leader
	if w.leader = i.Cluster.Leader; w.leader == was || was == "" {
		return nil
	}
	return w.sample(ctx, end)
}

// sample compares the newest records, and some of the others.
func (w *lookout) sample(ctx context.Context, end uint64) error {
	if err := w.s.compareNewest(ctx); err != nil {
		return err
	}
	for range min(end, sampled) {
		seq := 1 + rand.Uint64N(end)
		if err := w.s.compare(ctx, seq-1, seq, nil); err != nil {
			return err
		}
	}
	return nil
}
