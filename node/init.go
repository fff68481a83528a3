package node

import (
	"context"

	"mufakat/eventstore"
)

// Init makes a new ledger in an empty or absent directory, with the key of its
// webhooks, and returns its id. Opening never makes one.
func Init(ctx context.Context, c eventstore.Config, meta map[string]string) (string, error) {
	return eventstore.Init(ctx, withKey(c), meta)
}

// InitWithID makes the ledger into which an export of l will be restored.
func InitWithID(ctx context.Context, c eventstore.Config, l eventstore.Ledger) error {
	return eventstore.InitWithID(ctx, withKey(c), l)
}

func withKey(c eventstore.Config) eventstore.Config {
	c.Beside = func() error { return makeKey(c.Dir) }
	return c
}
