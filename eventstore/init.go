package eventstore

import (
	"context"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/google/uuid"

	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/eventstore/journal"
)

// Init makes a new ledger in an empty or absent directory, and on c.NATS where
// that is given, and returns its id. Opening never makes one: a typo must not
// become an empty ledger. What meta says ("demo": "true") stays with the ledger
// for ever.
func Init(ctx context.Context, c Config, meta map[string]string) (string, error) {
	l := Ledger{ID: uuid.NewString(), Meta: meta, Created: c.withDefaults().Clock.Now()}
	return l.ID, initialise(ctx, c, l, true)
}

// InitWithID makes a ledger that goes on with the id, the meta data and the
// time of another, into which its export will be restored.
func InitWithID(ctx context.Context, c Config, l Ledger) error {
	return initialise(ctx, c, l, false)
}

// initialise makes the stream of records, and in a new ledger that of notices:
// one that is restored gets it when it is first started, so that no
// notice is sent of what was restored.
func initialise(ctx context.Context, c Config, l Ledger, notices bool) error {
	c = c.withDefaults()
	if !value.IsUUID(l.ID) {
		return notALedgerID.With(l.ID)
	}
	l.NATS, l.Created, l.Meta = c.NATS, l.Created.UTC().Truncate(time.Millisecond), maps.Clone(l.Meta)
	return prepare(ctx, c, func() error {
		return withConn(ctx, c, func(nc *broker.Conn) error {
			err := createLedger(ctx, nc, l, c.Replicas)
			if err == nil && notices {
				_, err = createNotices(ctx, nc, l.ID, c.Replicas, 0)
			}
			return err
		})
	}, func() Ledger { return l })
}

// Join gives this process a directory of its own for a ledger that is on an
// external server already. The id is asked for so that nobody joins the wrong one.
func Join(ctx context.Context, c Config, ledgerID string) error {
	c = c.withDefaults()
	var l Ledger
	switch {
	case c.NATS == "":
		return needsNATS
	case !value.IsUUID(ledgerID):
		return notALedgerID.With(ledgerID)
	}
	return prepare(ctx, c, func() error {
		return withConn(ctx, c, func(nc *broker.Conn) error {
			i, err := ledgerRecords.Info(ctx, nc, false)
			if broker.HasCode(err, broker.CodeStreamNotFound) {
				return streamMissing.With(ledgerID)
			} else if err != nil {
				return err
			}
			l = identify(i)
			l.NATS = c.NATS
			return broker.CheckOwner(i, ledgerID)
		})
	}, func() Ledger { return l })
}

// prepare takes an empty directory, does the work, and writes ledger.json last:
// a directory without it holds no ledger, whatever else was begun there.
func prepare(ctx context.Context, c Config, work func() error, made func() Ledger) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	lock, err := lockDir(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := vacant(c.Dir); err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	l := made()
	err = journal.Create(journalDir(c.Dir), journal.Options{Ledger: l.ID}, func(func(journal.Entry, error) bool) {})
	if err != nil {
		return err
	}
	return writeLedger(c.Dir, l)
}

// vacant refuses a directory that holds a ledger or anything else.
func vacant(dir string) error {
	if l, err := readLedger(dir); err == nil {
		return LedgerExists.With(dir, l.ID)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return e.Name() == "lock" })
	if len(entries) > 0 {
		return notEmpty.With(dir, entries[0].Name())
	}
	return nil
}

// withConn connects to the external server, or to one run for the purpose in
// the directory.
func withConn(ctx context.Context, c Config, do func(*broker.Conn) error) error {
	if c.NATS != "" {
		nc, err := broker.Connect(c.NATS, c.Log)
		if err != nil {
			return noConnection.With(redacted(c.NATS), err)
		}
		defer nc.Close()
		return do(nc)
	}
	c.Listen = ""
	srv, nc, err := broker.StartServer(ctx, c.server())
	if err != nil {
		return err
	}
	defer srv.Stop()
	defer nc.Close()
	return do(nc)
}
