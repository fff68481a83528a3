package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
	"mufakat/web/client"
)

// Which ledger a command speaks to:
//
//   - --server, or MUFAKAT_SERVER: the server there;
//   - else --dir, MUFAKAT_DIR, or mufakat-data here if there is one: the
//     directory, opened in this process, unless another one holds it;
//   - else the server at the default address.
//
// A flag goes over the environment, so --dir goes over MUFAKAT_SERVER. The
// commands that a demonstration runs speak to the node that it has open.

// with calls do with a client of the ledger that is meant.
func (a *app) with(ctx context.Context, do func(context.Context, *client.Client) error) error {
	switch {
	case a.own != nil:
		return do(ctx, a.own)
	case a.server != "":
		base := a.server
		if !strings.Contains(base, "://") {
			base = "http://" + base
		}
		return do(ctx, client.New(base, nil))
	case !a.dirGiven && !isDir(a.dir):
		return do(ctx, client.New("http://"+defaultAddr, nil))
	}
	n, err := a.open(ctx, node.Config{Dir: a.dir})
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Boot(ctx, nil); err != nil {
		return err
	}
	if why := n.Err(); why != nil {
		a.note(readOnlyWords.With(wordsOf(why).In(a.lang)))
	}
	return do(ctx, n.Client())
}

// open opens the ledger of a directory for a command that answers once. It is
// not booted yet.
func (a *app) open(ctx context.Context, c node.Config) (*node.Node, error) {
	c.Log, c.Version = quiet(a.notes), version()
	n, err := node.Open(ctx, c)
	return n, a.heldBy(err)
}

// quiet is the log of a command that answers once: what goes wrong, on stderr.
func quiet(notes io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(notes, &slog.HandlerOptions{Level: slog.LevelError}))
}

var (
	readOnlyWords = value.Words{
		ID: "Buku catatan hanya dapat dibaca: %s",
		EN: "The ledger can only be read: %s"}
	heldByServer = value.NewRefusal(value.Unavailable, "directory-served",
		"Direktori %s sedang dipakai proses lain: %s. Tanyakan kepadanya: tambahkan --server %s sebagai ganti --dir.",
		"The directory %s is held by another process: %s. Ask that process: use --server %s instead of --dir.")
)

// addrFile is where serve writes how it is reached, for those who find the
// directory held.
func addrFile(dir string) string { return filepath.Join(dir, "serve.addr") }

// heldBy names the command that works where a serving process has the
// directory; every other error stays as it is.
func (a *app) heldBy(err error) error {
	if !errors.Is(err, eventstore.DirectoryHeld) {
		return err
	}
	addr, readErr := os.ReadFile(addrFile(a.dir))
	if readErr != nil {
		return err
	}
	holder, _ := os.ReadFile(filepath.Join(a.dir, "lock"))
	return heldByServer.With(a.dir, strings.TrimSpace(string(holder)), strings.TrimSpace(string(addr)))
}

// wordsOf are the sentences of a node's refusal.
func wordsOf(err error) (w value.Words) {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		w = value.Words{ID: r.ID, EN: r.EN}
	}
	return w
}
