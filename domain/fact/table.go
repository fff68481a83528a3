package fact

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"mufakat/domain/value"
)

// KindOf ties the name of a kind to the type of its state.
type KindOf[S any] value.Kind

// AnyKind is a kind of whatever state.
type AnyKind struct {
	Name value.Kind
	zero State
}

func (k KindOf[S]) Any() AnyKind { return AnyKind{value.Kind(k), *new(S)} }

// Table is what can be on record: the kinds, and what can happen to each. It is
// made once, and never written again.
type Table struct {
	kinds    map[value.Kind]AnyKind
	events   map[Type]*Event
	commands map[value.Kind]map[string]*Event
	reasons  map[Rule]reason
}

// NewTable checks itself: a kind, a stored name, a command of a kind and a rule
// of notices stand once, and an event is of a kind that stands there.
func NewTable(kinds []AnyKind, rows Topic) *Table {
	t := &Table{map[value.Kind]AnyKind{}, map[Type]*Event{}, map[value.Kind]map[string]*Event{}, map[Rule]reason{}}
	t.reasons[RuleCorrected] = retoldRule{t}
	for _, k := range kinds {
		once(t.kinds, k.Name, k, "kind")
		t.commands[k.Name] = map[string]*Event{}
	}
	for _, row := range rows {
		e := *row
		e.table = t
		t.add(&e)
	}
	return t
}

func (t *Table) add(e *Event) {
	if _, ok := t.kinds[e.Kind]; !ok {
		panic(fmt.Sprintf("fact: %s is of a kind that does not stand here", e.Type))
	}
	once(t.events, e.Type, e, "type")
	if e.Command != "" {
		once(t.commands[e.Kind], e.Command, e, "command of "+string(e.Kind))
	}
	for _, n := range e.notices {
		if name := n.reason.rule(); t.reasons[name] != n.reason {
			once(t.reasons, name, n.reason, "rule")
		}
	}
}

func once[K ~string, V any](m map[K]V, name K, v V, what string) {
	if _, ok := m[name]; ok {
		panic(fmt.Sprintf("fact: the %s %s stands twice", what, name))
	}
	m[name] = v
}

// Kinds lists the kinds by name.
func (t *Table) Kinds() []value.Kind { return slices.Sorted(maps.Keys(t.kinds)) }

// Event is the row of a stored name, nil if there is none.
func (t *Table) Event(name Type) *Event { return t.events[name] }

// Events goes through the events in the order of the stored names.
func (t *Table) Events() iter.Seq[*Event] { return inOrder(t.events) }

// Commands goes through what can be recorded of a kind, by command name.
func (t *Table) Commands(k value.Kind) iter.Seq[*Event] { return inOrder(t.commands[k]) }

func inOrder[K ~string](m map[K]*Event) iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if !yield(m[name]) {
				return
			}
		}
	}
}

// TypesHash changes whenever a stored name is added: views that froze an
// aggregate for an unknown type fold it again.
func (t *Table) TypesHash() value.Hash {
	var b []byte
	for e := range t.Events() {
		b = append(append(b, e.Type...), '\n')
	}
	return HashOf(b)
}
