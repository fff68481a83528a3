package projections

import (
	"fmt"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
	"mufakat/projections/records"
)

// Records that are dated ahead hide what follows them until one says that they
// are. From its own time on they are known, and whatever comes after at its own
// time; what was known before that is answered as it always was.
func TestKnownAtPassesOverRecordsDatedAhead(t *testing.T) {
	f := newFixture(t, 1)
	const month = 30 * 24 * 60
	a := domain.New(value.Ref{Kind: value.KindSetting, ID: histories.Ledger})
	record := func(minute, ahead int) {
		f.world.Now = histories.Begin.Add(time.Duration(minute) * time.Minute)
		d := domain.ClockAccepted{Reason: fmt.Sprint("minute ", minute)}
		if ahead > 0 {
			d.Record = value.Is(ahead)
		}
		r, err := f.world.Add(&a, "accept-clock", fact.Data{Fact: d})
		f.list.Add(histories.Stored(must(t, r, err)))
	}
	asked := func(want map[int]uint64) {
		t.Helper()
		f.take(3)
		for minute, seq := range want {
			at := histories.Begin.Add(time.Duration(minute) * time.Minute)
			p, err := records.List.Ask(f.views, engine.Asked{Now: later, KnownAt: at}, records.ListFilter{Kind: value.KindSetting})
			if must(t, p, err); p.Head.Position != seq {
				t.Errorf("of %d records, %d are known at minute %d, not %d", f.views.Position(), p.Head.Position, minute, seq)
			}
		}
		f.checkViews()
	}

	record(0, 0)
	record(1, 0)
	record(2+month, 0)
	record(1+month, 0)
	asked(map[int]uint64{0: 1, 1: 2, 10: 2, 1 + month: 2, 2 + month: 4})

	record(10, 3)
	record(11, 0)
	asked(map[int]uint64{0: 1, 1: 2, 9: 2, 10: 5, 11: 6, month: 6})

	record(11+month, 0) // and once more
	record(11, 7)       // under the very time of a record before
	record(12, 0)
	asked(map[int]uint64{9: 2, 10: 5, 11: 8, 12: 9, 2 * month: 9})

	if _, err := f.views.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	asked(map[int]uint64{1: 2, 9: 2, 10: 5, 11: 8, 12: 9})
}
