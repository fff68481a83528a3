package view

import (
	"fmt"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
)

// lengths has a row for each aggregate: how many records it has.
var lengths = View{Name: "lengths", Letter: 'L', Version: 1,
	Orders: []Order{{'a', "id", "all"}},
	Rows:   func(a fact.Aggregate, rs *Rows) { rs.Add(rs.Key('a').ID(a.Ref.ID), fmt.Append(nil, len(a.Entries))) }}

// instrument is a document of a random history.
func instrument(t *testing.T) (a fact.Aggregate) {
	t.Helper()
	w := histories.NewWorld(1)
	for range 200 {
		if r := w.Step(); r.Ref.Kind == "instrument" {
			a = w.Folded[r.Ref]
		}
	}
	return a
}

// Views that cannot stand side by side are named.
func TestCheck(t *testing.T) {
	with := func(change func(*View)) View {
		v := lengths
		v.Name, v.Letter = "other", 'X'
		change(&v)
		return v
	}
	if err := Check([]View{lengths, with(func(*View) {})}); err != nil {
		t.Error(err)
	}
	for want, v := range map[string]View{
		`two views are named "lengths"`:                        with(func(v *View) { v.Name = "lengths" }),
		`the views "lengths" and "other" have one letter, 'L'`: with(func(v *View) { v.Letter = 'L' }),
		`the view "other" has no version`:                      with(func(v *View) { v.Version = 0 }),
		`the view "" has no name`:                              with(func(v *View) { v.Name = "" }),
		`the view "other" has no letter`:                       with(func(v *View) { v.Letter = 0 }),
		`the view "other" has no order, rows`:                  with(func(v *View) { v.Orders, v.Rows = nil, nil }),
		`the view "other" has two orders 'a'`:                  with(func(v *View) { v.Orders = []Order{{'a', "id", ""}, {'a', "seq", ""}} }),
	} {
		if err := Check([]View{lengths, v}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not: %s", err, want)
		}
	}
}

// A view has rows of what it is of, sorted by key, behind its letter.
func TestRowsOfAView(t *testing.T) {
	a := instrument(t)
	v := View{Name: "two", Letter: 'T', Version: 1, Kind: "instrument", Orders: []Order{{'a', "n", ""}, {'b', "n", ""}},
		Rows: func(a fact.Aggregate, rs *Rows) {
			rs.Add(rs.Key('b').Num(1), nil)
			rs.Add(rs.Key('a').Num(2), nil)
			rs.Add(rs.Key('a').Num(1), nil)
		}}
	var got []string
	for _, r := range v.Of(a) {
		got = append(got, string(r.Key[:2])+string('0'+r.Key[9]))
	}
	if strings.Join(got, " ") != "Ta1 Ta2 Tb1" {
		t.Error(got)
	}
	other := a
	other.Ref.Kind = "office"
	nameless := a
	nameless.Ref.ID = "no uuid"
	if v.Of(other) != nil || v.Of(nameless) != nil || v.Of(domain.New(a.Ref)) != nil {
		t.Error("rows of what the view is not of")
	}
}

// Rows that follow from parts are written out again when a part changed, when the
// view says that a record touches them, or when a record is about records.
func TestRowsAreWrittenOutAgain(t *testing.T) {
	w, written := histories.NewWorld(2), 0
	entries := lengths
	entries.Parts = func(fact.Aggregate) []any { return []any{"the same"} }
	entries.Touches = func(e fact.Entry) bool { return e.Record.Seq%3 == 0 }
	entries.Rows = func(a fact.Aggregate, rs *Rows) { written++; lengths.Rows(a, rs) }
	views, all, must := []View{entries}, map[string]Folded{}, 0
	for range 300 {
		r := w.Step()
		before, ok := all[r.Ref.String()]
		if !ok {
			before.Aggregate = domain.New(r.Ref)
		}
		after := Next(views, before, r)
		all[r.Ref.String()] = after
		e := after.Entries[len(after.Entries)-1]
		if value.IsUUID(r.Ref.ID) && after.State != nil && (!ok || r.Seq%3 == 0 || e.AboutRecords()) {
			must++
		}
		n := written
		loaded := Folded{Aggregate: after.Aggregate}.WithRows(views)
		if again := loaded.WithRows(views); len(again.Rows[0]) > 0 && &again.Rows[0][0] != &loaded.Rows[0][0] {
			t.Fatal("rows that are there are made again")
		}
		written = n
	}
	if written != must || must == 0 || must == 300 {
		t.Errorf("written %d times, not %d", written, must)
	}
}
