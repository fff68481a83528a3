package projections

import (
	"slices"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
)

// What is asked as of a day is found whatever zone it happened in: the first
// minutes of the next day in the east come before that day ends in Jakarta, and its
// last in the west long after.
func TestNoRowIsMissedNearTheEndOfADay(t *testing.T) {
	f := newFixture(t, 1)
	f.world.Now = histories.Begin.AddDate(1, 0, 0)
	a := domain.New(value.InstrumentID("00000000-0000-7000-8000-000000000001").Ref())
	record := func(command string, d fact.Data) {
		r, err := f.world.Add(&a, command, d)
		f.list.Add(histories.Stored(must(t, r, err)))
	}
	when := func(s string) value.When {
		w, err := value.ParseWhen(s)
		return must(t, w, err)
	}
	record("draft", fact.Data{Fact: domain.InstrumentDrafted{Title: "Naskah"}})
	days := map[string]string{ // by the place of whoever signed then
		"1-1": "2021-12-10T23:59[Pacific/Honolulu]", "1-2": "2021-12-10[Pacific/Honolulu]", "1-3": "2021-12-10",
		"2-1": "2021-12-11T00:00[Pacific/Kiritimati]", "2-2": "2021-12-11[Pacific/Kiritimati]", "2-3": "2021-12-11",
	}
	for slot, day := range days {
		record("add-signatory", fact.Data{Fact: domain.SignatoryAdded{Slot: value.Is(value.Slot(slot))}})
		record("sign", fact.Data{Occurred: when(day), Evidence: []value.Evidence{{Grade: value.Is(value.GradeOriginal)}},
			Fact: domain.SignedByParty{Slot: value.Is(value.Slot(slot))}})
	}
	f.take(100)

	asked := engine.Asked{Now: later, AsOf: value.EndOf(time.Date(2021, 12, 10, 0, 0, 0, 0, time.UTC)), Limit: 100}
	var unsigned []string
	for _, r := range answer(OpenSignatures.Ask(f.views, asked, OpenFilter{})).page.Rows {
		unsigned = append(unsigned, string(r.Signatory.Slot))
	}
	slices.Sort(unsigned)
	if want := []string{"2-1", "2-2", "2-3"}; !slices.Equal(unsigned, want) {
		t.Errorf("not signed by the end of that day: %v; want %v", unsigned, want)
	}
	for name, q := range map[string]struct {
		at engine.Asked
		SignatureFilter
	}{"as of the day": {asked, SignatureFilter{}}, "up to the day": {engine.Asked{Now: later, Limit: 100}, SignatureFilter{To: when("2021-12-10")}}} {
		var signed []string
		for _, r := range answer(Signatures.Ask(f.views, q.at, q.SignatureFilter)).page.Rows {
			signed = append(signed, string(r.Slots[0]))
		}
		slices.Sort(signed)
		if want := []string{"1-1", "1-2", "1-3"}; !slices.Equal(signed, want) {
			t.Errorf("signed %s: %v; want %v", name, signed, want)
		}
	}
}
