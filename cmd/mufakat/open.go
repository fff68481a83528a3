package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) openCommand() *cobra.Command {
	c := a.command("open", domain.Words{
		ID: "Apa yang belum ditandatangani, dan sejak berapa hari kerja",
		EN: "What is not yet signed, and for how many working days"})
	c.Example = "  mufakat open --on 2022-08-11 --older-than 5"
	c.Args = args(0, 0)
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var party string
	var older int
	f := c.Flags()
	f.StringVar(&r.asOf, "on", "", a.say(domain.Words{ID: "pada `hari` ini (sama dengan --as-of)", EN: "on this `day` (the same as --as-of)"}))
	f.StringVar(&party, "party", "", a.say(domain.Words{ID: "pihak: kode wilayah atau pengenal", EN: "party: region code or id"}))
	f.IntVar(&older, "older-than", 0, a.say(domain.Words{ID: "lebih dari sekian hari kerja", EN: "for more than so many working days"}))
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
	colSince     = domain.Words{ID: "sejak", EN: "since"}
	colSinceWhat = domain.Words{ID: "dihitung dari", EN: "counted from"}
	colWorking   = domain.Words{ID: "lamanya", EN: "for"}
	colDeferred  = domain.Words{ID: "ditunda karena", EN: "deferred because"}

	sinceWords = map[projections.SinceWhat]domain.Words{
		projections.SinceFinal:     {ID: "naskah final", EN: "the final text"},
		projections.SinceDeferral:  {ID: "penandatanganan ditunda", EN: "the deferral"},
		projections.SinceOtherSide: {ID: "pihak lain menandatangani", EN: "the other side's signature"},
		projections.SinceDrafted:   {ID: "naskah disusun", EN: "the draft"},
	}
)

// open is the table of what is not yet signed.
func (p *page) open(rows []projections.OpenRow) {
	t := table{columns: []domain.Words{colDocument, colSlot, colParty, colOffice, colState, colSince, colSinceWhat, colWorking, colDeferred}}
	for _, r := range rows {
		deferred := ""
		if d := r.LastDeferral; d != nil {
			deferred = p.reason(d.Deferral)
		}
		t.add(p.of("instrument", string(r.Instrument)), string(r.Signatory.Slot), tell(p, r.Signatory.Party),
			tell(p, r.Signatory.Office), p.slotState(r.State, r.Because), r.Since.In(p.a.lang), p.say(sinceWords[r.SinceWhat]),
			p.working(r.Working), deferred)
	}
	p.table(t)
}

// working is a number of working days, where it is known since when.
func (p *page) working(w *domain.Working) string {
	if w == nil {
		return p.say(domain.Words{ID: "belum dapat dipastikan", EN: "cannot be told yet"})
	}
	return w.In(p.a.lang)
}

// slotState is the state's label with the fields that keep it from being told.
func (p *page) slotState(s domain.SlotState, because []string) string {
	return s.Label(p.a.lang) + p.because(because)
}

// becauseWords are what the fields are called that keep an answer from being told.
var becauseWords = map[string]domain.Words{
	"slot":        {ID: "penanda tangan yang mana", EN: "which signatory"},
	"occurred":    {ID: "waktu kejadian", EN: "when it was"},
	"extent":      {ID: "banyaknya yang ditandatangani", EN: "how many were signed"},
	"signatories": {ID: "penanda tangan", EN: "the signatories"},
	"signatures":  {ID: "tanda tangan", EN: "the signatures"},
	"term.from":   {ID: "mulai berlaku", EN: "from when it holds"},
	"term.until":  {ID: "akhir masa berlaku", EN: "until when it holds"},
	"from":        {ID: "mulai menjabat", EN: "from when"},
	"to":          {ID: "akhir menjabat", EN: "until when"},
}

func (p *page) because(fields []string) string {
	if len(fields) == 0 {
		return ""
	}
	var parts []string
	for _, f := range fields {
		if w, ok := becauseWords[f]; ok {
			f = p.say(w)
		}
		parts = append(parts, f)
	}
	return domain.Words{ID: " (tidak disebut: %s)", EN: " (not stated: %s)"}.With(strings.Join(parts, ", ")).In(p.a.lang)
}

func (p *page) truth(t domain.Truth) string {
	switch t {
	case domain.Yes:
		return p.yesNo(true)
	case domain.No:
		return p.yesNo(false)
	}
	return p.say(domain.Words{ID: "belum dapat dipastikan", EN: "cannot be told yet"})
}

// reason is why a signing was put off, in the words of the list and of the
// source.
func (p *page) reason(d domain.Deferral) string {
	s := tell(p, d.Reason)
	if d.Explanation != "" {
		s += " (" + d.Explanation + ")"
	}
	return s
}
