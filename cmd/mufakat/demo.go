package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/demo"
	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/node"
	"mufakat/projections/engine"
	"mufakat/web/api"
	"mufakat/web/client"
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
			if err := api.ListenAllowed(s.addr, s.iKnow); err != nil {
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

func (a *app) demo(ctx context.Context, s serving, exit bool) error {
	log := quiet(a.notes)
	if !exit {
		log = slog.New(slog.NewTextHandler(a.notes, nil))
	}
	d, err := demo.Open(ctx, node.Config{Dir: a.dir, Log: log, Version: version(), Hosts: s.hosts})
	if err != nil {
		return a.heldBy(err)
	}
	defer d.Close()
	if err := d.Record(ctx); err != nil {
		return err
	}
	if err := a.ask(ctx, demo.Answers, d.Client()); err != nil || exit {
		return err
	}
	if !s.noBrowser {
		s.ready = a.showAffair
	}
	return a.answer(ctx, s, d.Node, func(context.Context) error { return nil })
}

// ask prints each part of a demonstration: what it is about, and its commands
// with what they answer.
func (a *app) ask(ctx context.Context, parts []demo.Answer, c *client.Client) error {
	for _, x := range parts {
		p := a.printer().Page(engine.Head{Demo: true})
		p.Line(p.Strong("== " + p.Say(output.Demo) + ": " + p.Say(x.Title) + " =="))
		p.Para("", p.Say(x.About))
		if _, err := p.WriteTo(a.out); err != nil {
			return err
		}
		for _, line := range x.Commands {
			fmt.Fprintln(a.out, "$ mufakat "+line)
			if err := a.typed(ctx, line, c); err != nil {
				return err
			}
			fmt.Fprintln(a.out)
		}
	}
	return nil
}

// typed runs a command line as when somebody types it, but for the ledger, which
// this process has open.
func (a *app) typed(ctx context.Context, line string, c *client.Client) error {
	b := &app{in: a.in, out: a.out, notes: a.notes, env: a.env, own: c}
	b.lang, b.langSet = a.lang, a.langSet
	root := b.root()
	root.SetArgs(append(strings.Fields(line), "--zone", a.zoneText))
	return root.ExecuteContext(ctx)
}
