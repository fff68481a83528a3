package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// notices reads as a list, each notice under whoever hears it.
func notices(ctx context.Context, c *client.Client, got question.Answer, _ bool) (func(*page), error) {
	rows := projections.Notices.Typed(got).Rows
	who, err := subscribers(ctx, c)
	return func(p *page) {
		p.heading(len(rows))
		p.notices(rows, who)
	}, err
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

// notices lists each notice with its words, and with what became of it.
func (p *page) notices(rows []projections.NoticeRow, who map[value.SubscriptionID]projections.SubscriptionRow) {
	if len(rows) == 0 {
		p.line(p.say(noRows))
	}
	for _, n := range rows {
		p.line("")
		head := []string{who[n.Subscription].Subscriber(p.locale()), value.Words{ID: "pemberitahuan %d", EN: "notice %d"}.With(n.Number).In(p.a.lang),
			p.instant(n.Planned), n.State.Label(p.a.lang)}
		p.para("", strings.Join(head, " · "))
		p.para("  ", p.said(n))
		p.attempts(n)
		p.para("  ", p.say(value.Words{ID: "kunci: ", EN: "key: "})+n.Key)
	}
}

// said are the notice's words in the reader's language.
func (p *page) said(n projections.NoticeRow) string {
	return n.Sentence.In(p.a.lang) + " " + n.ToDo.In(p.a.lang)
}

// attempts tells the tries that did not arrive, and when the next will be.
func (p *page) attempts(n projections.NoticeRow) {
	if len(n.Attempts) == 0 {
		return
	}
	last := n.Attempts[len(n.Attempts)-1]
	text := value.Words{ID: "dikirim %d kali, terakhir %s", EN: "sent %d times, last %s"}.With(len(n.Attempts), p.instant(last.Begun)).In(p.a.lang)
	if why := last.Why.In(p.a.lang); why != "" {
		text += ": " + why
	}
	if n.Next != nil {
		text += value.Words{ID: "; lagi %s", EN: "; again %s"}.With(p.instant(*n.Next)).In(p.a.lang)
	}
	p.para("  ", text)
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
			return a.print(answer{whole: got, rows: []any{got}, text: func(p *page) {
				p.line(p.say(value.Words{ID: "Akan dikirim ulang: ", EN: "Will be sent again: "}) + k.String())
			}})
		})
	}
	return c
}
