package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) holdersCommand() *cobra.Command {
	c := a.command("holders", value.Words{
		ID: "Siapa memegang jabatan apa, sebagai apa, sejak kapan", EN: "Who held which office, as what, since when"})
	c.Example = "  mufakat holders --party 64 --as-of 2022-08-11"
	c.Args = args(0, 0)
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var party, office string
	f := c.Flags()
	f.StringVar(&party, "party", "", a.say(value.Words{ID: "pihak: kode wilayah atau pengenal", EN: "party: region code or id"}))
	f.StringVar(&office, "office", "", a.say(value.Words{ID: "pengenal jabatan", EN: "id of the office"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		var q projections.HoldersAsked
		var err error
		if q.Asked, err = r.asked(); err != nil {
			return err
		}
		if err := errorsOf(idFlag(&q.Party, "party", party), idFlag(&q.Office, "office", office)); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Holders(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.holders(found.Rows)
			}))
		})
	}
	return c
}

// holders is the table of who held an office.
func (p *page) holders(rows []projections.HolderRow) {
	t := table{columns: []value.Words{colOffice, colSigner, colActing, {ID: "mulai", EN: "from"}, {ID: "sampai", EN: "until"},
		{ID: "pada saat itu", EN: "on that day"}, {ID: "keputusan", EN: "decree"}, colGrade}}
	for _, r := range rows {
		t.add(p.of(value.KindOffice, string(r.Office)), tell(p, r.Holder), tell(p, r.ActingAs), r.From.In(p.a.lang), r.To.In(p.a.lang),
			projections.Answered(r.HeldOn, p.a.lang), r.Decree, r.Grade.Label(p.a.lang))
	}
	p.table(t)
}
