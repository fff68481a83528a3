package eventstore

import (
	"log/slog"

	"mufakat/eventstore/broker"
)

// Config says where a ledger is and how it is opened.
type Config struct {
	Dir      string       // data directory
	NATS     string       // URL of an external server; empty: what ledger.json says, or embedded
	Replicas int          // of the stream; Init on an external server only; 0 means 1
	Listen   string       // embedded only: open to readers at this address; empty: to nobody
	MaxStore int64        // embedded only: bytes on disk the stream may take; 0 means 1 TiB
	Beside   func() error // Init only: makes what else the directory needs, before it is a ledger; may be nil
	Log      *slog.Logger // nil means the default logger
	Clock    Clock        // nil means the computer's
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Clock == nil {
		c.Clock = Computer
	}
	if c.MaxStore == 0 {
		c.MaxStore = 1 << 40
	}
	if c.Replicas == 0 {
		c.Replicas = 1
	}
	return c
}

// server is what a server in this process is told.
func (c Config) server() broker.ServerConfig {
	return broker.ServerConfig{Dir: c.Dir, Listen: c.Listen, MaxStore: c.MaxStore, Log: c.Log}
}
