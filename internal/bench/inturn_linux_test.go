package bench

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
)

// side is one way to record, measured beside others.
type side struct {
	name   string
	record func(ctx context.Context, writer, n int, c fact.Command) error
	settle func(context.Context) error // waits until it does nothing more; may be nil
	spent  func() time.Duration        // its processor time; nil: in one process with others
}

// inTurn has each side record the same commands in each of b.N rounds, by some
// writers at once; who begins changes, for each leaves the disk busy to the next.
// It reports medians: what each side does a second, and the ratios of the first
// side to each other one in the same round.
func inTurn(b *testing.B, writers int, sides ...side) {
	const commands = 2000 // of one side in one round
	each, measured := commands/writers, map[string][]float64{}
	add := func(unit string, v float64) { measured[unit] = append(measured[unit], v) }
	rate, cpu := make([]float64, len(sides)), make([]float64, len(sides))
	for n := 0; b.Loop(); n++ {
		given := commandsOf(b, writers, n*each, each)
		for i := range sides {
			i = (i + n) % len(sides)
			rate[i], cpu[i] = sides[i].round(b, given, n*each)
		}
		for i, s := range sides {
			add(s.name+"/s", rate[i])
			add(s.name+"-cpu-µs", cpu[i])
			if i > 0 {
				over := sides[0].name + "/" + s.name
				add(over, rate[0]/rate[i])
				add(over+"-cpu", cpu[0]/cpu[i])
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	for unit, v := range measured {
		slices.Sort(v)
		if m := v[len(v)/2]; m > 0 { // not so if it is the time of a side that has no clock of its own
			b.ReportMetric(m, unit)
		}
	}
}

// round has all writers record their commands, the first of each being its
// from-th. It answers how many they are a second, and the microseconds of
// processor time that one costs.
func (s side) round(b *testing.B, given [][]fact.Command, from int) (rate, cpu float64) {
	before, began := s.cpu(), time.Now()
	var wg sync.WaitGroup
	for w, commands := range given {
		wg.Go(func() {
			for n, c := range commands {
				if err := s.record(b.Context(), w, from+n, c); err != nil {
					b.Error(s.name, err)
					return
				}
			}
		})
	}
	wg.Wait()
	count := float64(len(given) * len(given[0]))
	rate = count / time.Since(began).Seconds()
	if s.settle != nil {
		check(b, s.settle(b.Context()))
	}
	return rate, float64((s.cpu() - before).Microseconds()) / count
}

func (s side) cpu() time.Duration {
	if s.spent == nil {
		return 0
	}
	return s.spent()
}

// commandsOf are commands for each writer: documents of its own, with 19
// accounts of each.
func commandsOf(b *testing.B, writers, from, each int) [][]fact.Command {
	given := make([][]fact.Command, writers)
	for w := range given {
		for n := from; n < from+each; n++ {
			given[w] = append(given[w], command(b, w, n))
		}
	}
	return given
}

func command(b *testing.B, writer, n int) fact.Command {
	b.Helper()
	ref := value.InstrumentID(histories.ID(uint32(0xb0000000+writer), n/20)).Ref()
	name, d := "account", fact.Data{Evidence: []value.Evidence{{Grade: value.Is(value.GradeNews), Title: "Berita", By: "Kantor berita"}}}
	d.Fact = fact.StatementRecorded{Says: "keterangan nomor " + time.Duration(n).String()}
	if n%20 == 0 {
		name, d.Fact = "draft", domain.InstrumentDrafted{Title: "Naskah kerja sama", Signatories: []domain.Signatory{{Slot: "35-1"}, {Slot: "64-1"}}}
	}
	c, err := histories.Command(ref, name, d)
	check(b, err)
	return c
}

// recordOf is what a command is recorded as.
func recordOf(b *testing.B, c fact.Command) *fact.Record {
	b.Helper()
	r, err := c.Record(domain.New(c.Ref), fact.Stamp{ID: value.RecordID(histories.ID(1, 1)), Ledger: histories.Ledger, Time: time.Now(), CommandID: histories.ID(1, 2)})
	check(b, err)
	return r
}
