package eventstore

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mufakat/domain/value"
	"mufakat/internal/atomicfile"
)

// Ledger says which ledger a directory belongs to. It is kept in ledger.json
// there, and, apart from NATS, in the metadata of the stream.
type Ledger struct {
	ID      string            // UUID
	Meta    map[string]string // what Init was given
	Created time.Time         // UTC
	NATS    string            // URL of the external server; empty: embedded
}

// ledgerFile is ledger.json.
type ledgerFile struct {
	Format  int               `json:"format"`
	Ledger  string            `json:"ledger"`
	Created time.Time         `json:"created"`
	NATS    string            `json:"nats"` // may hold credentials, so the file is the owner's only
	Meta    map[string]string `json:"meta"`
}

const ledgerFormat = 1

func ledgerPath(dir string) string { return filepath.Join(dir, "ledger.json") }

// readLedger reads ledger.json and refuses where there is none: only Init and
// Join make one.
func readLedger(dir string) (Ledger, error) {
	l, err := readLedgerFile(ledgerPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		err = nothingHere.With(dir)
	}
	return l, err
}

func readLedgerFile(path string) (Ledger, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Ledger{}, err
	}
	var f ledgerFile
	switch err := json.Unmarshal(b, &f); {
	case err != nil:
		return Ledger{}, unreadableLedgerFile.With(path, err)
	case f.Format != ledgerFormat:
		return Ledger{}, unreadableLedgerFile.With(path, "format")
	case !value.IsUUID(f.Ledger):
		return Ledger{}, unreadableLedgerFile.With(path, "ledger")
	}
	return Ledger{ID: f.Ledger, Meta: f.Meta, Created: f.Created, NATS: f.NATS}, nil
}

func writeLedgerFile(path string, l Ledger) error {
	b, err := json.MarshalIndent(ledgerFile{ledgerFormat, l.ID, l.Created, l.NATS, l.Meta}, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(path, append(b, '\n'))
}
