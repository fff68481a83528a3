package output

import (
	"strings"

	"mufakat/domain/value"
	"mufakat/projections"
)

// Notices lists each notice with who hears it, its words, and what became of it.
func (p *Page) Notices(rows []projections.NoticeRow, who map[value.SubscriptionID]projections.SubscriptionRow) {
	p.HeadOf(len(rows))
	if len(rows) == 0 {
		p.Line(p.Say(noRows))
	}
	for _, n := range rows {
		p.Line("")
		head := []string{who[n.Subscription].Subscriber(p.Locale), value.Words{ID: "pemberitahuan %d", EN: "notice %d"}.With(n.Number).In(p.Lang),
			p.instant(n.Planned), n.State.Label(p.Lang)}
		p.Para("", strings.Join(head, " · "))
		p.Para("  ", n.Sentence.In(p.Lang)+" "+n.ToDo.In(p.Lang))
		if n.TakenBack > 0 {
			p.Para("  ", value.Words{ID: "Ditarik kembali atau diperbaiki oleh catatan %d.", EN: "Taken back or corrected by record %d."}.With(n.TakenBack).In(p.Lang))
		}
		p.attempts(n)
		p.Para("  ", p.Say(value.Words{ID: "kunci: ", EN: "key: "})+n.Key)
	}
}

// attempts tells the tries that did not arrive, and when the next will be.
func (p *Page) attempts(n projections.NoticeRow) {
	if len(n.Attempts) == 0 {
		return
	}
	last := n.Attempts[len(n.Attempts)-1]
	text := value.Words{ID: "dikirim %d kali, terakhir %s", EN: "sent %d times, last %s"}.With(len(n.Attempts), p.instant(last.Begun)).In(p.Lang)
	if last.Dropped {
		text = value.Words{ID: "tidak dikirim, %s", EN: "not sent, %s"}.With(p.instant(last.Begun)).In(p.Lang)
	}
	if why := last.Why.In(p.Lang); why != "" {
		text += ": " + why
	}
	if n.Next != nil {
		text += value.Words{ID: "; lagi %s", EN: "; again %s"}.With(p.instant(*n.Next)).In(p.Lang)
	}
	p.Para("  ", text)
}
