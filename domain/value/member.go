package value

import (
	"reflect"
	"strings"

	"mufakat/internal/bytype"
)

// A struct is the only description of what it holds: the json tag names a member
// in storage, commands and schemas, and the tags id and en are what people call
// it in Indonesian and English.

// Member is one of what a struct holds.
type Member struct {
	Name  string // in JSON
	Label Words
	Type  reflect.Type
	Index []int // for [reflect.Value.FieldByIndex]
}

// Members lists what a struct holds, in order, those of embedded structs in their
// place. The list is not to be changed.
var Members = bytype.Memo(func(t reflect.Type) (ms []Member) {
	for _, sf := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(sf.Tag.Get("json"), ","); name != "" && !sf.Anonymous {
			ms = append(ms, Member{name, Words{sf.Tag.Get("id"), sf.Tag.Get("en")}, sf.Type, sf.Index})
		}
	}
	return ms
})
