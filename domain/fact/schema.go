package fact

import (
	"encoding"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"mufakat/domain/value"
	"mufakat/internal/bytype"
)

// A fact's struct is its only description: the json tag names a field in
// storage, commands and schemas, the tags id and en are what people call it in
// Indonesian and English, and its Go type says what may stand in it.

// Field describes one field for forms, schemas, help and docs/format.md.
type Field struct {
	Name    string
	Label   value.Words
	Form    Form
	Kind    value.Kind     // of a reference: to what
	Choices []value.Choice // of a choice
	Stated  bool           // may also be {"oneOf":[…]} or {"inWords":"…"}
	List    bool
	Alone   bool    // of a list: one may stand without it
	Fields  []Field // of an object
}

// Form is what may stand in a field.
type Form string

const (
	FormText      Form = "text"
	FormNumber    Form = "number"
	FormYesNo     Form = "yes-no"
	FormWhen      Form = "time"
	FormChoice    Form = "choice"
	FormReference Form = "reference"
	FormObject    Form = "object"
)

func fieldsOf(t reflect.Type) (fs []Field) {
	for _, m := range value.Members(t) {
		fs = append(fs, fieldOf(m))
	}
	return fs
}

// EnvelopeFields describes what stands around every fact.
func EnvelopeFields() []Field { return envelopeFields }

var envelopeFields = fieldsOf(reflect.TypeFor[Envelope]())

func fieldOf(m value.Member) Field {
	f := Field{Name: m.Name, Label: m.Label}
	t := m.Type
	if t.Kind() == reflect.Slice {
		f.List, f.Alone = true, t.Implements(aloneType)
		t = t.Elem()
	}
	if t.Implements(ToldType) {
		f.Stated, t = true, t.Field(0).Type.Elem()
	}
	switch v := reflect.Zero(t).Interface().(type) {
	case value.When:
		f.Form = FormWhen
		return f
	case value.Chosen:
		f.Form, f.Choices = FormChoice, v.Choices()
		return f
	case value.Referring:
		f.Form, f.Kind = FormReference, v.Ref().Kind
		return f
	}
	switch t.Kind() {
	case reflect.Bool:
		f.Form = FormYesNo
	case reflect.Int, reflect.Int64, reflect.Uint64:
		f.Form = FormNumber
	case reflect.Struct:
		f.Form = FormObject
		if !t.Implements(textType) {
			f.Fields = fieldsOf(t)
		}
		if t.Implements(textType) {
			f.Form = FormText
		}
	default:
		f.Form = FormText
	}
	return f
}

var (
	ToldType      = reflect.TypeFor[value.AnyStated]()
	aloneType     = reflect.TypeFor[interface{ Alone() }]()
	textType      = reflect.TypeFor[encoding.TextMarshaler]()
	refType       = reflect.TypeFor[value.Ref]()
	referringType = reflect.TypeFor[value.Referring]()
)

// FieldWords is what the field at a path, such as occurred or fact.office, is
// called in this entry; false where it has none of that name.
func (e Entry) FieldWords(path string) (value.Words, bool) {
	fields := EnvelopeFields()
	name, inFact := strings.CutPrefix(path, "fact.")
	if inFact && e.Event() != nil {
		fields = e.Event().Fields
	}
	name, _, _ = strings.Cut(name, ".")
	for _, f := range fields {
		if f.Name == name {
			return f.Label, true
		}
	}
	return value.Words{}, false
}

// references goes through every aggregate that the data names, with the field
// that names it.
func references(d Data) iter.Seq2[string, value.Ref] {
	return func(yield func(string, value.Ref) bool) {
		_ = referencesIn("", reflect.ValueOf(d.Envelope()), yield) &&
			referencesIn("fact", reflect.ValueOf(d.Fact), yield)
	}
}

// References goes through every aggregate that the record names.
func (d Data) References() iter.Seq2[string, value.Ref] { return references(d) }

func referencesIn(path string, v reflect.Value, yield func(string, value.Ref) bool) bool {
	if !v.IsValid() || !refers(v.Type()) || v.IsZero() {
		return true
	}
	switch x := v.Interface().(type) {
	case value.Referring:
		return yield(path, x.Ref())
	case value.Ref:
		return x.Kind == "" || yield(path, x)
	case value.AnyStated:
		for _, c := range x.Values() {
			if !referencesIn(path, reflect.ValueOf(c), yield) {
				return false
			}
		}
		return true
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			if !referencesIn(below(path, strconv.Itoa(i)), v.Index(i), yield) {
				return false
			}
		}
	case reflect.Struct:
		for _, m := range value.Members(v.Type()) {
			if !referencesIn(below(path, m.Name), v.FieldByIndex(m.Index), yield) {
				return false
			}
		}
	}
	return true
}

// refers reports whether a value of the type can name an aggregate.
var refers = bytype.Memo(canRefer)

func canRefer(t reflect.Type) bool {
	switch {
	case t.Implements(referringType) || t == refType:
		return true
	case t.Implements(ToldType):
		return canRefer(t.Field(0).Type.Elem())
	case t.Kind() == reflect.Slice:
		return canRefer(t.Elem())
	case t.Kind() == reflect.Struct && !t.Implements(textType):
		return slices.ContainsFunc(value.Members(t), func(m value.Member) bool { return canRefer(m.Type) })
	}
	return false
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
