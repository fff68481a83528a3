package api

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/wire"
)

// schemas are the named parts of the API's description. Commands are described
// from the domain's own description of its fields, answers from their Go types;
// huma's reflection knows neither Stated nor the JSON library.
type schemas struct {
	named map[string]*huma.Schema
	types map[string]reflect.Type // whose name it is
}

func (s schemas) ref(name string) *huma.Schema {
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// command describes the body of a command.
func (s schemas) command(ev *fact.Event) *huma.Schema {
	body := object()
	for _, f := range fact.EnvelopeFields() {
		name := "around." + f.Name
		if s.named[name] == nil {
			s.named[name] = s.field(f)
		}
		body.Properties[f.Name] = s.ref(name)
	}
	body.Properties["fact"] = s.fields(ev.Fields)
	body.Title, body.Description = ev.Words.ID, ev.Words.EN
	name := string(ev.Kind) + "." + ev.Command
	s.named[name] = body
	return s.ref(name)
}

func object() *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{}}
}

func (s schemas) fields(fs []fact.Field) *huma.Schema {
	o := object()
	for _, f := range fs {
		o.Properties[f.Name] = s.field(f)
	}
	return o
}

// field describes one field: its form, what may be said where it is not sure,
// and whether it is a list.
func (s schemas) field(f fact.Field) *huma.Schema {
	v := s.form(f)
	if f.Stated {
		v = told(v)
	}
	if f.List {
		list := &huma.Schema{Type: huma.TypeArray, Items: v}
		if v = list; f.Alone {
			v = &huma.Schema{AnyOf: []*huma.Schema{list.Items, list}}
		}
	}
	v.Title, v.Description = f.Label.ID, f.Label.EN
	return v
}

func (s schemas) form(f fact.Field) *huma.Schema {
	switch f.Form {
	case fact.FormNumber:
		return &huma.Schema{Type: huma.TypeInteger}
	case fact.FormYesNo:
		return &huma.Schema{Type: huma.TypeBoolean}
	case fact.FormWhen:
		return told(&huma.Schema{Type: huma.TypeString, Examples: []any{"2022-07-28[Asia/Makassar]", "2022-07-28/2022-08-11", "2022-07"}})
	case fact.FormReference:
		return &huma.Schema{Type: huma.TypeString, Pattern: idPattern(f.Kind), PatternDescription: string(f.Kind)}
	case fact.FormChoice:
		c := &huma.Schema{Type: huma.TypeString}
		for _, x := range f.Choices {
			c.Enum = append(c.Enum, x.Value)
		}
		return c
	case fact.FormObject:
		if len(f.Fields) == 0 {
			return &huma.Schema{Type: huma.TypeObject} // read by the domain alone
		}
		return s.fields(f.Fields)
	}
	return &huma.Schema{Type: huma.TypeString}
}

func idPattern(k value.Kind) string {
	const uuid = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	if k == value.KindParty {
		return `^(` + uuid + `|[1-9][0-9](\.[0-9]{2})?)$`
	}
	return `^` + uuid + `$`
}

// told describes a value that a source may not know for sure.
func told(v *huma.Schema) *huma.Schema {
	two, one := 2, 1
	several, inWords := object(), object()
	several.Properties["oneOf"] = &huma.Schema{Type: huma.TypeArray, Items: v, MinItems: &two, UniqueItems: true}
	several.Required = []string{"oneOf"}
	inWords.Properties["inWords"] = &huma.Schema{Type: huma.TypeString, MinLength: &one}
	inWords.Required = []string{"inWords"}
	return &huma.Schema{AnyOf: []*huma.Schema{v, several, inWords}}
}

// schemaOf describes the JSON of T, by name where T has one.
func schemaOf[T any](s schemas) *huma.Schema { return s.of(reflect.TypeFor[T]()) }

var (
	textType     = reflect.TypeFor[encoding.TextMarshaler]()
	textReadType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (s schemas) of(t reflect.Type) *huma.Schema {
	switch t {
	case reflect.TypeFor[time.Time]():
		return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	case reflect.TypeFor[value.When]():
		return told(&huma.Schema{Type: huma.TypeString})
	case reflect.TypeFor[jsontext.Value](), reflect.TypeFor[*fact.Record]():
		return &huma.Schema{Type: huma.TypeObject}
	case reflect.TypeFor[*value.Refusal]():
		return s.of(reflect.TypeFor[wire.Refused]())
	case reflect.TypeFor[[]byte]():
		return &huma.Schema{Type: huma.TypeString, ContentEncoding: "base64"}
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return s.of(t.Elem())
	case t.Implements(textType) || reflect.PointerTo(t).Implements(textReadType):
		return &huma.Schema{Type: huma.TypeString}
	case strings.HasPrefix(t.Name(), "Several["):
		one := s.of(t.Elem())
		return &huma.Schema{AnyOf: []*huma.Schema{one, {Type: huma.TypeArray, Items: one}}}
	case strings.HasPrefix(t.Name(), "Stated[") && t.PkgPath() == reflect.TypeFor[value.Ref]().PkgPath():
		return told(s.of(t.Field(0).Type.Elem()))
	}
	switch t.Kind() {
	case reflect.Bool:
		return &huma.Schema{Type: huma.TypeBoolean}
	case reflect.String:
		return &huma.Schema{Type: huma.TypeString}
	case reflect.Slice:
		return &huma.Schema{Type: huma.TypeArray, Items: s.of(t.Elem())}
	case reflect.Map:
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: s.of(t.Elem())}
	case reflect.Struct:
		return s.structure(t)
	}
	return &huma.Schema{Type: huma.TypeInteger}
}

// structure describes a struct under its own name, so that it may hold itself. The
// name is part of what programs are generated from: where the type stands is not.
func (s schemas) structure(t reflect.Type) *huma.Schema {
	name := t.Name()
	if before, of, ok := strings.Cut(name, "["); ok { // Page[…/projections.SignatureRow]
		name = before + "." + strings.TrimSuffix(of[strings.LastIndex(of, ".")+1:], "]")
	}
	if was := s.types[name]; was != nil && was != t {
		panic(fmt.Sprintf("web: two types are called %s: %s and %s", name, was.PkgPath(), t.PkgPath()))
	}
	s.types[name] = t
	if s.named[name] == nil {
		o := object()
		o.AdditionalProperties = nil // answers may grow
		s.named[name] = o
		s.members(t, o)
	}
	return s.ref(name)
}

func (s schemas) members(t reflect.Type, o *huma.Schema) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && (name == "" || options == "inline"):
			s.members(f.Type, o)
		case f.IsExported() && name != "-" && name != "":
			o.Properties[name] = s.of(f.Type)
			if !strings.Contains(options, "omit") {
				o.Required = append(o.Required, name)
			}
		}
	}
}
