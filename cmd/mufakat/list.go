package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

func (a *app) listCommand() *cobra.Command {
	c := a.command("list <kind>", value.Words{
		ID: "Daftar naskah, kegiatan, pihak, jabatan, …", EN: "List documents, occasions, parties, offices, …"})
	c.Example = "  mufakat list instrument --party 64\n  mufakat list office"
	c.Args = args(1, 1)
	c.ValidArgsFunction = completeRefKind("")
	r := a.readingFlags(c)
	a.pagingFlags(c, r)
	var party, state, text string
	f := c.Flags()
	f.StringVar(&party, "party", "", a.say(value.Words{ID: "naskah pihak ini: kode wilayah atau pengenal", EN: "documents of this party: region code or id"}))
	f.StringVar(&state, "state", "", a.say(value.Words{ID: "naskah dalam keadaan ini", EN: "documents in this state"}))
	f.StringVar(&text, "text", "", a.say(value.Words{ID: "naskah yang judul atau bidangnya memuat ini", EN: "documents whose title or fields hold this"}))
	complete(c, "state", "drafted", "final", "partly-signed", "cannot-tell", "fully-signed", "in-force")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		asked, err := r.asked()
		if err != nil {
			return err
		}
		kind := value.Kind(args[0])
		if kind != value.KindInstrument {
			return a.listKind(cmd.Context(), kind, asked)
		}
		q := projections.InstrumentsAsked{Asked: asked, State: domain.InstrumentState(state), Text: text}
		if err := idFlag(&q.Party, "party", party); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			found, err := c.Instruments(ctx, q)
			if err != nil {
				return err
			}
			return a.print(paged(found, func(p *page) {
				p.heading(len(found.Rows))
				p.instruments(found.Rows)
			}))
		})
	}
	return c
}

// completeRefKind offers the kinds, each followed by the separator.
func completeRefKind(separator string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) (words []string, _ cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		for _, k := range value.Kinds() {
			words = append(words, string(k)+separator)
		}
		return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func (a *app) listKind(ctx context.Context, kind value.Kind, q projections.Asked) error {
	return a.with(ctx, func(ctx context.Context, c *web.Client) error {
		found, err := c.List(ctx, kind, q)
		if err != nil {
			return err
		}
		return a.print(paged(found, func(p *page) {
			p.heading(len(found.Rows))
			t := table{columns: []value.Words{{ID: "nama", EN: "name"}, {ID: "pengenal", EN: "id"},
				{ID: "banyak catatan", EN: "records"}, {ID: "catatan terakhir", EN: "newest record"}}}
			for _, r := range found.Rows {
				t.add(p.name(r.Ref, p.a.lang), r.Ref.String(), itoa(r.Version), p.instant(r.Recorded))
			}
			p.table(t)
		}))
	})
}

// instruments is the table of where documents stand.
func (p *page) instruments(rows []projections.InstrumentRow) {
	t := table{columns: []value.Words{colDocument, {ID: "jenis", EN: "kind"}, {ID: "banyaknya", EN: "number"}, colParty,
		colState, {ID: "berlaku", EN: "in force"}, {ID: "pengenal", EN: "id"}}}
	for _, r := range rows {
		t.add(p.of(value.KindInstrument, string(r.Instrument)), tell(p, r.Sort), stated(p, r.Count), p.names(value.KindParty, r.Parties),
			r.State.Label(p.a.lang), projections.Answered(r.InForce, p.a.lang), string(r.Instrument))
	}
	p.table(t)
}
