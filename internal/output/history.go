package output

import (
	"fmt"
	"strings"

	"mufakat/domain/value"
	"mufakat/projections/records"
)

var (
	recordedAt = value.Words{ID: "dicatat %s", EN: "recorded %s"}
	recordedBy = value.Words{ID: " oleh %s", EN: " by %s"}
	noRecorder = value.Words{ID: ", pencatat tidak disebut", EN: ", recorder not stated"}
)

// History writes a list of records.
func (p *Page) History(rows []records.HistoryRow, technical bool) {
	p.HeadOf(len(rows))
	p.Line("")
	p.records(rows, technical)
}

// records tells each record in one sentence, with when it was recorded, by
// whom, and from which source.
func (p *Page) records(rows []records.HistoryRow, technical bool) {
	if len(rows) == 0 {
		p.Line(p.Say(noRows))
	}
	for _, r := range rows {
		p.Hanging(fmt.Sprintf("%4d  ", r.Seq), r.Sentence.In(p.Lang))
		recorded := recordedAt.With(p.instant(r.Recorded)).In(p.Lang)
		if r.By.Name != "" {
			recorded += recordedBy.With(r.By.Name).In(p.Lang)
		} else {
			recorded += p.Say(noRecorder)
		}
		parts := []string{recorded, r.Best().Label(p.Lang)}
		if s := sources(r.Sources); s != "" {
			parts = append(parts, s)
		}
		p.Para("      ", strings.Join(parts, " · "))
		for _, c := range r.Changes {
			p.Para("      ", c.Sentence.In(p.Lang)+" "+"("+recordedAt.With(p.instant(c.Recorded)).In(p.Lang)+")")
		}
		for _, s := range []string{r.Now(p.Lang), r.Waits(p.Lang)} {
			if s != "" {
				p.Para("      ", s)
			}
		}
		if technical {
			p.technical(r)
		}
	}
}

// technical writes what only programs need.
func (p *Page) technical(r records.HistoryRow) {
	for _, x := range [][2]string{{"ref", r.Ref.String()}, {"id", string(r.Record)}, {"type", string(r.Type)},
		{"streamversion", fmt.Sprint(r.Version)}, {"commandid", r.CommandID}, {"sha256", string(r.Hash)},
		{"prevhash", string(r.PrevHash)}, {"bytes", string(r.Body)}} {
		if x[1] != "" {
			p.Line("      " + x[0] + ": " + x[1])
		}
	}
}
