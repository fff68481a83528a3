package domain

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
	or       = Words{"atau", "or"}
	and      = Words{"dan", "and"}
	yes      = Words{"ya", "yes"}
	no       = Words{"tidak", "no"}
)

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
		for sf := range members(v.Type()) {
			if text := tell(v.FieldByIndex(sf.Index), l, names); text != "" {
				parts = append(parts, memberLabel(sf).In(l)+": "+text)
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

// Tell writes the value: itself, one of several, the source's words, or that it is
// not stated.
func (t Told[T]) Tell(l Lang, names Names) string {
	if t.IsZero() {
		return NotStated.In(l)
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
