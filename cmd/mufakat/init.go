package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
)

func (a *app) initCommand() *cobra.Command {
	c := a.command("init", value.Words{ID: "Buat buku catatan baru", EN: "Make a new ledger"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Hanya perintah ini yang membuatnya; serve tidak pernah. Direktorinya harus kosong.",
		EN: "Only this command makes one; serve never does. The directory must be empty."})
	c.Example = "  mufakat init --dir /var/lib/mufakat\n  mufakat init --dir /var/lib/mufakat --nats nats://nats.example:4222 --replicas 3"
	c.Args = args(0, 0)
	cfg := eventstore.Config{Log: quiet(a.notes)}
	f := c.Flags()
	a.natsFlag(c, &cfg.NATS)
	f.IntVar(&cfg.Replicas, "replicas", 0, a.say(value.Words{ID: "banyaknya salinan di klaster NATS", EN: "how many copies on the NATS cluster"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg.Dir = a.dir
		id, err := node.Init(cmd.Context(), cfg, nil)
		if err != nil {
			return err
		}
		a.note(value.Words{
			ID: "Buku catatan dibuat di %[1]s. Jalankan: mufakat serve --dir %[1]s",
			EN: "The ledger was made in %[1]s. Run: mufakat serve --dir %[1]s"}.With(a.dir))
		_, err = fmt.Fprintln(a.out, id)
		return err
	}
	return c
}

// natsFlag is where a ledger is that is not within the program.
func (a *app) natsFlag(c *cobra.Command, url *string) {
	c.Flags().StringVar(url, "nats", a.env("MUFAKAT_NATS"), a.say(value.Words{
		ID: "pada server NATS di `URL` ini, bukan di dalam program (MUFAKAT_NATS)",
		EN: "on the NATS server at this `URL`, not within the program (MUFAKAT_NATS)"}))
}

func (a *app) joinCommand() *cobra.Command {
	c := a.command("join", value.Words{
		ID: "Beri proses ini direktori untuk buku catatan yang sudah ada di server NATS",
		EN: "Give this process a directory for a ledger that is on a NATS server"})
	c.Example = "  mufakat join --dir /var/lib/mufakat --nats nats://nats.example:4222 --ledger 0190…"
	c.Args = args(0, 0)
	cfg := eventstore.Config{Log: quiet(a.notes)}
	var ledger string
	f := c.Flags()
	a.natsFlag(c, &cfg.NATS)
	f.StringVar(&ledger, "ledger", "", a.say(value.Words{ID: "pengenal buku catatan", EN: "id of the ledger"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg.Dir = a.dir
		if err := eventstore.Join(cmd.Context(), cfg, ledger); err != nil {
			return err
		}
		a.note(value.Words{
			ID: "Direktori %[1]s siap. Jalankan: mufakat serve --dir %[1]s",
			EN: "The directory %[1]s is ready. Run: mufakat serve --dir %[1]s"}.With(a.dir))
		a.note(value.Words{
			ID: "Agar proses ini juga mengirim pemberitahuan, salin notify.key dari direktori yang membuat buku catatan ke %s",
			EN: "For this process to send notices too, copy notify.key from the directory that made the ledger to %s"}.With(a.dir))
		_, err := fmt.Fprintln(a.out, ledger)
		return err
	}
	return c
}
