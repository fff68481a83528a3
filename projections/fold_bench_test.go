package projections

import (
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine/view"
)

// BenchmarkFold folds a realistic history record by record, with what each changes.
func BenchmarkFold(b *testing.B) {
	var all []fact.Stored
	for s, err := range histories.Realistic(5000) {
		all = append(all, must(b, s, err))
	}
	for b.Loop() {
		of := map[value.Ref]fact.Aggregate{}
		for _, s := range all {
			before, ok := of[s.Ref]
			if !ok {
				before = domain.New(s.Ref)
			}
			after := before.Add(domain.Read(s.Seq, s.Ref, s.Body))
			must(b, 0, view.Differences(views, before, after, nowhere{}))
			of[s.Ref] = after
		}
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "records/s")
}

// nowhere is where changes go that are only made.
type nowhere struct{}

func (nowhere) Put(view.Row) error  { return nil }
func (nowhere) Drop(view.Row) error { return nil }
