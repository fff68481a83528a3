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
		ID: "Samakan kedua salinan buku catatan: aliran dan jurnal", EN: "Make both copies of the ledger whole: the stream and the journal"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Setiap catatan disimpan dua kali: di aliran dan di jurnal. Yang rusak atau hilang di satu salinan\ndiperbaiki dari yang lain, byte demi byte, sebelum apa pun ditulis; serve melakukannya juga saat\nmulai. Hentikan serve dahulu.",
		EN: "Every record is kept twice: in the stream and in the journal. What is damaged or missing in one copy\nis mended from the other, byte for byte, before anything else is written; serve does the same when it\nstarts. Stop serve first."})
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
	done := n.Healed()
	if put > 0 {
		done = append(done, value.Words{
			ID: "%[1]d catatan dikembalikan: nomor %[2]d sampai %[3]d.",
			EN: "%[1]d records were put back: number %[2]d to %[3]d."}.With(put, after+1, after+put))
	}
	if len(done) == 0 {
		done = []value.Words{{ID: "Kedua salinan utuh; tidak ada yang perlu diperbaiki.", EN: "Both copies are whole; there is nothing to mend."}}
	}
	for _, w := range done {
		if _, err := fmt.Fprintln(a.out, a.say(w)); err != nil {
			return err
		}
	}
	return n.Err()
}
