package eventstore

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// TestAheadOfTheViews records while the views hold nothing: on one aggregate
// again and again, on another that names it, with a key given twice, and of a name
// that is there.
func TestAheadOfTheViews(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.holdBack()
		f.mustAppend(command(t, partyRef("64"), "register", `{"code":"64","zone":"Asia/Makassar"}`), "party", fact.Recorded)
		f.mustAppend(command(t, agency(1), "register", `{"name":"Biro PKP","party":"64"}`), "agency", fact.Recorded)
		for n := range 20 {
			if r := f.mustAppend(alias(t, agency(1), fmt.Sprint(n)), fmt.Sprint(n), fact.Recorded); r.Version != uint64(n+2) {
				t.Fatal(r.Version)
			}
		}
		f.mustAppend(alias(t, agency(1), "7"), "7", fact.Replayed)
		known, err := f.known("double", agency(2))
		if err != nil {
			t.Fatal(err)
		}
		if got := known.Named(value.KindAgency, value.FoldName("biro  P.K.P.")); !slices.Equal(got, []value.Ref{agency(1)}) {
			t.Errorf("known by that name are %v", got)
		}
		known.Close()
		close(f.views.gate)
		f.checkLedger()
	})
}

func partyRef(code string) value.Ref {
	return value.Ref{Kind: "party", ID: string(value.PartyOf(value.RegionCode(code)))}
}

// TestNotTooFarAhead lets writers wait once as many records are ahead as may be.
func TestNotTooFarAhead(t *testing.T) {
	both(t, func(t *testing.T, c Config) {
		f := create(t, c)
		f.ahead.most = 3
		f.holdBack()
		for n := range 3 {
			f.mustAppend(alias(t, agency(n), "a"), fmt.Sprint(n), fact.Recorded)
		}
		patience := f.patience
		f.patience = 50 * time.Millisecond
		_, err := f.append(alias(t, agency(3), "a"), "3")
		refusedAs(t, err, viewsBehind)
		close(f.views.gate)
		f.patience = patience
		f.mustAppend(alias(t, agency(3), "a"), "3", fact.Recorded)
		f.checkLedger()
	})
}

// TestAheadForgets keeps nothing that the views hold, in whatever order the
// acknowledgements came, and never appends to what it was given.
func TestAheadForgets(t *testing.T) {
	h := newAhead()
	upon := fact.Aggregate{Ref: agency(1)}
	for _, seq := range []uint64{2, 1, 3} {
		h.add(upon, &fact.Record{Seq: seq, Ref: agency(int(seq)), CommandID: fmt.Sprint(seq)})
	}
	if h.acknowledged() != 3 {
		t.Fatal(h.acknowledged())
	}
	h.forget(1) // number 1 stands behind 2, and goes with it
	if _, ok := h.byCommand("3"); !ok || len(h.records) != 3 {
		t.Fatal(ok, len(h.records))
	}
	h.forget(3)
	if len(h.records)+len(h.commands)+len(h.aggregates) != 0 || h.acknowledged() != 3 {
		t.Fatalf("%+v", h)
	}
}
