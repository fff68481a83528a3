package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func (a *app) rebuildCommand() *cobra.Command {
	c := a.command("rebuild", value.Words{
		ID: "Susun ulang pandangan dari catatan", EN: "Make the views again from the records"})
	c.Args = args(0, 0)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			s, err := c.Status(ctx)
			if err != nil {
				return err
			}
			done, err := c.Rebuild(ctx, a.progress())
			if err != nil {
				return err
			}
			return a.print(a.rebuiltAnswer(headOf(s), done))
		})
	}
	return c
}

// headOf heads what is about the ledger as a whole.
func headOf(s wire.Status) engine.Head {
	return engine.Head{Ledger: s.Ledger, Demo: s.Meta["demo"] != "", Position: s.Position, Total: -1}
}

func (a *app) rebuiltAnswer(head engine.Head, r engine.Rebuilt) output.Answer {
	head.Position = r.Position
	return output.Answer{Head: head, Whole: r, Rows: []any{r}, Text: func(p *output.Page) {
		rate := 0.0
		if r.Took > 0 {
			rate = float64(r.Position) / r.Took.Seconds()
		}
		p.Head()
		p.Fields(
			p.Field(value.Words{ID: "disusun ulang", EN: "made again"}, value.Words{
				ID: "%s catatan dalam %.2f detik (%s per detik)", EN: "%s records in %.2f seconds (%s a second)"}.With(
				value.Number(int64(r.Position), a.lang), r.Took.Seconds(), value.Number(int64(rate), a.lang)).In(a.lang)),
			p.Field(digestWords, string(r.Digest)),
		)
	}}
}

var digestWords = value.Words{ID: "sidik pandangan", EN: "digest of the views"}

func (a *app) verifyCommand() *cobra.Command {
	c := a.command("verify", value.Words{
		ID: "Periksa setiap catatan dan pandangan", EN: "Check every record and the views"})
	c.Args = args(0, 0)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			return a.verify(ctx, c)
		})
	}
	return c
}

// verify checks and prints; what is wrong is an error, too.
func (a *app) verify(ctx context.Context, c *client.Client) error {
	s, err := c.Status(ctx)
	if err != nil {
		return err
	}
	v, err := c.Verify(ctx, a.progress())
	if err != nil {
		return err
	}
	if err := a.print(a.verifiedAnswer(headOf(s), v)); err != nil {
		return err
	}
	return found(v)
}

// found is the end of a verification as an error: what was printed already.
func found(v engine.Verified) error {
	if len(v.Wrong) > 0 || v.Digest != v.Afresh {
		return errSaid{exitIntegrity}
	}
	return nil
}

var (
	verifiedWell = value.Words{
		ID: "Utuh: setiap catatan terbaca, bersambung dengan catatan sebelumnya dalam berkasnya, dan berbunyi seperti yang diperintahkan; kedua salinan sama, dan pandangan sama dengan yang disusun ulang.",
		EN: "Whole: every record can be read, continues the one before it in its file and says what was commanded; both copies are the same, and the views are as when made again."}
	verifiedPartly = value.Words{
		ID: "Selebihnya utuh. Catatan yang disebut di atas hanya dapat diperiksa versi yang mengenalnya.",
		EN: "The rest is whole. Only a version that knows the records named above can check them."}
	verifiedNot = value.Words{
		ID: "Yang tidak dapat diketahui dari buku catatan ini sendiri: apakah petugas pencatat, waktu pencatatan, atau kunci perintah pada catatan terakhir suatu berkas diubah, catatan terakhir dihilangkan, atau seluruhnya ditulis ulang. Untuk itu bandingkan sidiknya dengan yang disimpan di tempat lain.",
		EN: "What cannot be known from this ledger alone: whether the recorder, the time of recording or the command's key was altered in the last record of a file, last records were left out, or all of it was written anew. For that, compare the digest with one kept elsewhere."}
	verifiedOtherwise = value.Words{
		ID: "Pandangan berbeda dari yang disusun ulang. Jalankan: mufakat rebuild",
		EN: "The views differ from those made again. Run: mufakat rebuild"}
)

func (a *app) verifiedAnswer(head engine.Head, v engine.Verified) output.Answer {
	head.Position = v.Position
	return output.Answer{Head: head, Whole: v, Rows: []any{v}, Text: func(p *output.Page) {
		p.Head()
		p.Fields(
			p.Field(value.Words{ID: "catatan dibaca ulang", EN: "records read again"}, value.Number(int64(v.Records), a.lang)),
			p.Field(digestWords, string(v.Digest)),
			p.Field(value.Words{ID: "disusun ulang", EN: "made again"}, string(v.Afresh)),
		)
		for _, r := range v.Wrong {
			p.Hanging("! ", r.In(a.lang))
		}
		for _, r := range v.Unknown {
			p.Hanging("? ", r.In(a.lang))
		}
		switch {
		case v.Digest != v.Afresh:
			p.Para("", p.Say(verifiedOtherwise))
		case len(v.Wrong) == 0 && len(v.Unknown) > 0:
			p.Para("", p.Say(verifiedPartly))
			p.Para("", p.Say(verifiedNot))
		case len(v.Wrong) == 0:
			p.Para("", p.Say(verifiedWell))
			p.Para("", p.Say(verifiedNot))
		}
	}}
}
