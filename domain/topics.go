package domain

import (
	"iter"

	"mufakat/domain/value"
)

// table is everything that Mufakat records: the kinds, and the topics, a file
// each. What can be said of any record stands once for each kind.
var table = newTable(states, concat(
	aboutParties, aboutAgencies, aboutOffices, aboutMandates,
	aboutEngagements, deferring, delivering,
	drafting, signing, reminding, termOf,
	aboutSubscriptions, aboutSettings,
	ofEach(states, correctingOf), ofEach(states, accountsOf),
))

// states are the kinds, each with the state that its records fold into.
var states = []kind{
	parties.kind(), agencies.kind(), offices.kind(), mandates.kind(),
	engagements.kind(), instruments.kind(), subscriptions.kind(), settings.kind(),
}

func ofEach(ks []kind, of func(value.Kind) topic) (all topic) {
	for _, k := range ks {
		all = append(all, of(k.name)...)
	}
	return all
}

// Events goes through the table in the order of the stored names.
func Events() iter.Seq[*Event] { return table.Events() }

// Commands goes through what can be recorded of a kind, by command name.
func Commands(k value.Kind) iter.Seq[*Event] { return table.Commands(k) }

// EventOf finds a command of a kind.
func EventOf(k value.Kind, command string) (*Event, error) { return table.EventOf(k, command) }

// TypesHash changes whenever a stored name is added.
func TypesHash() value.Hash { return table.TypesHash() }

// New is an aggregate without records.
func New(ref value.Ref) Aggregate { return table.New(ref) }

// Fold folds the records of one aggregate, in their order.
func Fold(ref value.Ref, records iter.Seq[*Record]) Aggregate { return table.Fold(ref, records) }

// Read reads the stored bytes of a record; see [Table.Read].
func Read(seq uint64, ref value.Ref, body []byte) *Record { return table.Read(seq, ref, body) }

// DecodeNotice reads a notice as the views keep it; see [Table.DecodeNotice].
func DecodeNotice(b []byte) (Notice, error) { return table.DecodeNotice(b) }
