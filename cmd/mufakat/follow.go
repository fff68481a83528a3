package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func (a *app) followCommand() *cobra.Command {
	c := a.command("follow", value.Words{
		ID: "Ikuti catatan: setiap catatan baru satu baris JSON", EN: "Follow the records: each new one is a line of JSON"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Berjalan sampai dihentikan (Ctrl-C). Hubungan yang terputus disambung lagi, tanpa catatan yang hilang atau\n" +
			"berulang. Dengan --dir direktori itu dipegang selama perintah ini berjalan, sehingga proses lain tidak dapat\n" +
			"mencatat di situ; untuk mengikuti yang sedang dicatat, jalankan `mufakat serve` dan ikuti servernya.",
		EN: "Runs until it is interrupted (Ctrl-C). A connection that breaks is made again, with no record missing or\n" +
			"twice. With --dir the directory is held as long as this runs, so that no other process can record in it; to\n" +
			"follow what is being recorded, run `mufakat serve` and follow that server."})
	c.Example = "  mufakat follow --from 0\n  mufakat follow --type instrument,engagement | jq .record.type"
	c.Args = args(0, 0)
	from, types := a.followFlags(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		after, err := followFrom(*from)
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("output") && a.format != "ndjson" {
			return wrongChoice.With(a.format, "follow --output", "ndjson")
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			return a.follow(ctx, c, after, *types)
		})
	}
	return c
}

func (a *app) followFlags(c *cobra.Command) (from *string, types *[]string) {
	f := c.Flags()
	from = f.String("from", "latest", a.say(value.Words{
		ID: "sesudah catatan `nomor` ini; 0 dari yang pertama, latest hanya yang baru",
		EN: "after the record of this `number`; 0 from the first, latest only what is new"}))
	types = f.StringSlice("type", nil, a.say(value.Words{
		ID: "hanya `jenis` ini: jenis berkas, atau awal nama jenis catatan; boleh beberapa",
		EN: "only this `kind`, or types of records that begin so; may be several"}))
	var values []string
	for _, k := range value.Kinds() {
		values = append(values, string(k))
	}
	for e := range domain.Events() {
		values = append(values, string(e.Type))
	}
	complete(c, "type", values...)
	complete(c, "from", "0", "latest")
	return from, types
}

func followFrom(s string) (uint64, error) {
	if s == "latest" {
		return client.FromNow, nil
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		return 0, wire.NotAPosition.With(s).On("--from")
	}
	return n, nil
}

// follow writes each record at once, until it is interrupted, which is how this
// ends when all is well.
func (a *app) follow(ctx context.Context, c *client.Client, after uint64, types []string) error {
	var line []byte
	for s, err := range c.Follow(ctx, after, types...) {
		if errors.Is(err, context.Canceled) {
			return nil
		}
		if err != nil {
			return err
		}
		line = append(wire.AppendFollowed(line[:0], s), '\n')
		if _, err := a.out.Write(line); err != nil {
			return err
		}
	}
	return nil
}
