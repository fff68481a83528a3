package fact

import (
	"iter"

	"mufakat/domain/value"
)

// Aggregate is one stream of records, folded.
//
// Folding reads each record as the later ones say it should have read (see
// [Amendment]); only a record that amends makes the aggregate fold again.
type Aggregate struct {
	Ref     value.Ref
	Entries []Entry
	State   State
	Frozen  *value.Refusal // why no more can be told or recorded; nil if all is well

	table *Table // by which it folds
	said  Indexed[value.Hash, saying]
}

// saying is a record by the command that it came of.
type saying struct{ *Record }

func (s saying) Key() value.Hash { return s.CommandHash }

// Entry is one record as it is to be read now. The record itself stays as it
// was written.
type Entry struct {
	*Record
	Type      Type        // as amended
	Data      Data        // as amended
	Retracted bool        // a correction says that it did not happen
	Added     []Statement // by further sources
	Amended   []Amended   // what made it read so, step by step
	Pending   []uint64    // corrections that do not count before they are confirmed

	twoPeople bool   // a correction that counts once another person confirmed it
	confirmed uint64 // the record that did; 0 for none

	event *Event // of Type, where that is another than the record's
}

// AsWritten is the entry as its recorder wrote it.
func (e Entry) AsWritten() Entry {
	return Entry{Record: e.Record, Type: e.Record.Type, Data: e.Record.Data}
}

// Event is the row of the table that the entry is read by, nil if unknown.
func (e Entry) Event() *Event {
	if e.event != nil {
		return e.event
	}
	return e.Record.event
}

// AboutRecords reports whether the entry says something of other records of its
// aggregate, and so may change what follows from them.
func (e Entry) AboutRecords() bool {
	ev := e.Event()
	return ev == nil || ev.AboutRecords()
}

// New is an aggregate without records.
func (t *Table) New(ref value.Ref) Aggregate {
	return Aggregate{Ref: ref, State: t.kinds[ref.Kind].zero, table: t}
}

// Fold folds the records of one aggregate, in their order.
func (t *Table) Fold(ref value.Ref, records iter.Seq[*Record]) Aggregate {
	a, amended := t.New(ref), false
	var said []saying
	for r := range records {
		said = append(said, saying{r})
		if !a.take(r) {
			continue
		}
		if r.Amends() {
			amended = true
		}
		if !amended {
			a.State = a.Entries[len(a.Entries)-1].Evolve(a.State)
		}
	}
	a.said = a.said.With(said...)
	if amended {
		a.refold()
	}
	return a
}

// Add is the aggregate with one more record. It cannot fail: a record that
// cannot be read, or does not continue the one before, freezes the aggregate.
func (a Aggregate) Add(r *Record) Aggregate {
	readable := a.take(r)
	a.said = a.said.With(saying{r})
	switch {
	case !readable:
	case r.Amends():
		a.refold()
	default:
		a.State = a.Entries[len(a.Entries)-1].Evolve(a.State)
	}
	return a
}

// take checks that r continues the aggregate and appends it.
func (a *Aggregate) take(r *Record) (readable bool) {
	if a.Frozen == nil {
		switch {
		case r.Unreadable != nil:
			a.Frozen = r.Unreadable
		case r.Version != a.Version()+1:
			a.Frozen = WrongVersion.With(r.Seq, r.Version, a.Version()+1)
		case r.PrevHash != a.Head():
			a.Frozen = WrongPrevHash.With(r.Seq)
		}
	}
	a.Entries = append(a.Entries, Entry{Record: r}.AsWritten())
	return a.Frozen == nil
}

// refold reads every record afresh as amended and folds them in order.
func (a *Aggregate) refold() {
	entries := make([]Entry, len(a.Entries))
	for i, e := range a.Entries {
		entries[i] = e.AsWritten()
	}
	a.Entries = entries
	amend(a.Entries)
	a.State = a.table.kinds[a.Ref.Kind].zero
	for _, e := range a.Entries {
		if e.Unreadable == nil {
			a.State = e.Evolve(a.State)
		}
	}
}

func (e Entry) Evolve(s State) State {
	ev := e.Event()
	if e.Retracted || ev == nil {
		return s
	}
	if ev.evolve == nil {
		return accounted(s, e)
	}
	return ev.evolve(s, e.Data.Fact, e)
}

// Version is the number of records; 0 for an aggregate that has none.
func (a Aggregate) Version() uint64 { return uint64(len(a.Entries)) }

// Head is the hash of the newest record: the prevhash of the next.
func (a Aggregate) Head() value.Hash {
	if len(a.Entries) == 0 {
		return ""
	}
	return a.Entries[len(a.Entries)-1].Hash
}

// Seq is the sequence of the newest record.
func (a Aggregate) Seq() uint64 {
	if len(a.Entries) == 0 {
		return 0
	}
	return a.Entries[len(a.Entries)-1].Record.Seq
}

// AsKnownAt is the aggregate as the records up to seq told it.
func (a Aggregate) AsKnownAt(seq uint64) Aggregate {
	if a.Seq() <= seq {
		return a
	}
	return a.table.Fold(a.Ref, func(yield func(*Record) bool) {
		for _, e := range a.Entries {
			if e.Seq > seq || !yield(e.Record) {
				return
			}
		}
	})
}

// entry finds a record of the aggregate by its id.
func (a Aggregate) entry(id value.RecordID) (Entry, bool) {
	for i := range a.Entries {
		if a.Entries[i].ID == id {
			return a.Entries[i], true
		}
	}
	return Entry{}, false
}

// Resembling is the newest record that says in the same words what the command
// says, nil if there is none, or if that did not happen. It may be the same event or
// another one: that is for people to tell.
func (a Aggregate) Resembling(c Command) *Record {
	i, ok := a.said.LastOf(c.Hash)
	if !ok || a.Entries[i].Retracted {
		return nil
	}
	return a.Entries[i].Record
}

// Name is what people call the aggregate: its own name as recorded, or its kind
// and the beginning of its id.
func (a Aggregate) Name(l value.Lang) string {
	if s, ok := a.State.(interface{ DisplayName(value.Lang) string }); ok {
		if n := s.DisplayName(l); n != "" {
			return n
		}
	}
	return a.Ref.Name(l)
}

// Record gives the record's entry as it is read now.
func (a Aggregate) Record(id value.RecordID) (Entry, bool) { return a.entry(id) }
