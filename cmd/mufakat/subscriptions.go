package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) subscriptionsCommand() *cobra.Command {
	c := a.command("subscriptions", value.Words{
		ID: "Siapa berlangganan apa, dan dikirim ke mana", EN: "Who wants to hear what, and where it is sent"})
	c.Example = "  mufakat subscriptions\n  mufakat record subscription subscribe party=64 endpoint=https://opd.example.go.id/mufakat"
	c.Args = args(0, 0)
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := r.asked()
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Subscriptions(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.subscriptions(found.Rows)
			}))
		})
	}
	return c
}

// subscriptions is the table of who wants to hear what.
func (p *page) subscriptions(rows []projections.SubscriptionRow) {
	t := table{columns: []value.Words{{ID: "pelanggan", EN: "subscriber"}, {ID: "cakupan", EN: "scope"}, {ID: "bahasa", EN: "language"},
		{ID: "dikirim ke", EN: "sent to"}, {ID: "sejak catatan", EN: "since record"}, colState, {ID: "pengenal", EN: "id"}}}
	for _, r := range rows {
		t.add(p.subscriber(r), tell(p, r.Scope), tell(p, r.Language), r.Endpoint, itoa(r.Since), p.subscriptionState(r), string(r.Subscription))
	}
	p.table(t)
}

// subscriber is who hears.
func (p *page) subscriber(r projections.SubscriptionRow) string {
	switch {
	case !r.Agency.IsZero():
		return tell(p, r.Agency)
	case !r.Office.IsZero():
		return tell(p, r.Office)
	case !r.Party.IsZero():
		return tell(p, r.Party)
	case r.Outside != "":
		return r.Outside
	}
	return value.NotStated.In(p.a.lang)
}

func (p *page) subscriptionState(r projections.SubscriptionRow) string {
	switch {
	case r.Ended:
		return p.say(value.Words{ID: "berakhir", EN: "ended"})
	case r.Disabled:
		return p.say(value.Words{ID: "pengiriman dihentikan", EN: "sending is stopped"})
	case r.Endpoint == "":
		return p.say(value.Words{ID: "tanpa alamat, hanya dapat dibaca di sini", EN: "no address, only to be read here"})
	}
	return p.say(value.Words{ID: "berlaku", EN: "in force"})
}
