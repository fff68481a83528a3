package fact

import "mufakat/domain/value"

// AsPublished is the aggregate as the sources told it that had been published by
// then, for affairs that are entered years later: each record with those of its
// sources, its own or added since.
//
// What rests on a source without a day of publication, or on none, was there from
// the day on which it happened. What says of no day is left out, unless it begins
// the aggregate or says how a record is to be read: then somebody only entered
// what was so.
func (a Aggregate) AsPublished(by value.AsOf) Aggregate {
	out := a.table.New(a.Ref)
	for i, e := range a.Entries {
		r := *e.Record
		r.Data.Evidence = publishedBy(r.Data, by)
		if len(r.Data.Evidence) == 0 && (len(e.Record.Data.Evidence) > 0 || !e.unsourcedBy(by)) {
			first, told := a.addedBy(i, by)
			if !told {
				continue
			}
			r.Data.Evidence, r.Data.AssertedBy = publishedBy(first, by), first.AssertedBy
		}
		out.Entries = append(out.Entries, Entry{Record: &r, Type: r.Type, Data: r.Data})
	}
	out.Frozen = a.Frozen
	if len(out.Entries) > 0 {
		out.refold()
	}
	return out
}

// addedBy is the first source that was added to the i-th entry and had been published:
// the entry reads as that one told it.
func (a Aggregate) addedBy(i int, by value.AsOf) (Data, bool) {
	for _, later := range a.Entries[i+1:] {
		if f, ok := later.Data.Fact.(SourceAdded); ok && f.Record == a.Entries[i].ID && !later.Retracted &&
			len(publishedBy(later.Record.Data, by)) > 0 {
			return later.Record.Data, true
		}
	}
	return Data{}, false
}

// unsourcedBy reports whether what no source tells was so by then.
func (e Entry) unsourcedBy(by value.AsOf) bool {
	if on := e.Record.Data.Occurred; !on.IsZero() {
		return on.By(by) == value.Yes
	}
	ev := e.Event()
	_, account := e.Record.Data.Fact.(StatementRecorded)
	return ev != nil && (ev.Begins || ev.AboutRecords() && !account)
}

// publishedBy are the sources that had been published: where a source states no
// day of that, those of what had happened.
func publishedBy(d Data, by value.AsOf) (sources []value.Evidence) {
	for _, x := range d.Evidence {
		on := x.Published
		if on.IsZero() {
			on = d.Occurred
		}
		if on.By(by) == value.Yes {
			sources = append(sources, x)
		}
	}
	return sources
}
