package fact

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
)

// Accounts of one field are compared by what they mean where the field has a type,
// and else by their words.

// comparing is how accounts of one question are compared.
type comparing struct {
	of    reflect.Type  // of the field; nil: there is none, or it is text
	own   reflect.Value // what the record itself states there
	names value.Names
}

// comparingBy is how accounts of a field of a record are compared.
func (e Entry) comparingBy(field string, names value.Names) comparing {
	if e.Record == nil || e.Unreadable != nil || e.Data.Fact == nil {
		return comparing{}
	}
	v := reflect.ValueOf(e.Data.Envelope())
	name, inFact := strings.CutPrefix(field, "fact.")
	if inFact {
		v = reflect.ValueOf(e.Data.Fact)
	}
	for _, m := range value.Members(v.Type()) {
		if m.Name == name {
			return comparing{m.Type, v.FieldByIndex(m.Index), names}
		}
	}
	return comparing{}
}

// agree reports whether what two accounts say can both be so.
func (c comparing) agree(a, b Account) bool {
	if value.SameWords(a.Says, b.Says) {
		return true
	}
	if c.of == nil {
		return false
	}
	x, y := c.meaning(a), c.meaning(b)
	if w, ok := x.(value.When); ok {
		v, ok := y.(value.When)
		return ok && w.Overlaps(v)
	}
	for _, p := range candidates(x, a.Says) {
		for _, q := range candidates(y, b.Says) {
			if c.same(p, q) {
				return true
			}
		}
	}
	return false
}

// meaning is what an account says, in the type of the field; nil if it cannot be
// read as that.
func (c comparing) meaning(a Account) any {
	if a.Own {
		return c.own.Interface()
	}
	if c.of == reflect.TypeFor[value.When]() {
		if w, ok := value.WhenSaid(a.Says); ok {
			return w
		}
		return nil
	}
	said := value.Tidy(a.Says)
	for _, text := range []string{strconv.Quote(said), said} {
		v := reflect.New(c.of)
		if json.Unmarshal([]byte(text), v.Interface()) == nil {
			return v.Elem().Interface()
		}
	}
	return nil
}

// candidates are what it may be: the values stated, or else the words.
func candidates(meaning any, says string) []any {
	if t, ok := meaning.(value.AnyStated); ok && len(t.Values()) > 0 {
		return t.Values()
	}
	return []any{says}
}

// same compares two values, or one with words for it.
func (c comparing) same(x, y any) bool {
	if reflect.DeepEqual(x, y) {
		return true
	}
	for _, s := range c.spoken(x) {
		for _, t := range c.spoken(y) {
			if s == t {
				return true
			}
		}
	}
	return false
}

// spoken is what people call a value, folded.
func (c comparing) spoken(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{value.FoldName(v)}
	case interface{ Folded() string }:
		return []string{v.Folded()}
	}
	for _, l := range []value.Lang{value.Indonesian, value.English} {
		out = append(out, value.FoldName(value.Format(reflect.ValueOf(v), l, c.names)))
	}
	return out
}
