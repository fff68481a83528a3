package node

import (
	"context"
	"iter"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Restore puts records into the ledger, byte for byte, and returns how many were
// missing. It is called before [Node.Boot].
func (n *Node) Restore(ctx context.Context, records iter.Seq2[fact.Stored, error]) (uint64, error) {
	return n.store.Restore(ctx, records)
}

// Repair puts back what the stream of an external ledger has lost at its end: how
// many records, after which one. An embedded one is completed when it is opened:
// see [Node.Healed]. It is called before [Node.Boot].
func (n *Node) Repair(ctx context.Context) (put, after uint64, err error) { return n.store.Repair(ctx) }

// Healed says what opening the ledger did to make both its copies whole.
func (n *Node) Healed() []value.Words { return n.store.Healed() }
