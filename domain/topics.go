package domain

import (
	"iter"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Table is everything that Mufakat records: the kinds, and the topics, a file
// each. What can be said of any record stands once for each kind.
var Table = fact.NewTable(states, fact.Join(
	aboutParties, aboutAgencies, aboutOffices, aboutMandates, revoking,
	aboutEngagements, deferring, delivering,
	drafting, signing, reminding, termOf, ending,
	aboutSubscriptions, aboutSettings, aboutClock,
	ofEach(states, fact.CorrectingOf), ofEach(states, fact.AccountsOf),
))

// states are the kinds, each with the state that its records fold into.
var states = []fact.AnyKind{
	parties.Any(), agencies.Any(), offices.Any(), mandates.Any(),
	engagements.Any(), instruments.Any(), subscriptions.Any(), settings.Any(),
}

func ofEach(ks []fact.AnyKind, of func(value.Kind) fact.Topic) (all fact.Topic) {
	for _, k := range ks {
		all = append(all, of(k.Name)...)
	}
	return all
}

// Events goes through the table in the order of the stored names.
func Events() iter.Seq[*fact.Event] { return Table.Events() }

// Commands goes through what can be recorded of a kind, by command name.
func Commands(k value.Kind) iter.Seq[*fact.Event] { return Table.Commands(k) }

// EventOf finds a command of a kind.
func EventOf(k value.Kind, command string) (*fact.Event, error) { return Table.EventOf(k, command) }

// New is an aggregate without records.
func New(ref value.Ref) fact.Aggregate { return Table.New(ref) }

// Fold folds the records of one aggregate, in their order.
func Fold(ref value.Ref, records iter.Seq[*fact.Record]) fact.Aggregate {
	return Table.Fold(ref, records)
}

// Read reads the stored bytes of a record; see [Table.Read].
func Read(seq uint64, ref value.Ref, body []byte) *fact.Record { return Table.Read(seq, ref, body) }
