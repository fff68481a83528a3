package output

import (
	"strings"
	"time"

	"mufakat/domain/value"
	"mufakat/internal/text"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// Page is an answer as people read it: a text of its own layout, with the head
// of the answer and for whom it is told.
type Page struct {
	*text.Page
	head engine.Head
	question.Locale
}

// Say is a text in the reader's language.
func (p *Page) Say(w value.Words) string { return w.In(p.Lang) }

// Field is a field whose name is in the reader's language.
func (p *Page) Field(name value.Words, s string) text.Field {
	return text.Field{Name: p.Say(name), Text: s}
}

// Section writes a heading in the reader's language.
func (p *Page) Section(title value.Words) { p.Page.Section(p.Say(title)) }

// name is how people know an aggregate.
func (p *Page) name(r value.Ref) string { return p.Names(r, p.Lang) }

// moment is a time that was asked for, instant one at which something happened,
// both in the reader's zone.
func (p *Page) moment(t time.Time) string  { return value.Moment(t, p.Zone, p.Lang) }
func (p *Page) instant(t time.Time) string { return value.Instant(t, p.Zone, p.Lang) }

// Demo is what everything is marked with that was made for a demonstration.
var Demo = value.Words{ID: "PERAGAAN", EN: "DEMO"}

var (
	headLedger    = value.Words{ID: "Buku catatan %s, sampai catatan %d", EN: "Ledger %s, up to record %d"}
	headAsOf      = value.Words{ID: "Keadaan per %s", EN: "As of %s"}
	headKnown     = value.Words{ID: "menurut catatan saat itu, %s", EN: "as recorded then, %s"}
	headPublished = value.Words{ID: "menurut yang terbit sampai %s", EN: "as published up to %s"}
	headKnownNow  = value.Words{ID: "menurut catatan sekarang", EN: "as recorded now"}
	headZone      = value.Words{ID: "waktu dalam %s", EN: "times in %s"}
	headRows      = value.Words{ID: "%d baris", EN: "%d rows"}
	headMore      = value.Words{ID: "%d dari %d baris (berikutnya: --cursor %s)", EN: "%d of %d rows (next: --cursor %s)"}
	headMoreOpen  = value.Words{ID: "%d baris (berikutnya: --cursor %s)", EN: "%d rows (next: --cursor %s)"}
	headFrozen    = value.Words{
		ID: "Berkas %s dibekukan dan mungkin kurang di sini: %s",
		EN: "The file of %s is frozen and may be missing here: %s"}
)

// Head writes the head of an answer that is no list of rows: of which ledger, as
// of when, as known when, in which zone, and what could not be read.
func (p *Page) Head() { p.heading("") }

// HeadOf writes the head of a list, with how many rows it has.
func (p *Page) HeadOf(rows int) {
	h := p.head
	switch {
	case h.Next != "" && h.Total >= 0:
		p.heading(p.Say(headMore.With(rows, h.Total, h.Next)))
	case h.Next != "":
		p.heading(p.Say(headMoreOpen.With(rows, h.Next)))
	default:
		p.heading(p.Say(headRows.With(rows)))
	}
}

func (p *Page) heading(rows string) {
	h := p.head
	first := p.Say(headLedger.With(h.Ledger[:min(8, len(h.Ledger))], h.Position))
	if h.Demo {
		first = p.Say(Demo) + " · " + first
	}
	parts := []string{first}
	if !h.AsOf.IsZero() {
		known := headKnownNow
		if h.KnownAt != nil {
			known = headKnown.With(p.moment(*h.KnownAt))
		}
		parts = append(parts, p.Say(headAsOf.With(h.AsOfIn(p.Zone, p.Lang))), p.Say(known))
		if h.AsPublished != "" {
			parts = append(parts, p.Say(headPublished.With(h.AsPublishedIn(p.Zone, p.Lang))))
		}
		parts = append(parts, p.Say(headZone.With(value.ZoneName(p.Zone, h.AsOf))))
	}
	if rows != "" {
		parts = append(parts, rows)
	}
	p.Para("", strings.Join(parts, " · "))
	for _, f := range h.Frozen {
		p.Para("! ", p.Say(headFrozen.With(p.name(f.Ref), f.Why.In(p.Lang))))
	}
}
