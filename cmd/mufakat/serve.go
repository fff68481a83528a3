package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/web"
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
		return a.serve(cmd.Context(), s, houseConfig{dir: a.dir, nats: s.nats, listen: s.listen, log: log, hosts: s.hosts, version: version()})
	}
	return c
}

// serve opens the ledger and answers until ctx ends: first that it is not ready
// yet, then everything. Where the ledger must be looked at it goes on answering
// what it can, and says why it takes no commands.
func (a *app) serve(ctx context.Context, s serving, c houseConfig) error {
	if err := web.ListenAllowed(s.addr, s.iKnow); err != nil {
		return err
	}
	h, err := openHouse(ctx, c)
	if err != nil {
		return a.heldBy(err)
	}
	defer h.close()
	return a.answer(ctx, s, h, func(ctx context.Context) error { return h.boot(ctx, nil) })
}

// answer serves the house, which prepare makes ready meanwhile.
func (a *app) answer(ctx context.Context, s serving, h *house, prepare func(context.Context) error) error {
	ln, err := net.Listen("tcp", s.addr)
	if err != nil {
		return cannotListen.With(s.addr, err).On("--addr")
	}
	where := "http://" + ln.Addr().String()
	if err := os.WriteFile(addrFile(h.dir), []byte(where+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(addrFile(h.dir))

	srv := h.server()
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	work, stop := context.WithCancel(ctx)
	ready := make(chan error, 1)
	h.wg.Go(func() {
		err := prepare(work)
		ready <- err
		if err == nil && h.wrong() == nil {
			h.tell(work)
			h.rehash(work)
		}
	})
	defer stop()
	for {
		select {
		case err := <-ready:
			if err != nil {
				stop()
				return errors.Join(err, srv.Close())
			}
			a.saysWhere(h, where)
			if s.ready != nil {
				s.ready(where)
			}
		case err := <-ended:
			return err
		case <-ctx.Done():
			return shutdown(srv)
		}
	}
}

// server answers from the house. When it is shut down, those who follow are told
// to end, for it waits for everybody who is being answered.
func (h *house) server() *http.Server {
	srv := &http.Server{Handler: h.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn)}
	srv.RegisterOnShutdown(h.end)
	return srv
}

var (
	cannotListen = value.NewRefusal(value.Unavailable, "listen",
		"Tidak dapat mendengarkan di %s: %v. Pilih alamat lain dengan --addr.",
		"Cannot listen at %s: %v. Choose another address with --addr.")
	serves = value.Words{
		ID: "Mufakat melayani %s di %s",
		EN: "Mufakat serves %s at %s"}
	servesDemo = value.Words{
		ID: "Mufakat melayani PERAGAAN %s di %s",
		EN: "Mufakat serves the DEMO %s at %s"}
)

// saysWhere prints the one line that tells that it is ready, and where.
func (a *app) saysWhere(h *house, where string) {
	if why := h.wrong(); why != nil {
		w := wordsOf(why)
		a.complain(&value.Refusal{ID: readOnlyWords.With(w.ID).ID, EN: readOnlyWords.With(w.EN).EN})
	}
	line := serves
	if isDemo(h.store.Ledger().Meta) {
		line = servesDemo
	}
	fmt.Fprintln(a.out, line.With(h.store.Ledger().ID, where).In(a.lang))
	if u := h.store.ReaderURL(); u != "" {
		h.log.Info("other programs can read the ledger", "nats", u)
	}
}

// shutdown lets requests end that are being answered, for a while.
func shutdown(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return srv.Close()
	}
	return nil
}

// redacted is a server's URL without its password.
func redacted(raw string) string {
	u, err := url.Parse(raw)
	if raw == "" || err != nil {
		return ""
	}
	return u.Redacted()
}
