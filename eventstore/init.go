package eventstore

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"mufakat/domain/value"
	"mufakat/eventstore/broker"
	"mufakat/eventstore/journal"
	"mufakat/internal/atomicfile"
)

// Init makes a new ledger in an empty or absent directory, and on c.NATS where
// that is given, and returns its id. Opening never makes one: a typo must not
// become an empty ledger. What meta says ("demo": "true") stays with the ledger
// for ever.
//
// A directory in which it, or Join, was cut short holds no ledger, and may be given
// again. An Init goes on with the id of the one that was cut short.
func Init(ctx context.Context, c Config, meta map[string]string) (string, error) {
	l := Ledger{ID: uuid.NewString(), Meta: meta, Created: c.withDefaults().Clock.Now()}
	return initialise(ctx, c, l, true)
}

// InitWithID makes a ledger that goes on with the id, the meta data and the
// time of another, into which its export will be restored.
func InitWithID(ctx context.Context, c Config, l Ledger) error {
	_, err := initialise(ctx, c, l, false)
	return err
}

// initialise makes the stream of records, and in a new ledger that of notices:
// one that is restored gets it when it is first started, so that no
// notice is sent of what was restored.
func initialise(ctx context.Context, c Config, l Ledger, isNew bool) (id string, err error) {
	c = c.withDefaults()
	if !value.IsUUID(l.ID) {
		return "", notALedgerID.With(l.ID)
	}
	l.NATS, l.Created, l.Meta = c.NATS, l.Created.UTC().Truncate(time.Millisecond), maps.Clone(l.Meta)
	err = prepare(ctx, c, func(begun Ledger) Ledger {
		if isNew && begun.ID != "" && begun.NATS == l.NATS {
			l.ID, l.Created = begun.ID, begun.Created
		}
		return l
	}, func(goesOn bool) (Ledger, error) {
		return l, withConn(ctx, c, func(nc *broker.Conn) error {
			err := createLedger(ctx, nc, l, c.Replicas)
			if goesOn && errors.Is(err, streamTaken) {
				err = isOurs(ctx, nc, l.ID, err)
			}
			if err == nil && isNew {
				_, err = createNotices(ctx, nc, l.ID, c.Replicas, 0)
			}
			return err
		})
	})
	return l.ID, err
}

// isOurs is nil where the stream that is there was made by an Init that was cut
// short.
func isOurs(ctx context.Context, nc *broker.Conn, id string, taken error) error {
	i, err := ledgerRecords.Info(ctx, nc, false)
	if err == nil && broker.CheckOwner(i, id) != nil {
		err = taken
	}
	return err
}

// Join gives this process a directory of its own for a ledger that is on an
// external server already. The id is asked for so that nobody joins the wrong one.
func Join(ctx context.Context, c Config, ledgerID string) error {
	c = c.withDefaults()
	switch {
	case c.NATS == "":
		return needsNATS
	case !value.IsUUID(ledgerID):
		return notALedgerID.With(ledgerID)
	}
	begin := func(Ledger) Ledger { return Ledger{ID: ledgerID, NATS: c.NATS} }
	return prepare(ctx, c, begin, func(bool) (l Ledger, err error) {
		err = withConn(ctx, c, func(nc *broker.Conn) error {
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
		return l, err
	})
}

// begunPath is ledger.json while the directory is being made.
func begunPath(dir string) string { return filepath.Join(dir, "ledger.json.begun") }

// prepare takes an empty directory, writes down what is begun there, does the
// work, and makes that ledger.json at last: a directory without it holds no ledger.
// What an earlier one that was cut short has made is removed first; begin hears
// what that was.
func prepare(ctx context.Context, c Config, begin func(begun Ledger) Ledger, work func(goesOn bool) (Ledger, error)) (err error) {
	defer func() { err = Unusable(c.Dir, err) }()
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	lock, err := lockDir(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	begun, err := vacate(c.Dir)
	if err != nil {
		return err
	}
	l := begin(begun)
	if err := writeLedgerFile(begunPath(c.Dir), l); err != nil {
		return err
	}
	if l, err = work(l.ID == begun.ID); err != nil {
		return err
	}
	err = journal.Create(journalDir(c.Dir), journal.Options{Ledger: l.ID}, func(func(journal.Entry, error) bool) {})
	if err == nil && c.Beside != nil {
		err = c.Beside()
	}
	if err == nil {
		err = writeLedgerFile(begunPath(c.Dir), l)
	}
	if err != nil {
		return err
	}
	return atomicfile.Rename(begunPath(c.Dir), ledgerPath(c.Dir))
}

// vacate refuses a directory that holds a ledger or anything else. Where a ledger
// was begun, which was in an empty directory, it is removed and answered.
func vacate(dir string) (begun Ledger, err error) {
	if l, err := readLedger(dir); err == nil {
		return begun, LedgerExists.With(dir, l.ID)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return begun, err
	}
	left := []string{filepath.Base(begunPath(dir))}
	begun, err = readLedgerFile(begunPath(dir))
	if err == nil {
		left = append(left, "jetstream", "journal", "journal.tmp", "notify.key")
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		return e.Name() == "lock" || strings.HasPrefix(e.Name(), ".tmp-") || slices.Contains(left, e.Name())
	})
	if len(entries) > 0 {
		return begun, notEmpty.With(dir, entries[0].Name())
	}
	for _, name := range left[1:] {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return begun, err
		}
	}
	return begun, nil
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
