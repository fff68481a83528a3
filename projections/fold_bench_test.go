package projections

import (
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine/view"
)

// BenchmarkFold folds a realistic history record by record, with all rows.
func BenchmarkFold(b *testing.B) {
	var all []fact.Stored
	for s, err := range histories.Realistic(5000) {
		all = append(all, must(b, s, err))
	}
	for b.Loop() {
		of := map[value.Ref]view.Folded{}
		for _, s := range all {
			f, ok := of[s.Ref]
			if !ok {
				f = view.Folded{Aggregate: domain.New(s.Ref)}
			}
			of[s.Ref] = view.Next(views, f, domain.Read(s.Seq, s.Ref, s.Body))
		}
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "records/s")
}
