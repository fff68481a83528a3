package projections

import (
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// names are what people call an aggregate, in both languages, under its ref.
// One that has no name of its own has no row.
var names = view{name: "names", version: 2,
	same: func(before, after fact.Aggregate) bool {
		return before.Name(value.Indonesian) == after.Name(value.Indonesian) && before.Name(value.English) == after.Name(value.English)
	}, rows: func(a fact.Aggregate, rs *rows) {
		id, en := a.Name(value.Indonesian), a.Name(value.English)
		if id == a.Ref.Name(value.Indonesian) && en == a.Ref.Name(value.English) {
			return
		}
		rs.add(nameKey(a.Ref), []byte(id+"\x00"+en))
	}}

func nameKey(r value.Ref) key { return append(keyOf('N', 'r'), refKey(r)...) }

// words are what the aggregate was called at known.
func (r *reading) words(ref value.Ref) (value.Words, bool) {
	b, ok := r.one(nameKey(ref))
	if !ok {
		return value.Words{}, false
	}
	id, en, _ := strings.Cut(string(b), "\x00")
	return value.Words{ID: id, EN: en}, true
}

// name is what people read for the aggregate.
func (r *reading) name(ref value.Ref, l value.Lang) string {
	w, ok := r.head.Names[ref]
	if !ok {
		w, ok = r.words(ref)
	}
	if !ok {
		return ref.Name(l)
	}
	return w.In(l)
}

// mention brings the name of an aggregate along with the answer.
func (r *reading) mention(ref value.Ref) {
	if _, there := r.head.Names[ref]; there || ref.ID == "" {
		return
	}
	if w, ok := r.words(ref); ok {
		if r.head.Names == nil {
			r.head.Names = map[value.Ref]value.Words{}
		}
		r.head.Names[ref] = w
	}
}

// referring is an identifier of an aggregate.
type referring interface {
	comparable
	Ref() value.Ref
}

func mention[T referring](r *reading, ids ...T) {
	for _, id := range ids {
		r.mention(id.Ref())
	}
}

// mentionTold mentions everything that a value may be.
func mentionTold[T referring](r *reading, t value.Stated[T]) { mention(r, t.Candidates()...) }
