package value

import (
	"iter"
	"reflect"
	"strings"
)

// A struct is the only description of what it holds: the json tag names a member
// in storage, commands and schemas, and the tags id and en are what people call
// it in Indonesian and English.

// Members goes through the fields that are written, embedded ones in place.
func Members(t reflect.Type) iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		for _, sf := range reflect.VisibleFields(t) {
			if sf.Anonymous || sf.Tag.Get("json") == "" {
				continue
			}
			if !yield(sf) {
				return
			}
		}
	}
}

func MemberName(sf reflect.StructField) string {
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	return name
}

func MemberLabel(sf reflect.StructField) Words { return Words{sf.Tag.Get("id"), sf.Tag.Get("en")} }
