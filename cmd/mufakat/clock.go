package main

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/web/client"
	"mufakat/web/wire"
)

var needsReason = value.NewRefusal(value.Usage, "needs-reason",
	"Menerima jam tercatat untuk selamanya. Tambahkan --reason dengan alasannya.",
	"Accepting the clock is on record for ever. Add --reason and say why.")

func (a *app) clockCommand() *cobra.Command {
	c := a.command("clock", value.Words{
		ID: "Tunjukkan jam komputer dan waktu catatan terbaru", EN: "Show the computer's clock and the newest record's time"})
	c.Args = noCommand
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			s, err := c.Status(ctx)
			if err != nil {
				return err
			}
			return a.print(a.clockAnswer(s))
		})
	}
	c.AddCommand(a.clockAcceptCommand())
	return c
}

func (a *app) clockAnswer(s wire.Status) output.Answer {
	return output.Answer{Head: headOf(s), Whole: s.Clock, Rows: []any{s.Clock}, Text: func(p *output.Page) {
		p.Head()
		moment := func(t time.Time) string { return value.Moment(t, p.Zone, p.Lang) }
		if c := s.Clock; c != nil {
			newest := ""
			if c.Latest != nil {
				newest = value.Words{ID: "%s (catatan %d)", EN: "%s (record %d)"}.With(moment(*c.Latest), c.Record).In(p.Lang)
			}
			p.Fields(p.Field(value.Words{ID: "jam komputer", EN: "the computer's clock"}, moment(c.Now)),
				p.Field(value.Words{ID: "catatan terbaru", EN: "the newest record"}, newest))
		}
		if s.Writable || s.Why == nil {
			p.Line(p.Say(value.Words{ID: "Perintah diterima.", EN: "Commands are taken."}))
			return
		}
		p.Para("", p.Say(value.Words{ID: "Perintah ditolak. " + s.Why.ID, EN: "Commands are refused. " + s.Why.EN}))
	}}
}

func (a *app) clockAcceptCommand() *cobra.Command {
	c := a.command("accept --reason R", value.Words{
		ID: "Catat bahwa pencatatan dilanjutkan menurut jam komputer", EN: "Record that recording goes on by the computer's clock"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: `Dipakai bila jam komputer benar, tetapi sebuah catatan bertanggal sesudahnya atau jam itu baru saja
dibetulkan. Penerimaan ini sendiri menjadi catatan. Yang dicatat sebelumnya dan bertanggal sesudahnya
dianggap sudah tercatat pada saat penerimaan ini; waktunya tetap tertulis seperti semula.`,
		EN: `For when the computer's clock is right, but a record is dated after it, or the clock was just set
right. The acceptance is a record itself. What was recorded before it and is dated after it counts as
recorded by then; its own time stays as it was written.`})
	c.Example = `  mufakat clock accept --reason "jam server pernah maju 30 hari" --by "Administrator buku catatan"`
	c.Args = args(0, 0)
	var reason, by string
	c.Flags().StringVar(&reason, "reason", "", a.say(value.Words{ID: "mengapa jam itu diterima", EN: "why the clock is accepted"}))
	c.Flags().StringVar(&by, "by", "", a.say(value.Words{ID: "nama yang menerima", EN: "name of whoever accepts it"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if reason == "" {
			return needsReason
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error { return a.acceptClock(ctx, c, reason, by) })
	}
	return c
}

// acceptClock records the acceptance of what the server says is in the way.
func (a *app) acceptClock(ctx context.Context, c *client.Client, reason, by string) error {
	s, err := c.Status(ctx)
	if err != nil {
		return err
	}
	var d fact.Data
	if s.Clock != nil {
		f := s.Clock.Acceptance
		f.Reason = reason
		d.Fact = f
	}
	body, err := d.CommandBody()
	if err != nil {
		return err
	}
	ref := value.SettingID(s.Ledger).Ref()
	receipt, err := c.Record(ctx, ref.Kind, ref.ID, "accept-clock", body, client.RecordOptions{Key: uuid.NewString(), ByName: by})
	if err != nil {
		return err
	}
	return a.print(a.receiptAnswer(headOf(s), ref, receipt))
}
