package fact

import (
	"cmp"
	"slices"

	"mufakat/domain/value"
)

// Change is what one record makes of an earlier one.
type Change struct {
	By         Entry // the record that amends
	Was, Reads Entry // the earlier one before and after
	Confirmed  Entry // the record that confirms it; the zero entry for none
}

// Changes goes through what later records made of the entry, in their order.
func (a Aggregate) Changes(e Entry) (cs []Change) {
	for i, step := range e.Amended {
		reads := e
		if i+1 < len(e.Amended) {
			reads = e.Amended[i+1].was
		}
		if by, ok := a.at(step.Seq); ok {
			confirmed, _ := a.at(by.confirmed)
			cs = append(cs, Change{by, step.was, reads, confirmed})
		}
	}
	return cs
}

// ChangeBy is what the entry says of an earlier record, whether it counts or
// not: it may wait to be confirmed, or be taken back.
func (a Aggregate) ChangeBy(e Entry) (Change, bool) {
	f, ok := e.Data.Fact.(Amendment)
	if !ok || e.Unreadable != nil {
		return Change{}, false
	}
	was, ok := a.entry(f.about())
	if !ok || was.Unreadable != nil || was.Record.Seq >= e.Record.Seq {
		return Change{}, false
	}
	if i := slices.IndexFunc(was.Amended, func(s Amended) bool { return s.Seq == e.Record.Seq }); i >= 0 {
		was = was.Amended[i].was
	}
	e.twoPeople = false
	reads := was
	f.amend(&reads, &e)
	return Change{By: e, Was: was, Reads: reads}, true
}

// at finds a record of the aggregate by its place in the ledger.
func (a Aggregate) at(seq uint64) (Entry, bool) {
	i, ok := slices.BinarySearchFunc(a.Entries, seq, func(e Entry, seq uint64) int { return cmp.Compare(e.Record.Seq, seq) })
	if !ok {
		return Entry{}, false
	}
	return a.Entries[i], true
}

// ChangedField is one field before and after a change; empty where it is not
// stated.
type ChangedField struct{ Field, Label, Was, Reads string }

// Fields goes through the fields that differ, and no others.
func (c Change) Fields(l value.Lang, names value.Names) (fs []ChangedField) {
	was := c.Was.Details(l, names)
	for _, d := range c.Reads.Details(l, names) {
		i := slices.IndexFunc(was, func(w Detail) bool { return w.Field == d.Field && w.Label == d.Label })
		f := ChangedField{Field: d.Field, Label: d.Label, Reads: d.Text}
		if i >= 0 {
			f.Was = was[i].Text
			was = slices.Delete(was, i, i+1)
		}
		if f.Was != f.Reads {
			fs = append(fs, f)
		}
	}
	for _, w := range was {
		fs = append(fs, ChangedField{Field: w.Field, Label: w.Label, Was: w.Text})
	}
	return fs
}
