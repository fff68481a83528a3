package main

import (
	"context"
	"errors"
	"iter"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
	"mufakat/projections/engine"
	"mufakat/web/wire"
)

var (
	anotherExport = value.NewRefusal(value.Conflict, "another-export",
		"Di %s sudah ada buku catatan %s, sedangkan ekspor ini dari %s. Pilih direktori kosong.",
		"There is already ledger %[2]s in %[1]s, but this export is of %[3]s. Choose an empty directory.")
)

func (a *app) restoreCommand() *cobra.Command {
	c := a.command("restore <file>", value.Words{
		ID: "Isi buku catatan kosong dari ekspor, byte demi byte", EN: "Fill an empty ledger from an export, byte for byte"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Buku catatannya dibuat dengan nomor yang sama. Berhenti pada baris pertama yang tidak cocok;\nmengulangi melanjutkan dari sana.",
		EN: "The ledger is made with the same id. It stops at the first line that does not fit; repeating goes\non from there."})
	c.Example = "  mufakat restore mufakat-2022.ndjson --dir /var/lib/mufakat-baru"
	c.Args = args(1, 1)
	var nats string
	var replicas int
	f := c.Flags()
	a.natsFlag(c, &nats)
	f.IntVar(&replicas, "replicas", 0, a.say(value.Words{ID: "banyaknya salinan di klaster NATS", EN: "how many copies on the NATS cluster"}))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if a.server != "" || !a.dirGiven {
			return needsDir
		}
		in := os.Stdin
		if args[0] != "-" {
			var err error
			if in, err = os.Open(args[0]); err != nil {
				return noSuchFile.With(args[0], err)
			}
			defer in.Close()
		}
		head, lines := wire.ReadExport(in)
		if head.Ledger == "" {
			for _, err := range lines {
				return err
			}
		}
		cfg := eventstore.Config{Dir: a.dir, NATS: nats, Replicas: replicas, Log: quiet(a.notes)}
		return a.restore(cmd.Context(), cfg, head, lines)
	}
	return c
}

func (a *app) restore(ctx context.Context, cfg eventstore.Config, head wire.ExportHeader, lines iter.Seq2[fact.Stored, error]) error {
	err := node.InitWithID(ctx, cfg, eventstore.Ledger{ID: head.Ledger, Meta: head.Meta, Created: head.Created})
	if err != nil && !errors.Is(err, eventstore.LedgerExists) { // a restore that was broken off has made it
		return a.heldBy(err)
	}
	n, err := a.open(ctx, node.Config{Dir: cfg.Dir, NATS: cfg.NATS})
	if err != nil {
		return err
	}
	defer n.Close()
	if id := n.Ledger().ID; id != head.Ledger {
		return anotherExport.With(cfg.Dir, id, head.Ledger)
	}
	put, err := n.Restore(ctx, counted(eventstore.Continuing(head.Ledger, lines), head.Last, a.progress()))
	if err != nil {
		return err
	}
	if err := n.Boot(ctx, a.progress()); err != nil {
		return err
	}
	a.note(value.Words{ID: "%s catatan dipulihkan ke %s", EN: "%s records were restored to %s"}.With(value.Number(int64(put), a.lang), cfg.Dir))
	if err := a.verify(ctx, n.Client()); err != nil {
		return err
	}
	return n.Err() // it is whole, and yet may take no commands
}

// counted says how far a restore has come.
func counted(lines iter.Seq2[fact.Stored, error], total uint64, progress func(engine.Progress)) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		began := time.Now()
		for s, err := range lines {
			if err == nil && (s.Seq%1000 == 0 || s.Seq == total) {
				progress(engine.Progress{Phase: "restore", Done: s.Seq, Total: total, Took: engine.Since(began)})
			}
			if !yield(s, err) {
				return
			}
		}
	}
}
