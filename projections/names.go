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
	Parts:  func(a fact.Aggregate) []any { return []any{a.Name(value.Indonesian), a.Name(value.English)} },
	Rows: func(a fact.Aggregate, rs *engine.Rows) {
		id, en := a.Name(value.Indonesian), a.Name(value.English)
		if id == a.Ref.Name(value.Indonesian) && en == a.Ref.Name(value.English) {
			return
		}
		rs.Add(append(rs.Key('r'), engine.RefKey(a.Ref)...), []byte(id+"\x00"+en))
	}}

// nameOf is what the aggregate was called at known.
func nameOf(r *engine.Reader, ref value.Ref) (value.Words, bool) {
	b, ok := r.One(append(names.Key('r'), engine.RefKey(ref)...))
	if !ok {
		return value.Words{}, false
	}
	id, en, _ := strings.Cut(string(b), "\x00")
	return value.Words{ID: id, EN: en}, true
}
