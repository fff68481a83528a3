package fact

import (
	"reflect"
	"slices"
	"strings"

	"mufakat/domain/value"
)

// A record is for ever, and one that states nothing says nothing. What a fact needs
// at least to be one, its row says; the rest may be left out.

// need is some fields of which at least one must be stated.
type need []needed

// needed is a field, of the fact or of what stands around it.
type needed struct {
	Field
	around bool
	index  []int
}

// Needs says that at least one of these fields must be stated: fields of the fact,
// or else members around it. Several such clauses must all be met.
func Needs(names ...string) clause {
	return func(e *Event) {
		var n need
		for _, name := range names {
			n = append(n, e.needed(name))
		}
		e.needs = append(e.needs, n)
	}
}

// SaysEnough says that the event is one by itself, whatever is stated of it.
func SaysEnough(e *Event) { e.enough = true }

// Enough reports whether the event is one though nothing is stated of it.
func (e *Event) Enough() bool { return e.enough }

// Judged reports whether the row says that, or else what the event needs.
func (e *Event) Judged() bool { return e.enough != (len(e.needs) > 0) }

func (e *Event) needed(name string) needed {
	around, t, fields := false, e.fact, e.Fields
	if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
		around, t, fields = true, reflect.TypeFor[Envelope](), EnvelopeFields()
	}
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		panic("fact: " + string(e.Type) + " needs a field that it does not have: " + name)
	}
	return needed{fields[i], around, value.Members(t)[i].Index}
}

// SaysNothing refuses a record without what makes it one.
var SaysNothing = value.NewRefusal(value.Invalid, "says-nothing",
	"Catatan ini belum mengatakan apa-apa. Isi paling sedikit satu dari: %s.",
	"This record does not say anything yet. State at least one of: %s.")

// refuseEmpty refuses data that state none of what the event needs.
func (e *Event) refuseEmpty(d Data) error {
	for _, n := range e.needs {
		if !slices.ContainsFunc(n, func(f needed) bool { return f.statedIn(d) }) {
			return SaysNothing.With(n.words())
		}
	}
	return nil
}

func (f needed) statedIn(d Data) bool {
	v := reflect.ValueOf(d.Fact)
	if f.around {
		v = reflect.ValueOf(d.Envelope())
	}
	v = v.FieldByIndex(f.index)
	return !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0)
}

// called is the field's word, and its name where that is another.
func (f needed) called(l value.Lang) string {
	word := f.Label.In(l)
	if word == f.Name {
		return word
	}
	return word + " (" + f.Name + ")"
}

// words are what the fields are called, with their names as they are typed.
func (n need) words() value.Words {
	var id, en []string
	for _, f := range n {
		id, en = append(id, f.called(value.Indonesian)), append(en, f.called(value.English))
	}
	return value.Words{ID: strings.Join(id, ", "), EN: strings.Join(en, ", ")}
}
