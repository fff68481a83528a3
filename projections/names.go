package projections

import (
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// names are what people call an aggregate, in both languages, under its ref.
// One that has no name of its own has no row.
var names = engine.View{Name: "names", Letter: 'N', Version: 2,
	Orders: []engine.Order{{Letter: 'r', Key: "kind / id 0", Of: "all"}},
	Changed: func(before, after fact.Aggregate, e fact.Entry) engine.Changed {
		if e.AboutRecords() || nameIn(before) == nameIn(after) {
			return engine.Nothing
		}
		return engine.Anything
	},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		w := nameIn(a)
		if w.ID == a.Ref.Name(value.Indonesian) && w.EN == a.Ref.Name(value.English) {
			return
		}
		rs.Add(append(rs.Key('r'), engine.RefKey(a.Ref)...), []byte(w.ID+"\x00"+w.EN))
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
