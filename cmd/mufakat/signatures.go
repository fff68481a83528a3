package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) signaturesCommand() *cobra.Command {
	c := a.command("signatures", value.Words{
		ID: "Siapa menandatangani kapan", EN: "Who signed when"})
	c.Aliases = []string{"tanda-tangan"}
	c.Example = "  mufakat signatures --party 64 --from 2022-07-01 --to 2022-08-31\n  mufakat signatures --reported -o csv"
	c.Args = args(0, 0)
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var party, instrument, office, agency, person, from, to string
	var reported bool
	f := c.Flags()
	f.StringVar(&party, "party", "", a.say(value.Words{ID: "pihak: kode wilayah atau pengenal", EN: "party: region code or id"}))
	f.StringVar(&instrument, "instrument", "", a.say(value.Words{ID: "pengenal naskah", EN: "id of the document"}))
	f.StringVar(&office, "office", "", a.say(value.Words{ID: "pengenal jabatan", EN: "id of the office"}))
	f.StringVar(&agency, "agency", "", a.say(value.Words{ID: "pengenal perangkat daerah", EN: "id of the agency"}))
	f.StringVar(&person, "person", "", a.say(value.Words{ID: "nama pejabat", EN: "name of the signer"}))
	f.StringVar(&from, "from", "", a.say(value.Words{ID: "mungkin ditandatangani sejak `hari` ini", EN: "may have been signed from this `day` on"}))
	f.StringVar(&to, "to", "", a.say(value.Words{ID: "mungkin ditandatangani sampai `hari` ini", EN: "may have been signed up to this `day`"}))
	f.BoolVar(&reported, "reported", false, a.say(value.Words{
		ID: "juga yang hanya diberitakan dan tidak dihitung", EN: "also those only reported, which do not count"}))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q := projections.SignaturesAsked{Person: domain.Name(person), Reported: reported}
		var err error
		if q.Asked, err = r.asked(); err != nil {
			return err
		}
		if err := errorsOf(
			idFlag(&q.Party, "party", party), idFlag(&q.Instrument, "instrument", instrument),
			idFlag(&q.Office, "office", office), idFlag(&q.Agency, "agency", agency),
			whenFlag(&q.From, "from", from), whenFlag(&q.To, "to", to),
		); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Signatures(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.signatures(found.Rows, true)
				if reported {
					p.para("", p.say(value.GradeRule(q.To)))
				}
			}))
		})
	}
	return c
}

var (
	colDocument  = value.Words{ID: "naskah", EN: "document"}
	colSlot      = value.Words{ID: "penanda tangan", EN: "signatory"}
	colParty     = value.Words{ID: "pihak", EN: "party"}
	colOffice    = value.Words{ID: "jabatan", EN: "office"}
	colSigner    = value.Words{ID: "pejabat", EN: "signer"}
	colActing    = value.Words{ID: "bertindak sebagai", EN: "acting as"}
	colWhen      = value.Words{ID: "waktu", EN: "when"}
	colExtent    = value.Words{ID: "banyaknya", EN: "how many"}
	colGrade     = value.Words{ID: "tingkat bukti", EN: "grade"}
	colCounts    = value.Words{ID: "dihitung", EN: "counts"}
	colRecord    = value.Words{ID: "catatan", EN: "record"}
	colState     = value.Words{ID: "keadaan", EN: "state"}
	accountOfIt  = value.Words{ID: "tidak (keterangan)", EN: "no (an account)"}
	accountNotIt = value.Words{ID: "tidak (menyangkal)", EN: "no (denies it)"}
)

// signatures is the table of who signed when.
func (p *page) signatures(rows []projections.SignatureRow, withDocument bool) {
	t := table{columns: []value.Words{colDocument, colSlot, colParty, colOffice, colSigner, colActing, colExtent, colWhen, colGrade, colCounts, colRecord}}
	for _, r := range rows {
		doc := ""
		if withDocument {
			doc = p.of(value.KindInstrument, string(r.Instrument))
		}
		t.add(doc, p.slots(r.Slots), p.partiesOf(r), tell(p, r.Office), stated(p, r.Signer), tell(p, r.ActingAs),
			stated(p, r.Extent), r.When.In(p.a.lang), r.Grade.Label(p.a.lang), p.counts(r), itoa(r.Seq))
	}
	p.table(t)
}

// stated is a value that may be unknown, and nothing where it is not stated.
func stated[T comparable](p *page, v value.Stated[T]) string {
	if v.IsZero() {
		return ""
	}
	return tell(p, v)
}

func (p *page) slots(slots []value.Slot) string {
	if len(slots) == 0 {
		return p.say(value.Words{ID: "belum dapat dipastikan", EN: "cannot be told yet"})
	}
	var parts []string
	for _, s := range slots {
		parts = append(parts, string(s))
	}
	return strings.Join(parts, p.say(value.Words{ID: " atau ", EN: " or "}))
}

func (p *page) partiesOf(r projections.SignatureRow) string {
	if !r.OnBehalfOf.IsZero() || len(r.Parties) == 0 {
		return tell(p, r.OnBehalfOf)
	}
	return p.names(value.KindParty, r.Parties)
}

// names are the names of several aggregates of a kind.
func (p *page) names(k value.Kind, ids []value.PartyID) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, p.of(k, string(id)))
	}
	return strings.Join(parts, ", ")
}

func (p *page) counts(r projections.SignatureRow) string {
	switch {
	case r.Account && r.Denies:
		return p.say(accountNotIt)
	case r.Account:
		return p.say(accountOfIt)
	}
	return p.yesNo(r.Counts)
}

func (p *page) yesNo(b bool) string {
	if b {
		return p.say(value.Words{ID: "ya", EN: "yes"})
	}
	return p.say(value.Words{ID: "tidak", EN: "no"})
}
