package domain

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// Names gives the name of an aggregate as people know it. A record says
// `office/0190…`; a reader wants to see "Gubernur Kalimantan Timur".
type Names func(Ref, Lang) string

var (
	notStated = Words{"tidak disebut", "not stated"}
	eitherOf  = Words{"salah satu dari %s", "one of %s"}
	or        = Words{"atau", "or"}
	and       = Words{"dan", "and"}
	yes       = Words{"ya", "yes"}
	no        = Words{"tidak", "no"}
)

// NotStated is what people read where a source says nothing.
func NotStated(l Lang) string { return notStated.In(l) }

// Sentence tells the record in one sentence.
func (e Entry) Sentence(l Lang, names Names) string {
	ev := e.Event()
	if ev == nil || e.Unreadable != nil {
		return e.Unreadable.In(l)
	}
	fact, env := reflect.ValueOf(e.Data.Fact), reflect.ValueOf(e.Data.around())
	return fill(ev.Words.In(l), l, func(name string) string {
		for _, v := range []reflect.Value{fact, env} {
			for sf := range structFields(v.Type()) {
				if fieldName(sf) == name {
					return tell(v.FieldByIndex(sf.Index), l, names)
				}
			}
		}
		return ""
	})
}

// fill puts values in a sentence: {field} stands for the value, or for "not
// stated"; a clause in [brackets] is left out when its fields are not stated.
func fill(template string, l Lang, value func(string) string) string {
	var b strings.Builder
	for template != "" {
		before, rest, clause := strings.Cut(template, "[")
		b.WriteString(fillPlain(before, l, value))
		if !clause {
			break
		}
		inside, after, _ := strings.Cut(rest, "]")
		if stated(inside, value) {
			b.WriteString(fillPlain(inside, l, value))
		}
		template = after
	}
	return b.String()
}

func fillPlain(s string, l Lang, value func(string) string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		v := value(name)
		if v == "" {
			v = notStated.In(l)
		}
		b.WriteString(v)
		s = after
	}
}

func stated(s string, value func(string) string) bool {
	for name := range placeholders(s) {
		if value(name) == "" {
			return false
		}
	}
	return true
}

// placeholders goes through the fields a sentence names.
func placeholders(s string) iter.Seq[string] {
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
func (e Entry) Details(l Lang, names Names) (ds []Detail) {
	if e.Data.Fact == nil {
		return nil
	}
	for path, x := range map2("fact", any(e.Data.Fact), "", any(e.Data.around())) {
		v := reflect.ValueOf(x)
		for sf := range structFields(v.Type()) {
			if text := tell(v.FieldByIndex(sf.Index), l, names); text != "" {
				label := Words{sf.Tag.Get("id"), sf.Tag.Get("en")}.In(l)
				ds = append(ds, Detail{below(path, fieldName(sf)), label, text})
			}
		}
	}
	return ds
}

func map2(k1 string, v1 any, k2 string, v2 any) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) { _ = yield(k1, v1) && yield(k2, v2) }
}

// tell writes a value as people read it; "" where it is not stated.
func tell(v reflect.Value, l Lang, names Names) string {
	if v.IsZero() {
		return ""
	}
	switch x := v.Interface().(type) {
	case told:
		return tellTold(x, l, names)
	case interface{ In(Lang) string }:
		return x.In(l)
	case chosen:
		return labelOf(x, l)
	case referring:
		return names(x.Ref(), l)
	case Ref:
		return names(x, l)
	case fmt.Stringer:
		return x.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		return yes.In(l)
	case reflect.Int, reflect.Int64:
		return Number(v.Int(), l)
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			parts = append(parts, tell(v.Index(i), l, names))
		}
		if v.Type().Elem().Kind() == reflect.Struct {
			return strings.Join(parts, "; ")
		}
		return list(parts, and, l)
	case reflect.Struct:
		var parts []string
		for sf := range structFields(v.Type()) {
			if text := tell(v.FieldByIndex(sf.Index), l, names); text != "" {
				parts = append(parts, Words{sf.Tag.Get("id"), sf.Tag.Get("en")}.In(l)+": "+text)
			}
		}
		return strings.Join(parts, ", ")
	}
	return v.String()
}

func tellTold(t told, l Lang, names Names) string {
	var parts []string
	for _, c := range t.candidates() {
		v := reflect.ValueOf(c)
		if b, ok := c.(bool); ok && !b {
			parts = append(parts, no.In(l))
			continue
		}
		if v.CanInt() && v.Int() == 0 {
			parts = append(parts, "0")
			continue
		}
		parts = append(parts, tell(v, l, names))
	}
	switch len(parts) {
	case 0:
		return "“" + t.Words() + "”"
	case 1:
		return parts[0]
	}
	return fmt.Sprintf(eitherOf.In(l), list(parts, or, l))
}

// In tells the value: itself, one of several, the source's words, or that it is
// not stated.
func (t Told[T]) Tell(l Lang, names Names) string {
	if t.IsZero() {
		return notStated.In(l)
	}
	return tellTold(t, l, names)
}

// list joins parts as people do: a, b dan c.
func list(parts []string, last Words, l Lang) string {
	switch n := len(parts); n {
	case 0:
		return ""
	case 1:
		return parts[0]
	default:
		return strings.Join(parts[:n-1], ", ") + " " + last.In(l) + " " + parts[n-1]
	}
}

// Number writes n with its thousands apart: 1.234.567, or 1,234,567 in English.
func Number(n int64, l Lang) string {
	sep := "."
	if l == English {
		sep = ","
	}
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}

// Rupiah is an amount of money, in whole rupiah.
type Rupiah int64

// In writes the amount: Rp75.000.000.000.
func (r Rupiah) In(l Lang) string { return "Rp" + Number(int64(r), l) }

// Text is free text whose absence means not stated; as a Told it can be one of
// several.
type Text string
