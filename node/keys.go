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
	"mufakat/internal/atomicfile"
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
	return atomicfile.Write(keyFile(dir), []byte(hex.EncodeToString(b)+"\n"))
}

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
	if err == nil && len(key) != 32 {
		err = hex.ErrLength
	}
	if err != nil {
		return nil, err
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
