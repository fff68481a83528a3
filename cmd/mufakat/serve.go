package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/node"
	"mufakat/web/api"
)

// serving is how serve and demo are reached.
type serving struct {
	addr, nats, listen string
	iKnow              bool
	hosts              []string
	noBrowser          bool
	ready              func(where string) // called once it can be asked; may be nil
}

func (a *app) servingFlags(c *cobra.Command, s *serving) {
	f := c.Flags()
	addr := a.env("MUFAKAT_ADDR")
	if addr == "" {
		addr = defaultAddr
	}
	f.StringVar(&s.addr, "addr", addr, a.say(value.Words{ID: "alamat dan porta untuk HTTP (MUFAKAT_ADDR)", EN: "address and port for HTTP (MUFAKAT_ADDR)"}))
	f.BoolVar(&s.iKnow, "i-know-there-is-no-login", false, a.say(value.Words{
		ID: "izinkan alamat yang terbuka bagi komputer lain", EN: "allow an address that is open to other computers"}))
	f.StringSliceVar(&s.hosts, "host", nil, a.say(value.Words{
		ID: "nama lain server ini, misalnya di belakang proksi", EN: "a further name of this server, as behind a proxy"}))
}

func (a *app) serveCommand() *cobra.Command {
	c := a.command("serve", value.Words{ID: "Layani buku catatan lewat HTTP", EN: "Serve the ledger over HTTP"})
	c.Example = "  mufakat serve --dir /var/lib/mufakat --addr 127.0.0.1:7464"
	c.Args = args(0, 0)
	var s serving
	a.servingFlags(c, &s)
	f := c.Flags()
	f.StringVar(&s.nats, "nats", "", a.say(value.Words{ID: "server NATS di `URL` ini (bila tidak disebut, seperti saat init)", EN: "the NATS server at this `URL` (otherwise as at init)"}))
	f.StringVar(&s.listen, "nats-listen", "", a.say(value.Words{ID: "buka NATS yang tertanam bagi pembaca di `alamat` ini", EN: "open the embedded NATS to readers at this `address`"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if a.server != "" && cmd.Flags().Changed("server") {
			return needsDir
		}
		log := slog.New(slog.NewTextHandler(a.notes, nil))
		return a.serve(cmd.Context(), s, node.Config{Dir: a.dir, NATS: s.nats, Listen: s.listen, Log: log, Hosts: s.hosts, Version: version()})
	}
	return c
}

// serve opens the ledger and answers until ctx ends: first that it is not ready
// yet, then everything. Where the ledger must be looked at it goes on answering
// what it can, and says why it takes no commands.
func (a *app) serve(ctx context.Context, s serving, c node.Config) error {
	if err := api.ListenAllowed(s.addr, s.iKnow); err != nil {
		return err
	}
	n, err := node.Open(ctx, c)
	if err != nil {
		return a.heldBy(err)
	}
	defer n.Close()
	return a.answer(ctx, s, n, n.BootPatiently)
}

// answer serves the node, which prepare makes ready meanwhile, until ctx ends or
// prepare fails.
func (a *app) answer(ctx context.Context, s serving, n *node.Node, prepare func(context.Context) error) error {
	ln, err := a.listen(s.addr)
	if err != nil {
		return err
	}
	defer os.Remove(addrFile(a.dir))
	work, stop := context.WithCancelCause(ctx)
	var background sync.WaitGroup
	background.Go(func() {
		if err := prepare(work); err != nil {
			stop(err)
			return
		}
		a.saysWhere(s, n, addressOf(ln))
		if n.Err() == nil {
			n.Send(work)
			n.Rehash(work)
		}
	})
	err = n.Serve(work, ln)
	stop(nil)
	background.Wait()
	if why := context.Cause(work); ctx.Err() == nil && why != context.Canceled {
		return why
	}
	return err
}

// listen takes the address, and writes down for other commands where that is.
func (a *app) listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, addressTaken.With(addr).On("--addr")
	case err != nil:
		return nil, addressUnusable.With(addr).On("--addr")
	}
	if err := os.WriteFile(addrFile(a.dir), []byte(addressOf(ln)+"\n"), 0o600); err != nil {
		a.note(addressNotKept.With(addrFile(a.dir), addressOf(ln)))
	}
	return ln, nil
}

func addressOf(ln net.Listener) string { return "http://" + ln.Addr().String() }

var (
	addressTaken = value.NewRefusal(value.Unavailable, "address-taken",
		"Alamat %s sedang dipakai program lain. Pilih alamat lain dengan --addr.",
		"Another program has the address %s. Choose another one with --addr.")
	addressUnusable = value.NewRefusal(value.Unavailable, "listen",
		"Alamat %s tidak dapat dipakai dari komputer ini, atau tidak diizinkan. Pilih alamat lain dengan --addr.",
		"The address %s cannot be used from this computer, or is not permitted. Choose another one with --addr.")
	addressNotKept = value.Words{
		ID: "Berkas %s tidak dapat ditulis; perintah lain perlu --server %s. Periksa ruang dan izin disk.",
		EN: "The file %s cannot be written; other commands need --server %s. Check the disk's space and permissions."}
	serves = value.Words{
		ID: "Mufakat melayani %s di %s",
		EN: "Mufakat serves %s at %s"}
	servesDemo = value.Words{
		ID: "Mufakat melayani PERAGAAN %s di %s",
		EN: "Mufakat serves the DEMO %s at %s"}
)

// saysWhere prints the one line that says that it is ready, and where.
func (a *app) saysWhere(s serving, n *node.Node, where string) {
	if why := n.Err(); why != nil {
		w := wordsOf(why)
		a.printError(&value.Refusal{ID: readOnlyWords.With(w.ID).ID, EN: readOnlyWords.With(w.EN).EN})
	}
	line := serves
	if n.Demo() {
		line = servesDemo
	}
	fmt.Fprintln(a.out, line.With(n.Ledger().ID, where).In(a.lang))
	if s.ready != nil {
		s.ready(where)
	}
}
