package view

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"iter"
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

	// Rows are the rows of one part; a part that is not there has none. No two
	// parts have rows of one key.
	Rows func(fact.Aggregate, Part, *Rows)

	// Parts goes through all parts of an aggregate. A view without it has one
	// part, the zero [Part].
	Parts func(fact.Aggregate) iter.Seq[Part]

	// Changed names the parts that the newest record can have changed, at the cost
	// of what the record names. It is not asked about a record that amends others,
	// or that cannot be read: any part may follow from it. A view without it is
	// made again with each record.
	Changed func(before, after fact.Aggregate, e fact.Entry) Changed
}

// Part is a part of an aggregate that has rows of its own: a place of a document,
// what one record says. Its view knows what the text and the number stand for.
type Part struct {
	Text string
	N    uint64
}

// Changed are the parts that a record can have changed. It may name too many,
// never too few.
type Changed struct {
	all   bool
	parts []Part
}

// Nothing changed, or anything may have.
var (
	Nothing  = Changed{}
	Anything = Changed{all: true}
)

// Only these parts can have changed.
func Only(parts ...Part) Changed { return Changed{parts: parts} }

// None reports whether nothing can have changed.
func (c Changed) None() bool { return !c.all && len(c.parts) == 0 }

// Has reports whether the part can have changed.
func (c Changed) Has(p Part) bool { return c.all || slices.Contains(c.parts, p) }

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
	Key, Payload []byte
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

// hasRows reports whether views can have rows of the aggregate: not of what no key
// can be made of, or of a kind that is not known.
func hasRows(a fact.Aggregate) bool {
	return a.Version() > 0 && a.State != nil && value.IsUUID(a.Ref.ID)
}

// ChangedBy are the parts that the newest record can have changed.
func (v *View) ChangedBy(before, after fact.Aggregate) Changed {
	e := after.Entries[len(after.Entries)-1]
	if v.Changed == nil || e.Amends() || e.Unreadable != nil {
		return Anything
	}
	return v.Changed(before, after, e)
}

// PartsOf goes through all parts of an aggregate.
func (v *View) PartsOf(a fact.Aggregate) iter.Seq[Part] {
	if v.Parts == nil {
		return func(yield func(Part) bool) { yield(Part{}) }
	}
	return v.Parts(a)
}

// Of are the view's rows of an aggregate, sorted by key.
func (v *View) Of(a fact.Aggregate) []Row { return v.OfParts(a, Anything) }

// OfParts are those of its rows that can have changed, sorted by key.
func (v *View) OfParts(a fact.Aggregate, c Changed) []Row {
	if !hasRows(a) || v.Kind != "" && v.Kind != a.Ref.Kind {
		return nil
	}
	return v.rows(a, c)
}

func (v *View) rows(a fact.Aggregate, c Changed) []Row {
	rs := Rows{view: v.Letter}
	if !c.all {
		for _, p := range c.parts {
			v.Rows(a, p, &rs)
		}
		return rs.sorted()
	}
	for p := range v.PartsOf(a) {
		v.Rows(a, p, &rs)
	}
	return rs.sorted()
}

// sorted are the rows by key, each once.
func (rs *Rows) sorted() []Row {
	slices.SortFunc(rs.all, func(x, y Row) int { return bytes.Compare(x.Key, y.Key) })
	return slices.CompactFunc(rs.all, func(x, y Row) bool { return bytes.Equal(x.Key, y.Key) })
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
