package view

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// View is a pure function from an aggregate of one kind to its rows. It knows
// nothing of positions, corrections, known-at or rebuilds. Raise the version
// when the rows change, and the views are made again before they are asked.
//
// The key of a row belongs to one aggregate only, for its own id is part of it.
type View struct {
	Name    string
	Letter  byte // with which the keys of its rows begin
	Version int
	Kind    value.Kind // empty: every kind
	Orders  []Order    // in which its rows stand
	Rows    func(fact.Aggregate, *Rows)

	// Parts are what the rows follow from: parts of the state, or values made of
	// it. While a fact leaves all of them as they were, the rows are not written
	// out again. A view without it is written out at each record.
	Parts func(fact.Aggregate) []any

	// Touches reports whether a record changes rows although it leaves the parts
	// as they were.
	Touches func(fact.Entry) bool
}

// Order is one order in which rows of a view stand: the letter that follows the
// view's, what the key goes on with, and which rows stand there.
type Order struct {
	Letter  byte
	Key, Of string
}

// Key begins the key of a row in one of the view's orders.
func (v View) Key(order byte) Key { return Key{v.Letter, order} }

// Row is one row of a view.
type Row struct {
	Key     []byte
	Payload []byte
	From    uint64 // since when it is current; known in a rebuild only
}

// Rows collects what a view says of an aggregate.
type Rows struct {
	view byte
	all  []Row
}

// Key begins the key of a row in one of the view's orders, with room for its rest.
func (rs *Rows) Key(order byte) Key { return append(make(Key, 0, 64), rs.view, order) }

// Add adds a row.
func (rs *Rows) Add(k Key, payload []byte) { rs.all = append(rs.all, Row{Key: k, Payload: payload}) }

func (v *View) appliesTo(a fact.Aggregate) bool {
	return (v.Kind == "" || v.Kind == a.Ref.Kind) && value.IsUUID(a.Ref.ID) && a.State != nil
}

// Of are the view's rows of an aggregate, sorted by key.
func (v *View) Of(a fact.Aggregate) []Row {
	if !v.appliesTo(a) || a.Version() == 0 {
		return nil
	}
	rs := Rows{view: v.Letter}
	v.Rows(a, &rs)
	slices.SortFunc(rs.all, func(x, y Row) int { return bytes.Compare(x.Key, y.Key) })
	return rs.all
}

// Check tells what is wrong with a list of views: a name or a letter that two
// have, or a view that lacks what each must have.
func Check(views []View) error {
	var errs []error
	names, letters := map[string]bool{}, map[byte]string{}
	for _, v := range views {
		if names[v.Name] {
			errs = append(errs, fmt.Errorf("two views are named %q", v.Name))
		}
		if other, used := letters[v.Letter]; used {
			errs = append(errs, fmt.Errorf("the views %q and %q have one letter, %q", other, v.Name, v.Letter))
		}
		names[v.Name], letters[v.Letter] = true, v.Name
		errs = append(errs, v.check())
	}
	return errors.Join(errs...)
}

func (v View) check() error {
	var missing []string
	for what, lacks := range map[string]bool{
		"name": v.Name == "", "letter": v.Letter == 0, "version": v.Version <= 0, "order": len(v.Orders) == 0, "rows": v.Rows == nil,
	} {
		if lacks {
			missing = append(missing, what)
		}
	}
	seen := map[byte]bool{}
	for _, o := range v.Orders {
		if seen[o.Letter] {
			return fmt.Errorf("the view %q has two orders %q", v.Name, o.Letter)
		}
		seen[o.Letter] = true
	}
	if len(missing) == 0 {
		return nil
	}
	slices.SortFunc(missing, cmp.Compare)
	return fmt.Errorf("the view %q has no %s", v.Name, strings.Join(missing, ", "))
}
