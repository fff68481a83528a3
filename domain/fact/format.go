package fact

import (
	"iter"
	"reflect"
	"strings"

	"mufakat/domain/value"
)

// Sentence tells the record in one sentence.
func (e Entry) Sentence(l value.Lang, names value.Names) string {
	ev := e.Event()
	if ev == nil || e.Unreadable != nil {
		return e.Unreadable.In(l)
	}
	fact, env := reflect.ValueOf(e.Data.Fact), reflect.ValueOf(e.Data.Envelope())
	return Fill(ev.Words.In(l), l, func(name string) string {
		for _, v := range []reflect.Value{fact, env} {
			for _, m := range value.Members(v.Type()) {
				if m.Name == name {
					return value.Format(v.FieldByIndex(m.Index), l, names)
				}
			}
		}
		return ""
	})
}

// Fill puts values in a sentence: {field} stands for the value, or for "not
// stated"; a clause in [brackets] is left out when its fields are not stated.
func Fill(template string, l value.Lang, valueOf func(string) string) string {
	var b strings.Builder
	for template != "" {
		before, rest, clause := strings.Cut(template, "[")
		b.WriteString(fillPlain(before, l, valueOf))
		if !clause {
			break
		}
		inside, after, _ := strings.Cut(rest, "]")
		if stated(inside, valueOf) {
			b.WriteString(fillPlain(inside, l, valueOf))
		}
		template = after
	}
	return b.String()
}

func fillPlain(s string, l value.Lang, valueOf func(string) string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		v := valueOf(name)
		if v == "" {
			v = value.NotStated.In(l)
		}
		b.WriteString(v)
		s = after
	}
}

func stated(s string, valueOf func(string) string) bool {
	for name := range Placeholders(s) {
		if valueOf(name) == "" {
			return false
		}
	}
	return true
}

// Placeholders goes through the fields a sentence names.
func Placeholders(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			_, rest, ok := strings.Cut(s, "{")
			if !ok {
				return
			}
			name, after, _ := strings.Cut(rest, "}")
			if !yield(name) {
				return
			}
			s = after
		}
	}
}

// Detail is one stated field of a record as people read it.
type Detail struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Details goes through every field of the fact and then of what stands around
// it; what is not stated is left out.
func (e Entry) Details(l value.Lang, names value.Names) (ds []Detail) {
	if e.Data.Fact == nil {
		return nil
	}
	return append(detailsOf("fact", reflect.ValueOf(e.Data.Fact), l, names), detailsOf("", reflect.ValueOf(e.Data.Envelope()), l, names)...)
}

// detailsOf goes through the stated members of a struct that stands at a path.
func detailsOf(path string, v reflect.Value, l value.Lang, names value.Names) (ds []Detail) {
	for _, m := range value.Members(v.Type()) {
		if text := value.Format(v.FieldByIndex(m.Index), l, names); text != "" {
			ds = append(ds, Detail{below(path, m.Name), m.Label.In(l), text})
		}
	}
	return ds
}
