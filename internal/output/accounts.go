package output

import (
	"strings"

	"mufakat/domain/value"
	"mufakat/projections"
)

var ownRecord = value.Words{ID: "catatan peristiwanya sendiri", EN: "the record of the event itself"}

// Accounts writes a list of questions, whatever they are about.
func (p *Page) Accounts(rows []projections.QuestionRow) {
	p.HeadOf(len(rows))
	if len(rows) == 0 {
		p.Line(p.Say(noRows))
	}
	for _, q := range rows {
		p.Line("")
		p.question(q, p.name(q.Ref)+": ")
	}
}

// questions are those about one aggregate, which stands above them.
func (p *Page) questions(rows []projections.QuestionRow) {
	for i, q := range rows {
		if i > 0 {
			p.Line("")
		}
		p.question(q, "")
	}
}

// question is a question with what every account says to it.
func (p *Page) question(q projections.QuestionRow, of string) {
	p.Para("", p.Strong(of+q.Title(p.Lang))+" — "+q.Standing(p.Lang))
	for _, x := range q.Accounts {
		p.account(x)
	}
}

// account is what one record says, when, on whose word, from which source.
func (p *Page) account(x projections.AccountRow) {
	var more []string
	if !x.Occurred.IsZero() {
		more = append(more, x.Occurred.In(p.Lang))
	}
	if x.Own {
		more = append(more, p.Say(ownRecord))
	}
	if w := x.SaidBy.Format(p.Lang, p.Names); w != "" {
		more = append(more, w)
	}
	more = append(more, x.Grade.Label(p.Lang))
	if s := sources(x.Sources); s != "" {
		more = append(more, s)
	}
	more = append(more, value.Words{ID: "catatan %d", EN: "record %d"}.With(x.Seq).In(p.Lang))
	if x.SetAside {
		more = append(more, p.Say(value.Words{ID: "dikesampingkan", EN: "set aside"})+reasonIn(x.Reason))
	}
	p.Hanging("  • ", x.Text(p.Lang)+" ("+strings.Join(more, "; ")+")")
	if x.Quote != "" {
		p.Para("    ", "“"+x.Quote+"”")
	}
}

func reasonIn(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// sources are the papers, pages and statements it rests on.
func sources(ev []value.Evidence) string {
	var parts []string
	for _, e := range ev {
		if s := e.Cite(); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}
