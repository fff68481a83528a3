package main

import (
	"strings"

	"mufakat/domain/value"
	"mufakat/projections"
)

var (
	recordedAt = value.Words{ID: "dicatat %s", EN: "recorded %s"}
	recordedBy = value.Words{ID: " oleh %s", EN: " by %s"}
)

// history tells each record in one sentence, with when it was recorded, by
// whom, and from which source.
func (p *page) history(rows []projections.HistoryRow, technical, withWhat bool) {
	if len(rows) == 0 {
		p.line(p.say(noRows))
	}
	for _, r := range rows {
		sentence := r.Sentence.In(p.a.lang)
		if withWhat {
			sentence = p.name(r.Ref, p.a.lang) + ": " + sentence
		}
		p.paraHanging(pad(itoa(r.Seq), 4)+"  ", sentence)
		recorded := recordedAt.With(p.instant(r.Recorded)).In(p.a.lang)
		if r.By.Name != "" {
			recorded += recordedBy.With(r.By.Name).In(p.a.lang)
		}
		parts := []string{recorded, r.Grade.Label(p.a.lang)}
		if s := sources(r.Sources); s != "" {
			parts = append(parts, s)
		}
		p.para("      ", strings.Join(parts, " · "))
		for _, s := range r.Amendments(p.a.lang) {
			p.para("      ", s)
		}
		if technical {
			p.technical(r)
		}
	}
}

func (p *page) technical(r projections.HistoryRow) {
	for _, x := range [][2]string{{"ref", r.Ref.String()}, {"id", string(r.Record)}, {"type", string(r.Type)},
		{"streamversion", itoa(r.Version)}, {"commandid", r.CommandID}, {"sha256", string(r.Hash)},
		{"prevhash", string(r.PrevHash)}, {"bytes", string(r.Body)}} {
		if x[1] != "" {
			p.line("      " + x[0] + ": " + x[1])
		}
	}
}

// pad puts spaces before a number so that numbers stand under each other.
func pad(s string, n int) string { return strings.Repeat(" ", max(0, n-len(s))) + s }
