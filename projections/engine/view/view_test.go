package view

import (
	"fmt"
	"iter"
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
	Rows: func(a fact.Aggregate, _ Part, rs *Rows) {
		rs.Add(rs.Key('a').ID(a.Ref.ID), fmt.Append(nil, len(a.Entries)))
	}}

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
		Rows: func(a fact.Aggregate, _ Part, rs *Rows) {
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

// Of a record only those parts are made again, before it and after it, that it can
// have changed; a record that amends others, or cannot be read, can change any.
func TestOnlyWhatChangedIsMadeAgain(t *testing.T) {
	w, all := histories.NewWorld(2), map[value.Ref]fact.Aggregate{}
	var made []Part
	entries := View{Name: "entries", Letter: 'E', Version: 1, Orders: []Order{{'a', "id seq", "all"}},
		Parts: func(a fact.Aggregate) iter.Seq[Part] {
			return func(yield func(Part) bool) {
				for _, e := range a.Entries {
					if !yield(Part{N: e.Seq}) {
						return
					}
				}
			}
		},
		Changed: func(_, _ fact.Aggregate, e fact.Entry) Changed {
			if e.Seq%3 == 0 {
				return Nothing
			}
			return Only(Part{N: e.Seq})
		},
		Rows: func(a fact.Aggregate, p Part, rs *Rows) {
			made = append(made, p)
			rs.Add(rs.Key('a').ID(a.Ref.ID).Num(p.N), nil)
		}}
	for range 300 {
		r := w.Step()
		before, ok := all[r.Ref]
		if !ok {
			before = domain.New(r.Ref)
		}
		after := w.Folded[r.Ref]
		all[r.Ref], made = after, nil
		if err := Differences([]View{entries}, before, after, &said{}); err != nil {
			t.Fatal(err)
		}
		want := 2
		switch {
		case !value.IsUUID(r.Ref.ID):
			want = 0
		case r.Amends() || r.Unreadable != nil:
			want = len(before.Entries) + len(after.Entries)
		case r.Seq%3 == 0:
			want = 0
		case !ok:
			want = 1
		}
		if len(made) != want {
			t.Errorf("record %d: %v are made, not %d", r.Seq, made, want)
		}
	}
	if c := Only(Part{N: 1}); !c.Has(Part{N: 1}) || c.Has(Part{}) || c.None() || !Nothing.None() || !Anything.Has(Part{N: 7}) {
		t.Error("what has changed and what not")
	}
}
