package domain

import (
	"encoding"
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// A fact's struct is its only description: the json tag names a field in
// storage, commands and schemas, the tags id and en are what people call it in
// Indonesian and English, and its Go type says what may stand in it.

// Field describes one field for forms, schemas, help and docs/format.md.
type Field struct {
	Name    string
	Label   Words
	Form    Form
	Kind    Kind     // of a reference: to what
	Choices []Choice // of a choice
	Told    bool     // may also be {"oneOf":[…]} or {"inWords":"…"}
	List    bool
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
	for sf := range members(t) {
		fs = append(fs, fieldOf(sf))
	}
	return fs
}

// EnvelopeFields describes what stands around every fact.
func EnvelopeFields() []Field { return fieldsOf(reflect.TypeFor[around]()) }

func fieldOf(sf reflect.StructField) Field {
	f := Field{Name: memberName(sf), Label: memberLabel(sf)}
	t := sf.Type
	if t.Kind() == reflect.Slice {
		f.List, t = true, t.Elem()
	}
	if t.Implements(toldType) {
		f.Told, t = true, t.Field(0).Type.Elem()
	}
	switch v := reflect.Zero(t).Interface().(type) {
	case When:
		f.Form = FormWhen
		return f
	case chosen:
		f.Form, f.Choices = FormChoice, v.choices()
		return f
	case referring:
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
	toldType = reflect.TypeFor[told]()
	textType = reflect.TypeFor[encoding.TextMarshaler]()
)

// FieldWords is what the field at a path, such as occurred or fact.office, is
// called in this entry; false where it has none of that name.
func (e Entry) FieldWords(path string) (Words, bool) {
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
	return Words{}, false
}

// references goes through every aggregate that the data names, with the field
// that names it.
func references(d Data) iter.Seq2[string, Ref] {
	return func(yield func(string, Ref) bool) {
		_ = referencesIn("", reflect.ValueOf(d.around()), yield) &&
			referencesIn("fact", reflect.ValueOf(d.Fact), yield)
	}
}

// References goes through every aggregate that the record names.
func (d Data) References() iter.Seq2[string, Ref] { return references(d) }

func referencesIn(path string, v reflect.Value, yield func(string, Ref) bool) bool {
	if !v.IsValid() || v.IsZero() {
		return true
	}
	switch x := v.Interface().(type) {
	case referring:
		return yield(path, x.Ref())
	case Ref:
		return x.Kind == "" || yield(path, x)
	case told:
		for _, c := range x.candidates() {
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
		if v.Type().Implements(textType) {
			return true
		}
		for sf := range members(v.Type()) {
			if !referencesIn(below(path, memberName(sf)), v.FieldByIndex(sf.Index), yield) {
				return false
			}
		}
	}
	return true
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
