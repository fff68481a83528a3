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

func (a *app) showCommand() *cobra.Command {
	c := a.command("show <kind>/<id>", value.Words{
		ID: "Semua tentang satu naskah, kegiatan, pihak, atau jabatan", EN: "Everything about one document, occasion, party or office"})
	c.Example = "  mufakat show instrument/0190a5f2-… --known-at 2022-08-11\n  mufakat show party/64"
	c.Args = args(1, 1)
	c.ValidArgsFunction = completeRefKind("/")
	r := a.readingFlags(c)
	technical := a.technicalFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ref, err := value.ParseRef(args[0])
		if err != nil {
			return err
		}
		q, err := r.asked()
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *web.Client) error {
			shown, err := c.Show(ctx, ref, q)
			if err != nil {
				return err
			}
			return a.print(shownAnswer(shown, *technical))
		})
	}
	return c
}

func shownAnswer(s projections.Shown, technical bool) answer {
	ans := answer{head: s.Head, whole: s, text: func(p *page) { p.shown(s, technical) }}
	for _, r := range s.History {
		ans.rows = append(ans.rows, r)
	}
	return ans
}

// shown is everything about one aggregate, the state first, then its records.
func (p *page) shown(s projections.Shown, technical bool) {
	p.heading(-1)
	p.line("")
	p.para("", p.strong(p.name(s.Ref, p.a.lang)))
	p.line(s.Ref.String())
	if s.Instrument != nil {
		p.instrument(*s.Instrument)
	}
	if s.Engagement != nil {
		p.engagement(*s.Engagement)
	}
	if len(s.Holders) > 0 {
		p.section(value.Words{ID: "Pejabat", EN: "Holders"})
		p.holders(s.Holders)
	}
	if len(s.Open) > 0 {
		p.section(value.Words{ID: "Belum ditandatangani", EN: "Not yet signed"})
		p.open(s.Open)
	}
	if len(s.Deferrals) > 0 {
		p.section(value.Words{ID: "Penundaan", EN: "Deferrals"})
		p.deferrals(s.Deferrals)
	}
	if len(s.Copies) > 0 {
		p.section(value.Words{ID: "Penyerahan naskah", EN: "Hand-overs"})
		p.copies(s.Copies)
	}
	if len(s.Questions) > 0 {
		p.section(value.Words{ID: "Keterangan", EN: "Accounts"})
		p.questions(s.Questions, false)
	}
	if len(s.Notes) > 0 {
		p.section(value.Words{ID: "Catatan kepatuhan", EN: "Compliance notes"})
		for _, n := range s.Notes {
			p.paraHanging("  • ", n.Words.In(p.a.lang)+" ("+n.Basis+")")
		}
	}
	p.section(value.Words{ID: "Riwayat", EN: "History"})
	p.history(s.History, technical, false)
}

// facts are lines of a name and what is known of it; what is not stated is
// left out where its text is empty.
func (p *page) facts(pairs ...[2]string) {
	width := 0
	for _, x := range pairs {
		if x[1] != "" {
			width = max(width, len([]rune(x[0])))
		}
	}
	for _, x := range pairs {
		if x[1] != "" {
			p.paraHanging(x[0]+strings.Repeat(" ", width-len([]rune(x[0]))+2), x[1])
		}
	}
}

func (p *page) fact(w value.Words, text string) [2]string { return [2]string{p.say(w), text} }

func (p *page) instrument(r projections.InstrumentRow) {
	under := ""
	if !r.Under.IsZero() {
		under = tell(p, r.Under)
	}
	number := ""
	if r.Bundle {
		number = value.Words{ID: "%s naskah dalam satu berkas", EN: "a bundle of %s documents"}.With(tell(p, r.Count)).In(p.a.lang)
	}
	p.facts(
		p.fact(value.Words{ID: "jenis", EN: "kind"}, tell(p, r.Sort)),
		p.fact(value.Words{ID: "banyaknya", EN: "number"}, number),
		p.fact(value.Words{ID: "naskah induk", EN: "under"}, under),
		p.fact(value.Words{ID: "bidang", EN: "fields"}, strings.Join(r.Fields, ", ")),
		p.fact(value.Words{ID: "keadaan", EN: "state"}, r.State.Label(p.a.lang)),
		p.fact(value.Words{ID: "berlaku", EN: "in force"}, projections.Answered(r.InForce, p.a.lang)),
	)
	for i, item := range r.Items {
		p.para("  ", itoa(i+1)+". "+strings.TrimPrefix(item.Title+", "+item.Field, ", "))
	}
	p.section(value.Words{ID: "Tabel penandatanganan", EN: "Signature table"})
	p.slotTable(r.Slots)
}

