package value

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Names gives the name of an aggregate as people know it. A record says
// `office/0190…`; a reader wants to see "Gubernur Kalimantan Timur".
type Names func(Ref, Lang) string

var (
	// NotStated is what people read where a source says nothing.
	NotStated = Words{"tidak disebut", "not stated"}

	eitherOf = Words{"salah satu dari %s", "one of %s"}
	Or       = Words{"atau", "or"}
	And      = Words{"dan", "and"}
	yes      = Words{"ya", "yes"}
	no       = Words{"tidak", "no"}
)

var statedType = reflect.TypeFor[AnyStated]()

// Format writes a value as people read it; "" where it is not stated.
func Format(v reflect.Value, l Lang, names Names) string {
	if v.IsZero() {
		return ""
	}
	switch x := v.Interface().(type) {
	case AnyStated:
		return formatStated(x, l, names)
	case interface{ In(Lang) string }:
		return x.In(l)
	case Chosen:
		return LabelOf(x, l)
	case Referring:
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
			parts = append(parts, Format(v.Index(i), l, names))
		}
		if e := v.Type().Elem(); e.Kind() == reflect.Struct && !e.Implements(statedType) {
			return strings.Join(parts, "; ")
		}
		return JoinWords(parts, And, l)
	case reflect.Struct:
		var parts []string
		for _, m := range Members(v.Type()) {
			if text := Format(v.FieldByIndex(m.Index), l, names); text != "" {
				parts = append(parts, m.Label.In(l)+": "+text)
			}
		}
		return strings.Join(parts, ", ")
	}
	return v.String()
}

func formatStated(t AnyStated, l Lang, names Names) string {
	var parts []string
	for _, c := range t.Values() {
		v := reflect.ValueOf(c)
		if b, ok := c.(bool); ok && !b {
			parts = append(parts, no.In(l))
			continue
		}
		if v.CanInt() && v.Int() == 0 {
			parts = append(parts, "0")
			continue
		}
		parts = append(parts, Format(v, l, names))
	}
	switch len(parts) {
	case 0:
		return "“" + t.Words() + "”"
	case 1:
		return parts[0]
	}
	return fmt.Sprintf(eitherOf.In(l), JoinWords(parts, Or, l))
}

// Format writes the value: itself, one of several, the source's words, or that it is
// not stated.
func (t Stated[T]) Format(l Lang, names Names) string {
	if t.IsZero() {
		return NotStated.In(l)
	}
	return formatStated(t, l, names)
}

// JoinWords joins parts as people do: a, b dan c.
func JoinWords(parts []string, last Words, l Lang) string {
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

// Text is free text whose absence means not stated; as a [Stated] it can be one of
// several.
type Text string
