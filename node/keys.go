package node

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mufakat/domain/value"
	"mufakat/notify"
)

// keyFile holds the key that the secrets of all webhooks are made from, as 64
// hexadecimal digits. Every process that sends for one ledger needs the same; it
// is not in the ledger, and a process without it sends nothing.
func keyFile(dir string) string { return filepath.Join(dir, "notify.key") }

// makeKey makes the key of a new ledger.
func makeKey(dir string) error {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	f, err := os.OpenFile(keyFile(dir), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(b) + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

var badKey = value.NewRefusal(value.Invalid, "notify-key",
	"Berkas %s bukan kunci webhook. Salin dari direktori yang membuat buku catatan ini.",
	"The file %s is no key of webhooks. Copy it from the directory that made this ledger.")

// readKey reads the key; nil where there is none. An embedded ledger that has
// none yet gets one.
func readKey(dir string, embedded bool) ([]byte, error) {
	text, err := os.ReadFile(keyFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		if !embedded {
			return nil, nil
		}
		if err := makeKey(dir); err != nil {
			return nil, err
		}
		text, err = os.ReadFile(keyFile(dir))
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, badKey.With(keyFile(dir))
	}
	return key, nil
}

// Secret is what a subscriber verifies webhooks with; empty where this process
// has no key.
func (n *Node) Secret(id value.SubscriptionID) string {
	if n.key == nil {
		return ""
	}
	return notify.SecretOf(n.key, n.Ledger().ID, id)
}
