package domain

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
)

// Type is the stored name of an event in one version, written out and never
// derived from a Go name: id.mufakat.<kind>.<fact>.v<n>.
type Type string

// State is what the records of an aggregate fold into: one type for each kind.
type State any

// Fact is what a record says happened. One struct is proposed by a command and,
// when it is not refused, recorded as it is.
type Fact any

// factOf is a fact of the kind whose state is S. Both methods are pure, and
// evolve cannot fail: what is on record happened.
type factOf[S any] interface {
	refuse(S, Given) error
	evolve(S, Entry) S
}

// kindOf ties the name of a kind to the type of its state.
type kindOf[S any] struct{ name value.Kind }

// Given carries what a state does not hold. Nothing in Lookup is guarded when the
// record is appended: what holds only across aggregates is refused when seen,
// and is otherwise shown where it is read.
type Given struct {
	Now    time.Time
	By     By // who asks
	Lookup Lookup

	Ref  value.Ref // the aggregate it is about; set by Decide
	Data Data      // what stands around the fact; set by Decide
}

// Lookup answers about other aggregates, all at one position of the ledger.
type Lookup interface {
	Aggregate(value.Ref) (Aggregate, bool)
}

// Event is one row of the table of events: a fact in one stored version.
type Event struct {
	Kind    value.Kind
	Type    Type
	Command string      // empty for an older version: read, no longer proposed
	Words   value.Words // the sentence, with {field} where the fact's fields go
	Fields  []Field     // how each field of the fact is called and filled in

	fact   reflect.Type
	decode func([]byte, ...json.Options) (Fact, error)
	data   func([]byte) (Data, bool) // the same with what stands around it; see [readAsWritten]
	refuse func(Aggregate, Fact, Given) error
	evolve func(State, Fact, Entry) State // nil for a fact about records
}

type topic []*Event

// event registers the fact F of kind k under its stored name, with the command
// that proposes it and the sentence that tells it. Older versions follow as
// [was].
func event[F factOf[S], S any](k kindOf[S], typ Type, command string, words value.Words, olds ...old) topic {
	now := &Event{
		Kind: k.name, Type: typ, Command: command, Words: words,
		Fields: fieldsOf(reflect.TypeFor[F]()),
		fact:   reflect.TypeFor[F](),
		decode: decodeTo[F],
		data:   dataOf[F],
		refuse: func(a Aggregate, f Fact, given Given) error { return f.(F).refuse(a.State.(S), given) },
		evolve: func(s State, f Fact, e Entry) State { return f.(F).evolve(s.(S), e) },
	}
	return append(topic{now}, older(now, olds)...)
}

// factAboutRecords is a fact that any kind can have: it says something of the
// aggregate's other records, and the fold of [Aggregate] knows what.
type factAboutRecords interface{ refuse(Aggregate, Given) error }

// aboutRecords registers such a fact for one kind.
func aboutRecords[F factAboutRecords](k value.Kind, typ Type, command string, words value.Words, olds ...old) topic {
	now := &Event{
		Kind: k, Type: typ, Command: command, Words: words,
		Fields: fieldsOf(reflect.TypeFor[F]()),
		fact:   reflect.TypeFor[F](),
		decode: decodeTo[F],
		data:   dataOf[F],
		refuse: func(a Aggregate, f Fact, given Given) error { return f.(F).refuse(a, given) },
	}
	return append(topic{now}, older(now, olds)...)
}

type old struct {
	typ    Type
	decode func([]byte, ...json.Options) (Fact, error)
	data   func([]byte) (Data, bool)
}

// was says how data stored under an older name O is read today as F.
func was[O, F any](typ Type, up func(O) F) old {
	return old{typ, func(b []byte, opts ...json.Options) (Fact, error) {
		o, err := decodeTo[O](b, opts...)
		if err != nil {
			return nil, err
		}
		return up(o.(O)), nil
	}, func(b []byte) (Data, bool) {
		d, ok := dataOf[O](b)
		if ok {
			d.Fact = up(d.Fact.(O))
		}
		return d, ok
	}}
}

func older(now *Event, olds []old) (t topic) {
	for _, o := range olds {
		e := *now
		e.Type, e.decode, e.data, e.Command = o.typ, o.decode, o.data, ""
		t = append(t, &e)
	}
	return t
}

func decodeTo[F any](b []byte, opts ...json.Options) (Fact, error) {
	var f F
	err := json.Unmarshal(b, &f, opts...)
	return f, err
}

var (
	events   map[Type]*Event
	commands map[value.Kind]map[string]*Event
	zeros    map[value.Kind]State
)

// In init, because a correction looks events up.
func init() {
	zeros = map[value.Kind]State{}
	kind(parties)
	kind(agencies)
	kind(offices)
	kind(mandates)
	kind(engagements)
	kind(instruments)
	kind(subscriptions)
	kind(settings)

	all := concat(aboutParties, aboutAgencies, aboutOffices, aboutMandates,
		aboutEngagements, deferring, delivering,
		drafting, signing, termOf, aboutSubscriptions, aboutSettings)
	for k := range zeros {
		all = concat(all, correctingOf(k), accountsOf(k))
	}
	events, commands = table(all)
}

func concat(ts ...topic) topic { return slices.Concat(ts...) }

func kind[S any](k kindOf[S]) {
	zeros[k.name] = *new(S)
}

// table checks itself: a stored name, or a command of a kind, stands once.
func table(all topic) (map[Type]*Event, map[value.Kind]map[string]*Event) {
	ts, cs := map[Type]*Event{}, map[value.Kind]map[string]*Event{}
	for _, e := range all {
		if ts[e.Type] != nil {
			panic(fmt.Sprintf("domain: type %s stands twice", e.Type))
		}
		ts[e.Type] = e
		if e.Command == "" {
			continue
		}
		if cs[e.Kind] == nil {
			cs[e.Kind] = map[string]*Event{}
		}
		if cs[e.Kind][e.Command] != nil {
			panic(fmt.Sprintf("domain: command %s of %s stands twice", e.Command, e.Kind))
		}
		cs[e.Kind][e.Command] = e
	}
	return ts, cs
}

// Events goes through the table in the order of the stored names.
func Events() iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for _, t := range slices.Sorted(maps.Keys(events)) {
			if !yield(events[t]) {
				return
			}
		}
	}
}

// Commands goes through what can be recorded of a kind, by command name.
func Commands(k value.Kind) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for _, c := range slices.Sorted(maps.Keys(commands[k])) {
			if !yield(commands[k][c]) {
				return
			}
		}
	}
}

// TypesHash changes whenever a stored name is added: views that froze an
// aggregate for an unknown type fold it again.
func TypesHash() value.Hash {
	var b []byte
	for e := range Events() {
		b = append(append(b, e.Type...), '\n')
	}
	return HashOf(b)
}
