package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// notices reads as a list, each notice under whoever hears it.
func notices(ctx context.Context, c *client.Client, got question.Answer, _ bool) (func(*output.Page), error) {
	rows := projections.Notices.Typed(got).Rows
	who, err := subscribers(ctx, c)
	return func(p *output.Page) { p.Notices(rows, who) }, err
}

// subscribers are all subscriptions by their ids.
func subscribers(ctx context.Context, c *client.Client) (map[value.SubscriptionID]projections.SubscriptionRow, error) {
	all := map[value.SubscriptionID]projections.SubscriptionRow{}
	for q := (engine.Asked{Limit: question.MaxRows}); ; {
		found, err := client.Ask(ctx, c, projections.Subscriptions, q, projections.SubscriptionFilter{})
		if err != nil {
			return nil, err
		}
		for _, r := range found.Rows {
			all[r.Subscription] = r
		}
		if q.After = found.Head.Next; q.After == "" {
			return all, nil
		}
	}
}

func (a *app) resendCommand() *cobra.Command {
	c := a.command("resend <kunci>", value.Words{ID: "Kirim ulang sebuah pemberitahuan", EN: "Send a notice again"})
	c.Example = "  mufakat notices resend signing-deferred/17/0190a5f2-…"
	c.Args = args(1, 1)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		k, err := noticelog.ParseKey(args[0])
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			got, err := c.Resend(ctx, k)
			if err != nil {
				return err
			}
			return a.print(output.Answer{Whole: got, Rows: []any{got}, Text: func(p *output.Page) {
				p.Line(p.Say(value.Words{ID: "Akan dikirim ulang: ", EN: "Will be sent again: "}) + k.String())
			}})
		})
	}
	return c
}
