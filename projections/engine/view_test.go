package engine

import (
	"os"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
)

// Views that cannot stand side by side do not start, and are named.
func TestViewsThatCannotStandSideBySide(t *testing.T) {
	with := func(change func(*View)) View {
		v := lengths
		v.Name, v.Letter = "other", 'X'
		change(&v)
		return v
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
		c := (&toy{T: t}).config()
		c.Views = []View{lengths, v}
		if _, err := Open(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not: %s", err, want)
		}
		if _, err := os.Stat(c.Path); err == nil {
			t.Error("a file was made")
		}
	}
}

// A view has rows of what it is of, sorted by key, behind its letter.
func TestRowsOfAView(t *testing.T) {
	y := newToy(t)
	var a fact.Aggregate
	for range 200 {
		if r := y.world.Step(); r.Ref.Kind == "instrument" {
			a = y.world.Folded[r.Ref]
		}
	}
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
