package projections

import (
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// names are what people call an aggregate, in both languages, under its ref.
// One that has no name of its own has no row.
var names = View{Name: "names", Letter: 'N', Version: 2,
	Orders: []Order{{'r', "kind / id 0", "all"}},
	Parts:  func(a fact.Aggregate) []any { return []any{a.Name(value.Indonesian), a.Name(value.English)} },
	Rows: func(a fact.Aggregate, rs *Rows) {
		id, en := a.Name(value.Indonesian), a.Name(value.English)
		if id == a.Ref.Name(value.Indonesian) && en == a.Ref.Name(value.English) {
			return
		}
		rs.Add(append(rs.Key('r'), refKey(a.Ref)...), []byte(id+"\x00"+en))
	}}

// nameOf is what the aggregate was called at known.
func nameOf(r *Reader, ref value.Ref) (value.Words, bool) {
	b, ok := r.one(append(names.Key('r'), refKey(ref)...))
	if !ok {
		return value.Words{}, false
	}
	id, en, _ := strings.Cut(string(b), "\x00")
	return value.Words{ID: id, EN: en}, true
}
