package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/web"
)

func (a *app) demoCommand() *cobra.Command {
	c := a.command("demo", value.Words{
		ID: "Peragaan: kerja sama Jawa Timur dan Kalimantan Timur, 2022", EN: "A demonstration: Jawa Timur and Kalimantan Timur, 2022"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Membuat buku catatan peragaan, mencatat peristiwa dari setiap berita yang menceritakannya, menjawab\npertanyaan tentangnya, lalu melayaninya lewat HTTP.",
		EN: "Makes a ledger of its own, records the affair from each report that tells it, answers questions about\nit, and then serves it over HTTP."})
	c.Example = "  mufakat demo --exit\n  mufakat demo --dir ./peragaan"
	c.Args = args(0, 0)
	var s serving
	a.servingFlags(c, &s)
	var exit bool
	c.Flags().BoolVar(&s.noBrowser, "no-browser", false, a.say(value.Words{ID: "jangan buka peramban", EN: "open no browser"}))
	c.Flags().BoolVar(&exit, "exit", false, a.say(value.Words{ID: "selesai sesudah menjawab, tanpa melayani", EN: "end after the answers, without serving"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if a.server != "" && cmd.Flags().Changed("server") {
			return needsDir
		}
		if !exit {
			if err := web.ListenAllowed(s.addr, s.iKnow); err != nil {
				return err
			}
		}
		if !cmd.Flags().Changed("dir") {
			dir, err := os.MkdirTemp("", "mufakat-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			a.dir = dir
		}
		return a.demo(cmd.Context(), s, exit)
	}
	return c
}

// demoClock is the clock of a demonstration: the day that is being told, and
// the real time once everything is.
type demoClock struct {
	mu sync.Mutex // guards at, held for no more than a look
	at time.Time
}

func (c *demoClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

func (c *demoClock) set(t time.Time) {
	c.mu.Lock()
	c.at = t
	c.mu.Unlock()
}

var notADemo = value.NewRefusal(value.Conflict, "not-a-demo",
	"Buku catatan di %s bukan peragaan. Pilih direktori lain.",
	"The ledger in %s is no demonstration. Choose another directory.")

func (a *app) demo(ctx context.Context, s serving, exit bool) error {
	clock := &demoClock{at: beforeIt}
	log := quiet(a.notes)
	cfg := eventstore.Config{Dir: a.dir, Log: log, Now: clock.now}
	_, err := eventstore.Init(ctx, cfg, map[string]string{"demo": "true"})
	if err != nil && !errors.Is(err, eventstore.LedgerExists) {
		return err
	}
	if !exit {
		log = slog.New(slog.NewTextHandler(a.notes, nil))
	}
	h, err := openHouse(ctx, houseConfig{dir: a.dir, log: log, now: clock.now, version: version(), hosts: s.hosts})
	if err != nil {
		return a.heldBy(err)
	}
	defer h.close()
	if !isDemo(h.store.Ledger().Meta) {
		return notADemo.With(a.dir)
	}
	if err := h.boot(ctx, nil); err != nil {
		return err
	}
	if err := h.wrong(); err != nil {
		return err
	}
	c := h.client()
	end, err := a.tellDemo(ctx, h, c, clock)
	if err != nil {
		return err
	}
	defer end()
	if err := a.demoAnswers(ctx, c); err != nil || exit {
		return err
	}
	if !s.noBrowser {
		s.ready = a.showAffair
	}
	return a.answer(ctx, s, h, func(context.Context) error { return nil })
}

// tellDemo records the affair, while those who subscribed are told, and gives
// the clock back. The receiver goes on until end.
func (a *app) tellDemo(ctx context.Context, h *house, c *web.Client, clock *demoClock) (end func(), err error) {
	on, err := subscribers(ctx, c)
	if err != nil {
		return nil, err
	}
	r, err := receive(h, on[ofJatim].Endpoint)
	if err != nil {
		return nil, err
	}
	work, stop := context.WithCancel(ctx)
	defer stop() // who serves sends by itself
	end = func() { r.srv.Close() }
	h.tell(work)
	err = tellAffair(a.tellerOf(ctx, c, clock), func(t *teller) { r.subscribe(t, on) })
	if err == nil {
		err = settled(ctx, c)
	}
	if err != nil {
		end()
		return nil, err
	}
	clock.set(time.Time{})
	return end, nil
}

// tellerOf records each act of the affair on its own day, through the same
// commands as everybody, under keys that make a second telling a repetition.
func (a *app) tellerOf(ctx context.Context, c *web.Client, clock *demoClock) *teller {
	n := 0
	return &teller{record: func(at time.Time, ref value.Ref, command string, d domain.Data) (value.RecordID, error) {
		n++
		clock.set(at)
		body, err := d.CommandBody()
		if err != nil {
			return "", err
		}
		got, err := c.Record(ctx, ref.Kind, ref.ID, command, body,
			web.RecordOptions{Key: "demo-" + strconv.Itoa(n), ByName: "peragaan"})
		return got.ID, err
	}}
}
