package pages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/records"
)

// timeline tells what happened to an agreement in the order in which it
// happened, as far as that is stated, and beside each thing where accounts of it
// differ. When it was recorded is always told apart.
type timeline struct {
	Events  []happening
	Drawing *drawing
}

// happening is one record of the timeline.
type happening struct {
	records.HistoryRow
	N         int // in the list and the drawing
	Account   bool
	Questions []projections.QuestionRow // on which accounts are told of here
	See       []uint64                  // records beside which those stand that this one is an account in
}

func (s *page) timeline(g projections.Agreement) (t timeline) {
	all := slices.Concat([]projections.Shown{g.Main}, g.Papers, g.Occasions)
	for _, x := range all {
		for _, r := range x.History {
			if s.Asked.AsOf.IsZero() || r.When().By(s.Asked.AsOf) != value.No {
				t.Events = append(t.Events, happening{HistoryRow: r, Account: strings.Contains(string(r.Type), ".statement-recorded.")})
			}
		}
	}
	slices.SortStableFunc(t.Events, func(a, b happening) int {
		return cmp.Or(a.order().Compare(b.order()), cmp.Compare(a.Seq, b.Seq))
	})
	for i := range t.Events {
		t.Events[i].N = i + 1
	}
	at := map[uint64]int{}
	for i, h := range t.Events {
		at[h.Seq] = i
	}
	for _, x := range all {
		for _, q := range x.Questions {
			if len(q.Accounts) > 1 { // a single one is told by its own record
				t.place(q, at)
			}
		}
	}
	t.Drawing = s.draw(t.Events)
	return t
}

// order is when it happened; where that is not stated, when it was recorded.
func (h happening) order() time.Time {
	if _, ok := h.When().Earliest(); ok {
		return time.Unix(h.When().SortKey(), 0)
	}
	if last, ok := h.When().Latest(); ok {
		return last
	}
	return h.Recorded
}

// place puts a question beside the first of the records that speak to it, and a
// pointer there beside the others; at tells where records stand.
func (t *timeline) place(q projections.QuestionRow, at map[uint64]int) {
	var speak []int
	for _, x := range q.Accounts {
		if i, there := at[x.Seq]; there {
			speak = append(speak, i)
		}
	}
	if len(speak) == 0 {
		return
	}
	slices.Sort(speak)
	first := &t.Events[speak[0]]
	first.Questions = append(first.Questions, q)
	for _, i := range slices.Compact(speak)[1:] {
		if h := &t.Events[i]; !slices.Contains(h.See, first.Seq) {
			h.See = append(h.See, first.Seq)
		}
	}
}
