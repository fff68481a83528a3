package faults

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"mufakat/internal/faultpoint"
	"mufakat/projections/engine"
)

// steps are kinds in which the process ends by kill -9 at a named step.
var steps = []kind{
	{name: "kill -9 when published", before: killedAt(faultpoint.Published, 150), worst: healed},
	{name: "kill -9 when written", before: killedAt(faultpoint.Written, 60), worst: healed},
	{name: "kill -9 when synced", before: killedAt(faultpoint.Synced, 150), worst: healed},
	{name: "kill -9 when the stream is set aside", do: within(ledgerStream, flip), after: opening(faultpoint.SetAside), worst: healed},
	{name: "kill -9 when the stream is made again", do: within(ledgerStream, flip), after: opening(faultpoint.Remade), worst: healed},
	{name: "kill -9 when the journal is mended", do: within("journal", flip), after: opening(faultpoint.Mended), worst: healed},
	{name: "kill -9 when views are made again", after: rebuilding, worst: healed},
}

// killedAt ends the process at a step of one of so many records.
func killedAt(s faultpoint.Step, records int) func(*ledger, *rand.Rand) {
	return func(l *ledger, rng *rand.Rand) {
		p := l.serveUntil(s, 1+rng.IntN(records))
		wait := l.load(p, 8)
		l.ends(p, s)
		wait()
	}
}

// opening ends the process at a step of opening a damaged ledger, if it comes
// there: some damage is mended otherwise.
func opening(s faultpoint.Step) func(*ledger, *rand.Rand) {
	return func(l *ledger, _ *rand.Rand) {
		if p := l.serveUntil(s, 1); p != nil {
			p.kill()
		}
	}
}

func rebuilding(l *ledger, _ *rand.Rand) {
	p := l.serveUntil(faultpoint.ViewsBuilt, 1)
	go p.client.Rebuild(l.t.Context(), func(engine.Progress) {})
	l.ends(p, faultpoint.ViewsBuilt)
}

// serveUntil runs a process that ends when it reaches a step for the nth time; nil
// if that is before it is ready.
func (l *ledger) serveUntil(s faultpoint.Step, n int) *process {
	was := l.env
	l.env = append(slices.Clone(l.env), fmt.Sprintf("MUFAKAT_FAULTS_KILL=%s:%d", s, n))
	p, err := l.serve()
	l.env = was
	if no, ok := err.(unopened); ok && !strings.Contains(no.said, "panic") {
		return nil
	}
	must(l.t, err)
	return p
}

// ends waits until the process is at its step.
func (l *ledger) ends(p *process, s faultpoint.Step) {
	select {
	case <-p.ended:
	case <-time.After(patience):
		l.t.Errorf("nothing comes to the step %s", s)
		p.kill()
	}
}
