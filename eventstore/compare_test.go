package eventstore

import (
	"testing"

	"mufakat/domain/fact"
	"mufakat/internal/natstest"
)

// TestOldDifference has a stream that differs from the journal far before the
// newest records. It is made again when the ledger is opened.
func TestOldDifference(t *testing.T) {
	t.Parallel()
	f := create(t, config(t))
	f.fill(checked + 20)
	held := f.records(t.Context(), checked+20)
	f.close()
	f = f.withJournal(forged(held, 17), held[:5])
	if got := f.Healed(); len(got) != 1 {
		t.Fatal(got)
	}
	f.start()
	f.mustAppend(alias(t, agency(1), "after"), "after", fact.Recorded)
}

// TestDifferenceIsRemembered finds a difference further back than opening looks,
// and opens the ledger again: it takes no commands before both copies agree.
func TestDifferenceIsRemembered(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.NATS = natstest.Run(t).URL // where nothing is mended by itself
	f := create(t, c)
	f.fill(30)
	held := f.records(t.Context(), 30)
	f.checkLedger()
	f.close()

	f = f.withJournal(forged(held, 17), held[:5])
	f.atOnce = 10
	f.start()
	if got := f.Uncompared(); len(got) != 1 || got[0] != notCompared.With(1, 20) {
		t.Fatal(got)
	}
	wrong, err := f.Verify(t.Context(), nil)
	if err != nil || len(wrong) == 0 {
		t.Fatal(wrong, err)
	}
	refusedAbout(t, f.Writable(), recordDiffers, 17)
	if got := f.Uncompared(); len(got) != 1 || got[0] != notCompared.With(17, 20) {
		t.Fatal(got)
	}
	f = f.reopened(memoryOf(held[:5]))
	f.atOnce = 10
	refusedAbout(t, f.Check(t.Context(), f.views), recordDiffers, 17)

	f.close()
	f = f.withJournal(held, held[:5])
	f.atOnce = 10
	f.start()
	if got := f.Uncompared(); len(got) > 0 {
		t.Fatal(got)
	}
	f = f.reopened(memoryOf(held[:5]))
	f.atOnce = 10
	f.start()
	if got := f.Uncompared(); len(got) != 1 {
		t.Fatal("the difference is remembered for ever")
	}
	if wrong, err := f.Verify(t.Context(), nil); err != nil || wrong != nil || f.Uncompared() != nil {
		t.Fatal(wrong, err, f.Uncompared())
	}
}
