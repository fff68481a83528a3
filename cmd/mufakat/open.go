package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) openCommand() *cobra.Command {
	c := a.command("open", value.Words{
		ID: "Apa yang belum ditandatangani, dan sejak berapa hari kerja",
		EN: "What is not yet signed, and for how many working days"})
	c.Example = "  mufakat open --on 2022-08-11 --older-than 5"
	c.Args = args(0, 0)
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var party string
	var older int
	f := c.Flags()
	f.StringVar(&r.asOf, "on", "", a.say(value.Words{ID: "pada `hari` ini (sama dengan --as-of)", EN: "on this `day` (the same as --as-of)"}))
	f.StringVar(&party, "party", "", a.say(value.Words{ID: "pihak: kode wilayah atau pengenal", EN: "party: region code or id"}))
	f.IntVar(&older, "older-than", 0, a.say(value.Words{ID: "lebih dari sekian hari kerja", EN: "for more than so many working days"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q := projections.OpenAsked{OlderThan: older}
		var err error
		if q.Asked, err = r.asked(); err != nil {
			return err
		}
		if err := idFlag(&q.Party, "party", party); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Open(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.open(found.Rows)
			}))
		})
	}
	return c
}

var (
	colSince     = value.Words{ID: "sejak", EN: "since"}
	colSinceWhat = value.Words{ID: "dihitung dari", EN: "counted from"}
	colWorking   = value.Words{ID: "lamanya", EN: "for"}
	colDeferred  = value.Words{ID: "ditunda karena", EN: "deferred because"}
)

// open is the table of what is not yet signed.
func (p *page) open(rows []projections.OpenRow) {
	t := table{columns: []value.Words{colDocument, colSlot, colParty, colOffice, colState, colSince, colSinceWhat, colWorking, colDeferred}}
	for _, r := range rows {
		deferred := ""
		if d := r.LastDeferral; d != nil {
			deferred = d.Why(p.a.lang, p.name)
		}
		t.add(p.of(value.KindInstrument, string(r.Instrument)), string(r.Signatory.Slot), tell(p, r.Signatory.Party),
			tell(p, r.Signatory.Office), slotState(r.State, r.Because, p.a.lang), r.Since.In(p.a.lang), r.SinceWhat.Label(p.a.lang),
			projections.Counted(r.Working, p.a.lang), deferred)
	}
	p.table(t)
}

// slotState is the state's label with the fields that keep it from being told.
func slotState(s domain.SlotState, because []string, l value.Lang) string {
	return s.Label(l) + projections.Because(because, l)
}
