package node

import (
	"context"

	"mufakat/eventstore"
)

// Init makes a new ledger in an empty or absent directory, with the key of its
// webhooks, and returns its id. Opening never makes one.
func Init(ctx context.Context, c eventstore.Config, meta map[string]string) (string, error) {
	id, err := eventstore.Init(ctx, c, meta)
	if err != nil {
		return "", err
	}
	return id, makeKey(c.Dir)
}

// InitWithID makes the ledger into which an export of l will be restored.
func InitWithID(ctx context.Context, c eventstore.Config, l eventstore.Ledger) error {
	if err := eventstore.InitWithID(ctx, c, l); err != nil {
		return err
	}
	return makeKey(c.Dir)
}
