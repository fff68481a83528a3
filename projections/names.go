package projections

import (
	"slices"
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// names are what people call an aggregate, in both languages, under its ref, and
// what is known by a name under that name as folded, and under each of its words.
// One that has no name of its own has no row.
var names = engine.View{Name: "names", Letter: 'N', Version: 3,
	Orders: []engine.Order{
		{Letter: 'f', Key: "kind 0 name 0 id", Of: "of each name, folded, by which a party, an agency or an office is known"},
		{Letter: 'r', Key: "kind / id 0", Of: "all"},
		{Letter: 'w', Key: "word 0 kind 0 id", Of: "of each word of those names"},
	},
	Changed: func(before, after fact.Aggregate, e fact.Entry) engine.Changed {
		if e.AboutRecords() || nameIn(before) == nameIn(after) && slices.Equal(before.KnownAs(), after.KnownAs()) {
			return engine.Nothing
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		w := nameIn(a)
		if w.ID != a.Ref.Name(value.Indonesian) || w.EN != a.Ref.Name(value.English) {
			rs.Add(append(rs.Key('r'), engine.RefKey(a.Ref)...), []byte(w.ID+"\x00"+w.EN))
		}
		for _, name := range a.KnownAs() {
			folded := value.FoldName(name)
			rs.Add(rs.Key('f').Text(string(a.Ref.Kind)).Text(folded).ID(a.Ref.ID), nil)
			for _, word := range strings.Fields(folded + " " + value.Fold(name)) {
				rs.Add(rs.Key('w').Text(word).Text(string(a.Ref.Kind)).ID(a.Ref.ID), nil)
			}
		}
	}}

func nameIn(a fact.Aggregate) value.Words {
	return value.Words{ID: a.Name(value.Indonesian), EN: a.Name(value.English)}
}

// nameOf is what the aggregate was called at known.
func nameOf(r *engine.Reader, ref value.Ref) (value.Words, bool) {
	b, ok := r.One(append(names.Key('r'), engine.RefKey(ref)...))
	if !ok {
		return value.Words{}, false
	}
	id, en, _ := strings.Cut(string(b), "\x00")
	return value.Words{ID: id, EN: en}, true
}

// namedWith are the ids of the parties, agencies and offices one of whose words
// begins so.
func namedWith(r *engine.Reader, word string) map[string]bool {
	ids := map[string]bool{}
	for k := range r.Scan(append(names.Key('w'), word...), nil) {
		ids[string(k[len(k)-16:])] = true
	}
	return ids
}

// Snapshot is a snapshot in which things are also found by what they are called.
type Snapshot struct{ *engine.Snapshot }

// Snapshot takes one; see [engine.DB.Snapshot].
func (v *Views) Snapshot() (Snapshot, error) {
	s, err := v.DB.Snapshot()
	return Snapshot{s}, err
}

// Named are those of a kind that are known by a name; see [fact.Namesakes].
func (s Snapshot) Named(kind value.Kind, folded string) (refs []value.Ref) {
	s.Read(func(r *engine.Reader) {
		for k := range r.Scan(names.Key('f').Text(string(kind)).Text(folded), nil) {
			refs = append(refs, value.Ref{Kind: kind, ID: engine.Unpacked(k[len(k)-16:])})
		}
	})
	return refs
}
