package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) accountsCommand() *cobra.Command {
	c := a.command("accounts [<kind>/<id>]", domain.Words{
		ID: "Di mana keterangan berbeda", EN: "Where accounts differ"})
	c.Example = "  mufakat accounts\n  mufakat accounts engagement/0190a5f3-… --all"
	c.Args = args(0, 1)
	c.ValidArgsFunction = completeRefKind("/")
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var all bool
	c.Flags().BoolVar(&all, "all", false, a.say(domain.Words{ID: "juga yang keterangannya sejalan", EN: "also where accounts agree"}))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		q := projections.AccountsAsked{All: all}
		var err error
		if q.Asked, err = r.asked(); err != nil {
			return err
		}
		if len(args) == 1 {
			if q.Ref, err = domain.ParseRef(args[0]); err != nil {
				return err
			}
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Accounts(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.questions(found.Rows, true)
			}))
		})
	}
	return c
}

var (
	whetherSigned = domain.Words{ID: "apakah %s sudah menandatangani", EN: "whether %s had signed"}
	accountsVary  = domain.Words{ID: "keterangan berbeda", EN: "accounts differ"}
	accountsAgree = domain.Words{ID: "keterangan sejalan", EN: "accounts agree"}
	accountsHeld  = domain.Words{ID: "satu keterangan dipegang", EN: "one account is upheld"}
	ownRecord     = domain.Words{ID: "catatan peristiwanya sendiri", EN: "the record of the event itself"}
)

// questions lists each question with what every account says to it.
func (p *page) questions(rows []projections.QuestionRow, withWhat bool) {
	if len(rows) == 0 {
		p.line(p.say(noRows))
	}
	for i, q := range rows {
		if i > 0 || withWhat {
			p.line("")
		}
		title := p.question(q)
		if withWhat {
			title = p.name(q.Ref, p.a.lang) + ": " + title
		}
		p.para("", p.strong(title)+" — "+p.say(p.standing(q)))
		for _, x := range q.Accounts {
			p.account(x)
		}
	}
}

func (p *page) standing(q projections.QuestionRow) domain.Words {
	switch {
	case q.Upheld != "":
		return accountsHeld
	case q.Differ:
		return accountsVary
	}
	return accountsAgree
}

func (p *page) question(q projections.QuestionRow) string {
	switch {
	case q.Label.In(p.a.lang) != "":
		return q.Label.In(p.a.lang)
	case q.Slot != "":
		return whetherSigned.With(q.Slot).In(p.a.lang)
	case q.About != "":
		return q.About
	case q.Field != "":
		return q.Field
	}
	return p.say(domain.Words{ID: "seluruh catatan", EN: "the whole record"})
}

// account is what one record says, when, on whose word, from which source.
func (p *page) account(x projections.AccountRow) {
	says := x.Says.In(p.a.lang)
	switch {
	case x.Denies && says == "":
		says = p.say(domain.Words{ID: "belum", EN: "not yet"})
	case says == "":
		says = p.say(domain.Words{ID: "sudah", EN: "yes"})
	}
	var more []string
	if !x.Occurred.IsZero() {
		more = append(more, x.Occurred.In(p.a.lang))
	}
	if x.Own {
		more = append(more, p.say(ownRecord))
	}
	if w := p.saidBy(x.SaidBy); w != "" {
		more = append(more, w)
	}
	more = append(more, x.Grade.Label(p.a.lang))
	if s := p.sources(x.Sources); s != "" {
		more = append(more, s)
	}
	more = append(more, domain.Words{ID: "catatan %d", EN: "record %d"}.With(x.Seq).In(p.a.lang))
	if x.SetAside {
		more = append(more, p.say(domain.Words{ID: "dikesampingkan", EN: "set aside"})+reasonIn(x.Reason))
	}
	p.paraHanging("  • ", says+" ("+strings.Join(more, "; ")+")")
	if x.Quote != "" {
		p.para("    ", "“"+x.Quote+"”")
	}
}

func reasonIn(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// saidBy is on whose word it stands; nothing where that is not stated.
func (p *page) saidBy(by domain.AssertedBy) string {
	switch {
	case by.Name != "":
		return by.Name
	case !by.Office.IsZero():
		return tell(p, by.Office)
	case !by.Party.IsZero():
		return tell(p, by.Party)
	}
	return ""
}

// sources are the papers, pages and statements it rests on.
func (p *page) sources(ev []domain.Evidence) string {
	var parts []string
	for _, e := range ev {
		s := e.Title
		if e.By != "" && s != "" {
			s = e.By + ", “" + s + "”"
		} else if s == "" {
			s = e.By
		}
		if e.Number != "" {
			s = strings.TrimSpace(s + " " + e.Number)
		}
		if s == "" {
			s = e.URL
		}
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}
