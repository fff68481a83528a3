package main

import (
	"strings"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
)

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
		rowsOf(p, projections.Holders, s.Holders)
	}
	if len(s.Open) > 0 {
		p.section(value.Words{ID: "Belum ditandatangani", EN: "Not yet signed"})
		rowsOf(p, projections.OpenSignatures, s.Open)
	}
	if len(s.Deferrals) > 0 {
		p.section(value.Words{ID: "Penundaan", EN: "Deferrals"})
		rowsOf(p, projections.Deferrals, s.Deferrals)
	}
	if len(s.Copies) > 0 {
		p.section(value.Words{ID: "Penyerahan naskah", EN: "Hand-overs"})
		rowsOf(p, projections.Deliveries, s.Copies)
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
	t := table{columns: []value.Words{projections.WordSignatory, projections.WordParty, projections.WordOffice, projections.WordState, projections.WordWhen, projections.WordGrade, projections.WordExtent, projections.WordRecord}}
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

// stated is a value that may be unknown, and nothing where it is not stated.
func stated[T comparable](p *page, v value.Stated[T]) string {
	if v.IsZero() {
		return ""
	}
	return tell(p, v)
}

// slotState is the state's label with the fields that keep it from being told.
func slotState(s domain.SlotState, because []string, l value.Lang) string {
	return s.Label(l) + projections.Because(because, l)
}
