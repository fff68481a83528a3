package fact

import (
	"iter"
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
	Refuse(S, Given) error
	Evolve(S, Entry) S
}

// standing is a fact whose effect is the present state, such as a registration or
// a stop: said again while its effect stands, it is *already so*. Every other fact
// happens anew each time it is recorded, however alike the words.
type standing[S any] interface {
	Stands(S) bool // what it would do is so already
}

// Given carries what a state does not hold. Nothing in Known is guarded when the
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

// Namesakes is a [Lookup] that also finds aggregates by what they are called, as
// [value.FoldName] folds it. One that does not know names finds nothing alike.
type Namesakes interface {
	Named(kind value.Kind, folded string) []value.Ref
}

// Named is a state that is known by names, of which one like another's may be a
// mistake.
type Named interface{ KnownAs() []string }

// KnownAs are the names by which an aggregate is known.
func (a Aggregate) KnownAs() []string {
	if s, ok := a.State.(Named); ok {
		return slices.DeleteFunc(s.KnownAs(), func(name string) bool { return value.FoldName(name) == "" })
	}
	return nil
}

// IsCalled reports whether an aggregate is known by a name, as folded.
func (a Aggregate) IsCalled(folded string) bool {
	return slices.ContainsFunc(a.KnownAs(), func(name string) bool { return value.FoldName(name) == folded })
}

// Namesakes goes through the others of the same kind that are known by the name.
func (g Given) Namesakes(name string) iter.Seq[Aggregate] {
	return func(yield func(Aggregate) bool) {
		known, ok := g.Lookup.(Namesakes)
		if name = value.FoldName(name); !ok || name == "" {
			return
		}
		for _, ref := range known.Named(g.Ref.Kind, name) {
			if a, ok := g.Lookup.Aggregate(ref); ok && ref != g.Ref && !yield(a) {
				return
			}
		}
	}
}

// Event is one row of the table of events: a fact in one stored version.
type Event struct {
	Kind    value.Kind
	Type    Type
	Command string      // empty for an older version: read, no longer proposed
	Words   value.Words // the sentence, with {field} where the fact's fields go
	Fields  []Field     // how each field of the fact is called and filled in
	Begins  bool        // it may be the first record of what it is about

	needs  []need // see [Needs]
	enough bool   // see [SaysEnough]

	fact    reflect.Type
	decode  func([]byte, ...json.Options) (Fact, error)
	data    func([]byte) (Data, bool) // the same with what stands around it; see [readAsWritten]
	refuse  func(Aggregate, Fact, Given) error
	evolve  func(State, Fact, Entry) State // nil for a fact about records
	stands  func(State, Fact) bool         // see [standing]; nil for what happens anew each time
	notices []notice                       // what somebody is told of it
	olds    []old
	table   *Table // that it stands in
}

// topic is rows of a table: what one file says can happen.
// Decode reads the fact as it is stored; members that it does not know are ignored.
func (ev *Event) Decode(b []byte) (Fact, error) { return ev.decode(b) }

// FactType is the Go type of the fact, as it is written today.
func (ev *Event) FactType() reflect.Type { return ev.fact }

// AboutRecords reports whether the fact says something of other records of its
// aggregate, and changes no state by itself.
func (ev *Event) AboutRecords() bool { return ev.evolve == nil }

type Topic []*Event

// Join puts topics together.
func Join(ts ...Topic) (all Topic) {
	for _, t := range ts {
		all = append(all, t...)
	}
	return all
}

// clause is what a row says beyond the event itself: that it [Begins] something,
// whom it [Tells], or what it [Was] called once.
type clause func(*Event)

// Begins says that the event may be the first record of what it is about. Every
// other event is refused where nothing is on record yet.
func Begins(e *Event) { e.Begins = true }

// Of registers the fact F of kind k under its stored name, with the command
// that proposes it and the sentence that tells it.
func Of[F factOf[S], S any](k KindOf[S], typ Type, command string, words value.Words, clauses ...clause) Topic {
	now := &Event{
		Kind: value.Kind(k), Type: typ, Command: command, Words: words,
		Fields: fieldsOf(reflect.TypeFor[F]()),
		fact:   reflect.TypeFor[F](),
		decode: decodeTo[F],
		data:   dataOf[F],
		refuse: func(a Aggregate, f Fact, given Given) error { return f.(F).Refuse(a.State.(S), given) },
		evolve: func(s State, f Fact, e Entry) State { return f.(F).Evolve(s.(S), e) },
	}
	if _, ok := any(*new(F)).(standing[S]); ok {
		now.stands = func(s State, f Fact) bool { return f.(standing[S]).Stands(s.(S)) }
	}
	return now.with(clauses)
}

// factAboutRecords is a fact that any kind can have: it says something of the
// aggregate's other records, and the fold of [Aggregate] knows what.
type factAboutRecords interface{ Refuse(Aggregate, Given) error }

// AboutRecords registers such a fact for one kind.
func AboutRecords[F factAboutRecords](k value.Kind, typ Type, command string, words value.Words, clauses ...clause) Topic {
	now := &Event{
		Kind: k, Type: typ, Command: command, Words: words,
		Fields: fieldsOf(reflect.TypeFor[F]()),
		fact:   reflect.TypeFor[F](),
		decode: decodeTo[F],
		data:   dataOf[F],
		refuse: func(a Aggregate, f Fact, given Given) error { return f.(F).Refuse(a, given) },
	}
	return now.with(clauses)
}

// Accounted is a state of which accounts can say something, such as what a party
// denies.
type Accounted interface{ WithAccount(Entry) State }

func accounted(s State, e Entry) State {
	if x, ok := s.(Accounted); ok {
		return x.WithAccount(e)
	}
	return s
}

// with is the row as its clauses complete it, and a row for each older version.
func (e *Event) with(clauses []clause) Topic {
	for _, c := range clauses {
		c(e)
	}
	t := Topic{e}
	for _, o := range e.olds {
		x := *e
		x.Type, x.decode, x.data, x.Command = o.typ, o.decode, o.data, ""
		t = append(t, &x)
	}
	return t
}

type old struct {
	typ    Type
	decode func([]byte, ...json.Options) (Fact, error)
	data   func([]byte) (Data, bool)
}

// Was says how data stored under an older name O is read today as F.
func Was[O, F any](typ Type, up func(O) F) clause {
	o := old{typ, func(b []byte, opts ...json.Options) (Fact, error) {
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
	return func(e *Event) { e.olds = append(e.olds, o) }
}

func decodeTo[F any](b []byte, opts ...json.Options) (Fact, error) {
	var f F
	err := json.Unmarshal(b, &f, opts...)
	return f, err
}
