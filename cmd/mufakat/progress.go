package main

import (
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// phaseWords are what people read for the steps of a rebuild or verification.
var phaseWords = map[string]value.Words{
	"read":    {ID: "membaca", EN: "reading"},
	"fold":    {ID: "menyusun", EN: "folding"},
	"write":   {ID: "menulis", EN: "writing"},
	"catchup": {ID: "mengejar", EN: "catching up"},
	"restore": {ID: "memulihkan", EN: "restoring"},
}

var progressLine = value.Words{ID: "%s: %s dari %s catatan, %s catatan per detik", EN: "%s: %s of %s records, %s records a second"}

// progress draws how far a long work has come: a bar on a terminal, else a line
// at the end of each phase and every few seconds.
func (a *app) progress() func(engine.Progress) {
	f, ok := a.notes.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return a.progressLines(5 * time.Second)
	}
	var bar *progressbar.ProgressBar
	var phase string
	return func(p engine.Progress) {
		if p.Phase != phase || bar == nil {
			if bar != nil {
				fmt.Fprintln(a.notes)
			}
			phase = p.Phase
			bar = progressbar.NewOptions64(int64(p.Total),
				progressbar.OptionSetWriter(a.notes), progressbar.OptionSetDescription(a.say(phaseWords[phase])),
				progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("/s"),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(30))
		}
		_ = bar.Set64(int64(p.Done))
		if p.Done >= p.Total {
			fmt.Fprintln(a.notes)
			bar = nil
		}
	}
}

func (a *app) progressLines(every time.Duration) func(engine.Progress) {
	var last time.Time
	var done string
	return func(p engine.Progress) {
		finished := p.Done >= p.Total
		if finished && p.Phase == done || !finished && time.Since(last) < every {
			return
		}
		last, done = time.Now(), ""
		if finished {
			done = p.Phase
		}
		a.note(value.Words{ID: a.progressText(p), EN: a.progressText(p)})
	}
}

func (a *app) progressText(p engine.Progress) string {
	return progressLine.With(phaseWords[p.Phase].In(a.lang), value.Number(int64(p.Done), a.lang),
		value.Number(int64(p.Total), a.lang), value.Number(int64(p.Rate()), a.lang)).In(a.lang)
}
