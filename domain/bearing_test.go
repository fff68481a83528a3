package domain_test

import (
	"iter"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
)

// days are those on and around which random histories have things happen.
func days() (out []value.AsOf) {
	for _, d := range []int{-20, 1, 2, 3, 5, 8, 9, 14} {
		out = append(out, value.EndOf(time.Date(2021, 12, d, 0, 0, 0, 0, time.UTC)))
	}
	return out
}

// Whatever happened: an answer of yes or no stays what it is when a record is left
// out that does not bear on it.
func TestWhatDoesNotBearOnAnAnswerCanBeLeftOut(t *testing.T) {
	left, kept := 0, map[value.Truth]int{}
	for a := range folded(10, 150) {
		was := answers(a)
		for i, e := range a.Entries {
			if bears(e) {
				continue
			}
			left++
			now := answers(without(t, a, i))
			for asked, truth := range was {
				if truth != value.Yes && truth != value.No {
					continue
				}
				kept[truth]++
				if now[asked] != truth {
					t.Errorf("%s, %s: %s, and %s without record %d: %s %+v", a.Ref, asked, truth, now[asked], e.Seq, e.Type, e.Data)
				}
			}
		}
	}
	if left < 100 || kept[value.Yes] < 500 || kept[value.No] < 500 {
		t.Errorf("%d records left out, %v answers: that says little", left, kept)
	}
}

// What does not count never turns a yes into anything else.
func TestWhatDoesNotCountNeverChangesAYes(t *testing.T) {
	added, kept := 0, 0
	for a, w := range folded(10, 150) {
		was := answers(a)
		for range 20 {
			more, ok := w.Uncounted(a)
			if !ok {
				continue
			}
			added++
			e := more.Entries[len(more.Entries)-1]
			now := answers(more)
			for asked, truth := range was {
				if truth != value.Yes {
					continue
				}
				kept++
				if now[asked] != truth {
					t.Errorf("%s, %s: yes, and %s with %s %+v", a.Ref, asked, now[asked], e.Type, e.Data)
				}
			}
		}
	}
	if added < 100 || kept < 500 {
		t.Errorf("%d records added to %d answers of yes: that says little", added, kept)
	}
}

// folded are the documents and offices of random histories, as far as they can be read.
func folded(seeds uint64, records int) iter.Seq2[fact.Aggregate, *histories.World] {
	return func(yield func(fact.Aggregate, *histories.World) bool) {
		for seed := range seeds {
			w := histories.NewWorld(seed)
			w.Agree()
			for range records {
				w.Step()
			}
			for _, a := range w.Folded {
				if a.Frozen == nil && !yield(a, w) {
					return
				}
			}
		}
	}
}

// question is one that has yes or no for an answer, as of a day.
type question struct {
	what string
	asOf value.AsOf
}

func (q question) String() string { return q.what + " as of " + q.asOf.String() }

// answers are those that there are to ask of one aggregate.
func answers(a fact.Aggregate) map[question]value.Truth {
	out := map[question]value.Truth{}
	for _, at := range days() {
		add := func(what string, is value.Answer) { out[question{what, at}] = is.Truth }
		switch s := a.State.(type) {
		case domain.Instrument:
			st := s.StandingAt(at)
			add("in force", st.InForce)
			add("signed", st.Signed)
			for _, x := range st.Slots {
				add("signed by "+string(x.Slot), x.Signed())
			}
		case domain.Office:
			for _, h := range s.Holders {
				add("held, by "+string(h.Record), h.HeldOn(at))
			}
		}
	}
	return out
}

// bears reports whether a record, as it is read now, may bear on an answer.
func bears(e fact.Entry) bool {
	counts := func(when value.When) bool { return e.Data.Grade() == "" || e.Grade().Counts(when) }
	if e.Unreadable != nil || len(e.Pending) > 0 {
		return true
	}
	if e.Retracted {
		return false
	}
	switch f := e.Data.Fact.(type) {
	case domain.PendingSignatoryReminded, domain.TextFinalised, fact.AccountUpheld:
		return false
	case domain.SignedByParty:
		return counts(e.Data.Occurred)
	case fact.SourceAdded:
		return e.Data.Grade() == "" || e.Data.Grade().Counts(value.When{})
	case domain.TermStated:
		return counts(f.From)
	case domain.TermExtended:
		return counts(value.When{})
	case domain.InstrumentEnded:
		return counts(f.On)
	case fact.StatementRecorded:
		for _, c := range f.Claims {
			if c.Denies && counts(e.Data.Occurred) {
				return true
			}
		}
		return false
	}
	return true
}

// without is the aggregate as if its i-th record had never been.
func without(t *testing.T, a fact.Aggregate, i int) fact.Aggregate {
	t.Helper()
	out := domain.New(a.Ref)
	for j, e := range a.Entries {
		if i == j {
			continue
		}
		c, err := histories.Command(a.Ref, e.AsWritten().Event().Command, e.Record.Data)
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.Record(out, fact.Stamp{ID: e.ID, Ledger: histories.Ledger, Time: e.Time, CommandID: histories.ID(0, j), By: e.Record.Data.By})
		if err != nil {
			t.Fatal(err)
		}
		r.Seq = e.Seq
		out = out.Add(r)
	}
	return out
}