// slotTable is the signature table: where each signatory stands.
func (p *page) slotTable(slots []domain.SlotStatus) {
	t := table{columns: []value.Words{colSlot, colParty, colOffice, colState, colWhen, colGrade, colExtent, colRecord}}
	for _, s := range slots {
		first := []string{string(s.Slot), tell(p, s.Party), tell(p, s.Office), slotState(s.State, s.Because, p.a.lang)}
		if len(s.Signatures) == 0 {
			t.add(append(first, "", "", "", "")...)
		}
		for _, x := range s.Signatures {
			t.add(append(first, x.When.In(p.a.lang), x.Grade.Label(p.a.lang), stated(p, x.Extent), itoa(x.Seq))...)
			first = []string{"", "", "", ""}
		}
	}
	p.table(t)
}

func (p *page) engagement(r projections.EngagementRow) {
	p.facts(
		p.fact(value.Words{ID: "jenis", EN: "kind"}, r.Sort.Label(p.a.lang)),
		p.fact(value.Words{ID: "tamu", EN: "guest"}, stated(p, r.Guest)),
		p.fact(value.Words{ID: "tuan rumah", EN: "host"}, stated(p, r.Host)),
		p.fact(value.Words{ID: "waktu", EN: "when"}, r.Occurred.In(p.a.lang)),
		p.fact(value.Words{ID: "tempat", EN: "place"}, r.Place.In(p.a.lang)),
	)
}

// deferrals is the table of signings that were put off.
func (p *page) deferrals(rows []projections.DeferralRow) {
	t := table{columns: []value.Words{{ID: "rencana semula", EN: "planned for"}, {ID: "pada kegiatan", EN: "at the occasion"},
		{ID: "naskah", EN: "documents"}, {ID: "alasan", EN: "reason"}, {ID: "yang tidak hadir", EN: "absent"},
		{ID: "menurut", EN: "on whose word"}, {ID: "dikatakan", EN: "said"}, colGrade}}
	for _, r := range rows {
		occasion := r.Occasion
		if occasion.IsZero() {
			occasion = value.Is(r.Engagement)
		}
		var docs []string
		for _, d := range r.Documents {
			docs = append(docs, p.of(value.KindInstrument, string(d)))
		}
		t.add(r.Planned.In(p.a.lang), tell(p, occasion), strings.Join(docs, ", "), r.Why(p.a.lang, p.name), stated(p, r.Absent),
			r.SaidBy.Format(p.a.lang, p.name), r.Said.In(p.a.lang), r.Grade.Label(p.a.lang))
	}
	p.table(t)
}

// copies is the table of hand-overs.
func (p *page) copies(rows []projections.CopyRow) {
	t := table{columns: []value.Words{colWhen, {ID: "dari", EN: "from"}, {ID: "kepada", EN: "to"}, {ID: "banyaknya", EN: "number"},
		{ID: "rincian", EN: "papers"}, {ID: "tanda terima", EN: "receipt"},
		{ID: "sesudah penundaan", EN: "after the deferral"}, colGrade}}
	for _, r := range rows {
		var papers []string
		for _, x := range r.Papers {
			papers = append(papers, tell(p, x.Count)+" × "+tell(p, x.Document))
		}
		t.add(r.When.In(p.a.lang), tell(p, r.From), tell(p, r.To), tell(p, r.Count), strings.Join(papers, ", "),
			r.ReceiptLabel(p.a.lang), p.afterDeferral(r.SinceDeferral), r.Grade.Label(p.a.lang))
	}
	p.table(t)
}

func (p *page) afterDeferral(w *value.Working) string {
	if w == nil {
		return ""
	}
	return w.In(p.a.lang)
}
