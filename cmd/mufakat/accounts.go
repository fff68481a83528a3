package main

import (
	"strings"

	"mufakat/domain/value"
	"mufakat/projections"
)

var ownRecord = value.Words{ID: "catatan peristiwanya sendiri", EN: "the record of the event itself"}

// questions lists each question with what every account says to it.
func (p *page) questions(rows []projections.QuestionRow, withWhat bool) {
	if len(rows) == 0 {
		p.line(p.say(noRows))
	}
	for i, q := range rows {
		if i > 0 || withWhat {
			p.line("")
		}
		title := q.Title(p.a.lang)
		if withWhat {
			title = p.name(q.Ref, p.a.lang) + ": " + title
		}
		p.para("", p.strong(title)+" — "+q.Standing(p.a.lang))
		for _, x := range q.Accounts {
			p.account(x)
		}
	}
}

// account is what one record says, when, on whose word, from which source.
func (p *page) account(x projections.AccountRow) {
	var more []string
	if !x.Occurred.IsZero() {
		more = append(more, x.Occurred.In(p.a.lang))
	}
	if x.Own {
		more = append(more, p.say(ownRecord))
	}
	if w := x.SaidBy.Format(p.a.lang, p.name); w != "" {
		more = append(more, w)
	}
	more = append(more, x.Grade.Label(p.a.lang))
	if s := sources(x.Sources); s != "" {
		more = append(more, s)
	}
	more = append(more, value.Words{ID: "catatan %d", EN: "record %d"}.With(x.Seq).In(p.a.lang))
	if x.SetAside {
		more = append(more, p.say(value.Words{ID: "dikesampingkan", EN: "set aside"})+reasonIn(x.Reason))
	}
	p.paraHanging("  • ", x.Text(p.a.lang)+" ("+strings.Join(more, "; ")+")")
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
