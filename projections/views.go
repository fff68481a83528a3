package projections

import (
	"log/slog"

	"mufakat/domain"
	"mufakat/projections/engine"
	"mufakat/projections/outbox"
)

// views are all there are. Their order is the order in which rows are folded.
var views = []engine.View{names, signatures, instruments, open, deferrals, deliveries, accounts, holders, mandates, subscribers, ranges}

// Source is where the records of the ledger come from.
type Source = engine.Source

// Config says what the views are of, and where they lie.
type Config struct {
	Path    string // of the file; one process at a time
	Ledger  string // id of the ledger
	Demo    bool   // the ledger is a demonstration, and every answer says so
	Source  Source
	Notices outbox.Source // nil: nothing is told from here
	Log     *slog.Logger  // nil means the default logger
}

// Views are the views of one ledger, open, and what is to be told. Their methods
// may be used by many goroutines at once.
type Views struct {
	*engine.DB
	*outbox.Outbox
}

// Open opens the views file, or begins an empty one where there is none that
// can be gone on with. It refuses one that a newer version wrote.
func Open(c Config) (*Views, error) {
	o := outbox.NewOutbox(domain.Table, c.Notices, hearers)
	db, err := engine.Open(engine.Config{Path: c.Path, Ledger: c.Ledger, Demo: c.Demo, Source: c.Source, Log: c.Log,
		Table: domain.Table, Views: views, Name: nameOf, Effects: o.Effects()})
	if err != nil {
		return nil, err
	}
	o.Db = db
	return &Views{db, o}, nil
}
