package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/node"
)

func (a *app) repairCommand() *cobra.Command {
	c := a.command("repair", value.Words{
		ID: "Kembalikan catatan di akhir yang hilang dari penyimpanan", EN: "Put back records that the store has lost at its end"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Catatan yang pernah dibaca disimpan juga di samping buku catatan. Yang hilang dari akhirnya\ndikembalikan, byte demi byte, sebelum apa pun ditulis. Hentikan serve dahulu.",
		EN: "Records that were read are kept beside the ledger, too. What it has lost at its end is put back,\nbyte for byte, before anything else is written. Stop serve first."})
	c.Args = args(0, 0)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if a.server != "" {
			return needsDir
		}
		return a.repair(cmd.Context())
	}
	return c
}

func (a *app) repair(ctx context.Context) error {
	n, err := a.open(ctx, node.Config{Dir: a.dir})
	if err != nil {
		return err
	}
	defer n.Close()
	put, after, err := n.Repair(ctx)
	if err != nil {
		return err
	}
	if err := n.Boot(ctx, a.progress()); err != nil {
		return err
	}
	done := value.Words{ID: "Tidak ada yang perlu dikembalikan.", EN: "There is nothing to put back."}
	if put > 0 {
		done = value.Words{
			ID: "%[1]d catatan dikembalikan: nomor %[2]d sampai %[3]d.",
			EN: "%[1]d records were put back: number %[2]d to %[3]d."}.With(put, after+1, after+put)
	}
	if _, err := fmt.Fprintln(a.out, a.say(done)); err != nil {
		return err
	}
	return n.Err()
}
