package projections

import (
	"fmt"
	"slices"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
	"mufakat/projections/records"
)

// A record that cannot be read freezes its aggregate and nothing else: every
// list that would hold it says so and names the remedy.
func TestFrozenIsSaid(t *testing.T) {
	f := newFixture(t, 1)
	m := histories.NewMaker(9)
	doc, other := domain.New(value.InstrumentID(m.ID()).Ref()), domain.New(value.InstrumentID(m.ID()).Ref())
	for _, a := range []*fact.Aggregate{&doc, &other} {
		r, err := m.Add(a, "draft", fact.Data{Fact: domain.InstrumentDrafted{Title: "Naskah", Signatories: []domain.Signatory{{Slot: "35-1"}}}})
		must(t, r, err)
		f.list.Add(histories.Stored(r))
	}
	future := fmt.Sprintf(`{"id":%q,"type":"id.mufakat.instrument.from-the-future.v9","subject":%q,"time":"2022-02-01T00:00:00Z","streamversion":2}`, m.ID(), doc.Ref)
	f.list.Add(fact.Stored{Seq: 3, Ref: doc.Ref, Body: []byte(future)}, fact.Stored{Seq: 4, Ref: doc.Ref, Body: []byte("{")})
	f.take(3)

	q := engine.Asked{Now: later}
	list, err := Instruments.Ask(f.views, q, InstrumentFilter{})
	must(t, list, err)
	if len(list.Rows) != 2 {
		t.Errorf("%d documents", len(list.Rows))
	}
	shown, err := Show.Ask(f.views, q, ShowFilter{doc.Ref})
	must(t, shown, err)
	history, err := records.History.Ask(f.views, q, records.HistoryFilter{Ref: doc.Ref, Bodies: true})
	must(t, history, err)
	record, err := records.One.Ask(f.views, q, records.OneFilter{Record: "4"})
	must(t, record, err)
	for name, h := range map[string]engine.Head{"list": list.Head, "show": shown.Head, "history": history.Head, "record": record.Head} {
		if len(h.Frozen) != 1 || h.Frozen[0].Ref != doc.Ref || h.Frozen[0].Seq != 3 || h.Frozen[0].Why.ID == "" {
			t.Errorf("%s: %+v", name, h.Frozen)
		}
	}
	if len(history.Rows) != 3 || !slices.ContainsFunc(history.Rows, func(r records.HistoryRow) bool { return string(r.Body) == `"{"` }) {
		t.Errorf("history: %+v", history.Rows)
	}
	apart, err := Show.Ask(f.views, q, ShowFilter{other.Ref})
	if must(t, apart, err); len(apart.Head.Frozen) > 0 {
		t.Error("another aggregate is said to be frozen")
	}
	s, err := f.views.Snapshot()
	must(t, s, err)
	defer s.Close()
	if a, _ := s.Aggregate(doc.Ref); a.Frozen == nil {
		t.Error("not frozen")
	}
	f.checkViews()
}
