package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/projections"
	"mufakat/web"
)

// Which ledger a command speaks to:
//
//   - --server, or MUFAKAT_SERVER: the server there;
//   - else --dir, MUFAKAT_DIR, or mufakat-data here if there is one: the
//     directory, opened in this process, unless another one holds it;
//   - else the server at the default address.
//
// A flag goes over the environment, so --dir goes over MUFAKAT_SERVER.

var heldByServer = value.NewRefusal(value.Unavailable, "directory-served",
	"Direktori %s sedang dipakai proses lain: %s. Tanyakan kepadanya: tambahkan --server %s sebagai ganti --dir.",
	"The directory %s is held by another process: %s. Ask that process: use --server %s instead of --dir.")

// addrFile is where serve writes how it is reached, for those who find the
// directory held.
func addrFile(dir string) string { return filepath.Join(dir, "serve.addr") }

// with calls do with a client of the ledger that is meant.
func (a *app) with(ctx context.Context, do func(context.Context, *web.Client) error) error {
	if a.server == "" && !a.dirGiven && !isDir(a.dir) {
		return do(ctx, web.NewClient("http://"+defaultAddr, nil))
	}
	if a.server != "" {
		base := a.server
		if !strings.Contains(base, "://") {
			base = "http://" + base
		}
		return do(ctx, web.NewClient(base, nil))
	}
	h, err := openHouse(ctx, houseConfig{dir: a.dir, log: quiet(a.notes), version: version()})
	if err != nil {
		return a.heldBy(err)
	}
	defer h.close()
	if err := h.boot(ctx, nil); err != nil {
		return err
	}
	if why := h.wrong(); why != nil {
		a.note(readOnlyWords.With(wordsOf(why).In(a.lang)))
	}
	return do(ctx, h.client())
}

// heldBy names the command that works where a serving process has the
// directory.
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

// reading are the flags of every question.
type reading struct {
	a       *app
	asOf    string
	knownAt string
	limit   int
	after   string
}

func (a *app) readingFlags(c *cobra.Command) *reading {
	r := &reading{a: a}
	f := c.Flags()
	f.StringVar(&r.asOf, "as-of", "", a.say(value.Words{
		ID: "keadaan per `waktu` (2022-08-11, atau 2022-08-11T16:00[Asia/Makassar])",
		EN: "true at `time` (2022-08-11, or 2022-08-11T16:00[Asia/Makassar])"}))
	f.StringVar(&r.knownAt, "known-at", "", a.say(value.Words{
		ID: "menurut catatan yang ada pada `waktu` itu", EN: "as recorded by `time`"}))
	return r
}

func (a *app) pagingFlags(c *cobra.Command, r *reading) {
	f := c.Flags()
	f.IntVar(&r.limit, "limit", 0, a.say(value.Words{ID: "paling banyak sekian baris", EN: "at most so many rows"}))
	f.StringVar(&r.after, "after", "", a.say(value.Words{ID: "lanjutan dari halaman sebelumnya", EN: "go on after the page before"}))
}

// asked is the question's time, as the API is asked.
func (r *reading) asked() (q projections.Asked, err error) {
	if q.AsOf, err = r.a.instantOf("as-of", r.asOf); err != nil {
		return q, err
	}
	if q.KnownAt, err = r.a.instantOf("known-at", r.knownAt); err != nil {
		return q, err
	}
	q.Limit, q.After = r.limit, r.after
	return q, nil
}
