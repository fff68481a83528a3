package output

import (
	"fmt"
	"strings"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/internal/text"
	"mufakat/projections"
	"mufakat/projections/question"
)

// Show writes everything about one aggregate, the state first, then its records.
func (p *Page) Show(s projections.Shown, technical bool) {
	p.Head()
	p.Line("")
	p.Para("", p.Strong(p.name(s.Ref)))
	p.Line(s.Ref.String())
	if s.NotYet {
		p.Para("", p.Say(projections.WordNotYet))
	}
	if s.Instrument != nil {
		p.instrument(s)
	}
	if s.Mandate != nil {
		p.mandate(*s.Mandate)
		section(p, value.Words{ID: "Ditandatangani berdasarkan surat kuasa ini", EN: "Signed under this power of attorney"}, projections.Signatures, s.Under)
	}
	if s.Engagement != nil && !s.NotYet {
		p.engagement(*s.Engagement)
	}
	section(p, value.Words{ID: "Pejabat", EN: "Holders"}, projections.Holders, s.Holders)
	section(p, value.Words{ID: "Belum ditandatangani", EN: "Not yet signed"}, projections.OpenSignatures, s.Open)
	section(p, value.Words{ID: "Penundaan", EN: "Deferrals"}, projections.Deferrals, s.Deferrals)
	section(p, value.Words{ID: "Penyerahan naskah", EN: "Hand-overs"}, projections.Deliveries, s.Copies)
	if len(s.Questions) > 0 {
		p.Section(value.Words{ID: "Keterangan", EN: "Accounts"})
		p.questions(s.Questions)
	}
	if len(s.Notes) > 0 {
		p.Section(value.Words{ID: "Catatan kepatuhan", EN: "Compliance notes"})
		for _, n := range s.Notes {
			p.Hanging("  • ", n.In(p.Lang))
		}
	}
	p.Section(value.Words{ID: "Riwayat", EN: "History"})
	p.records(s.History, technical)
}

// section is a table under a heading, of rows as their question lists them;
// nothing where there are none.
func section[F, R any](p *Page, title value.Words, q question.Query[F, R], rows []R) {
	if len(rows) > 0 {
		p.Section(title)
		p.cells(q.About().Columns, q.Cells(rows, p.Locale))
	}
}

func (p *Page) instrument(s projections.Shown) {
	r := *s.Instrument
	number := ""
	if r.Bundle {
		number = value.Words{ID: "%s naskah dalam satu berkas", EN: "a bundle of %s documents"}.With(formatted(p, r.Count)).In(p.Lang)
	}
	state := r.State.Label(p.Lang)
	if mark := projections.NotesMark(s.Notes, p.Lang); mark != "" {
		state += "; " + mark
	}
	p.Fields(
		p.Field(value.Words{ID: "jenis", EN: "kind"}, formatted(p, r.Sort)),
		p.Field(value.Words{ID: "banyaknya", EN: "number"}, number),
		p.Field(value.Words{ID: "naskah induk", EN: "under"}, stated(p, r.Under)),
		p.Field(value.Words{ID: "bidang", EN: "fields"}, strings.Join(r.Fields, ", ")),
		p.Field(value.Words{ID: "keadaan", EN: "state"}, state),
		p.Field(value.Words{ID: "berlaku", EN: "in force"}, r.InForce.In(p.Lang)),
		p.Field(value.Words{ID: "mulai berlaku", EN: "from"}, r.Term.From.In(p.Lang)),
		p.Field(value.Words{ID: "sampai", EN: "until"}, r.Term.UntilIn(p.Lang)),
	)
	for i, item := range r.Items {
		p.Para("  ", fmt.Sprint(i+1, ". ")+strings.TrimPrefix(item.Title+", "+item.Field, ", "))
	}
	p.Section(value.Words{ID: "Tabel penandatanganan", EN: "Signature table"})
	p.slotTable(r.Slots, s.NotesByRecord())
}

// mandate is the power as its question lists it, a line for each column.
func (p *Page) mandate(r projections.MandateRow) {
	var fields []text.Field
	cells := projections.Mandates.Cells([]projections.MandateRow{r}, p.Locale)[0]
	for i, c := range projections.Mandates.Columns[1:] { // the first is the heading
		fields = append(fields, p.Field(c.Words, cells[i+1].Text))
	}
	p.Fields(fields...)
}

// slotTable is the signature table: where each signatory stands.
func (p *Page) slotTable(slots []domain.SlotStatus, notes map[value.RecordID][]projections.NoteRow) {
	t := p.columns(projections.WordSignatory, projections.WordParty, projections.WordOffice, projections.WordState,
		question.WordWhen, projections.WordActingAs, projections.WordMandate, question.WordGrade, projections.WordExtent, question.WordRecord)
	for _, s := range slots {
		first := []string{string(s.Slot), formatted(p, s.Party), formatted(p, s.Office), projections.StateIn(s, notes, p.Lang)}
		if len(s.Signatures) == 0 {
			t.Add(append(first, "", "", "", "", "", "")...)
		}
		for _, x := range s.Signatures {
			t.Add(append(first, x.When.In(p.Lang), stated(p, x.ActingAs), stated(p, x.Mandate), strings.TrimSpace(x.Grade.Label(p.Lang)+" "+x.FurtherSources(p.Lang)), stated(p, x.Extent), fmt.Sprint(x.Seq))...)
			first = []string{"", "", "", ""}
		}
	}
	p.table(t)
}

func (p *Page) engagement(r projections.EngagementRow) {
	p.Fields(
		p.Field(value.Words{ID: "jenis", EN: "kind"}, r.Sort.Label(p.Lang)),
		p.Field(value.Words{ID: "tamu", EN: "guest"}, stated(p, r.Guest)),
		p.Field(value.Words{ID: "tuan rumah", EN: "host"}, stated(p, r.Host)),
		p.Field(value.Words{ID: "waktu", EN: "when"}, r.Occurred.In(p.Lang)),
		p.Field(value.Words{ID: "tempat", EN: "place"}, r.Place.In(p.Lang)),
	)
}

// formatted is a value that may be unknown, in words.
func formatted[T comparable](p *Page, v value.Stated[T]) string { return v.Format(p.Lang, p.Names) }

// stated is such a value, and nothing where it is not stated.
func stated[T comparable](p *Page, v value.Stated[T]) string {
	if v.IsZero() {
		return ""
	}
	return formatted(p, v)
}
