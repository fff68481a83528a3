package node

import (
	"context"
	"iter"

	"mufakat/domain/fact"
)

// Restore puts records into the ledger, byte for byte, and returns how many were
// missing. It is called before [Node.Boot].
func (n *Node) Restore(ctx context.Context, records iter.Seq2[fact.Stored, error]) (uint64, error) {
	return n.store.Restore(ctx, records)
}

// Repair puts back what the ledger has lost at its end, from the copies that the
// views keep: how many records, after which one. It is called before [Node.Boot].
func (n *Node) Repair(ctx context.Context) (put, after uint64, err error) {
	if after, err = n.store.Last(ctx); err != nil {
		return 0, 0, err
	}
	put, err = n.store.Restore(ctx, n.views.Bodies(ctx, after))
	return put, after, err
}
