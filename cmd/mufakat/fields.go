package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What is typed after `mufakat record <kind> <command>` becomes the body of the
// command:
//
//	title=…                    a field of the fact
//	occurred=2022-07-28        a member around the fact: onBehalfOf, occurred,
//	                           place, evidence, assertedBy
//	signatories.0.slot=35-1    into a list or an object
//	fields=a fields=b          a list, one after the other
//	absent:='{"oneOf":[…]}'    JSON as it stands
//	fact.place=…               the fact's, where a member is called the same
//
// Numbers and yes or no are taken as such where the domain's description of the
// field says so; what does not fit is left as text, and the domain refuses it.

var (
	notAField = value.NewRefusal(value.Usage, "not-a-field",
		"%q bukan isian. Tulis nama=nilai, atau nama:=JSON.",
		"%q is not a field. Write name=value, or name:=JSON.")
	badRawJSON = value.NewRefusal(value.Usage, "field-not-json",
		"Nilai %s bukan JSON yang benar. Periksa tanda kutip dan kurungnya.",
		"The value of %s is not correct JSON. Check its quotes and brackets.")
	notUTF8 = value.NewRefusal(value.Usage, "argument-not-utf8",
		"Isian %s tidak tertulis dalam UTF-8. Atur terminal atau simpan berkas perintahnya sebagai UTF-8, lalu ulangi.",
		"The field %s is not written in UTF-8. Set the terminal, or save the file that holds the line, as UTF-8, and repeat it.")
	oneValue = value.NewRefusal(value.Usage, "one-value",
		"Isian %[1]s memuat satu nilai, tetapi tertulis dua kali. Bila satu di antara beberapa, tulis %[1]s:='{\"oneOf\":[…]}'; bila keduanya, catat masing-masing sendiri.",
		"The field %[1]s takes one value, and stands twice. If it is one of several, write %[1]s:='{\"oneOf\":[…]}'; if both are meant, record each by itself.")
	fieldTwice = value.NewRefusal(value.Usage, "field-twice",
		"Isian %s tertulis dua kali, atau sekaligus sebagai nilai dan sebagai bagian. Tulis satu nilai saja.",
		"The field %s stands twice, or both as a value and as parts. Write one value.")
	listGap = value.NewRefusal(value.Usage, "list-gap",
		"Nomor pada %s melompat. Mulai dari 0 dan lanjutkan satu demi satu.",
		"The number in %s leaves a gap. Begin at 0 and go on one by one.")
)

// bodyOf makes the body of a command from its fields as typed.
func bodyOf(ev *fact.Event, args []string) ([]byte, error) {
	around := fact.EnvelopeFields()
	root := map[string]any{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		name, raw := strings.CutSuffix(name, ":")
		if !utf8.ValidString(arg) {
			return nil, notUTF8.With(strings.ToValidUTF8(name, "?"))
		}
		path := strings.Split(name, ".")
		if !ok || slices.Contains(path, "") {
			return nil, notAField.With(arg)
		}
		fields := around
		if path[0] == "fact" {
			fields, path = ev.Fields, path[1:]
			path = append([]string{"fact"}, path...)
		} else if !slices.ContainsFunc(around, named(path[0])) {
			fields, path = ev.Fields, append([]string{"fact"}, path...)
		}
		var v any
		field := describe(fields, path)
		switch {
		case raw && !jsontext.Value(value).IsValid():
			return nil, badRawJSON.With(name)
		case raw:
			v = jsontext.Value(value)
		default:
			v = typed(field, value)
		}
		if field.List && !raw && !numeric(path[len(path)-1]) {
			v = element{v}
		}
		err := put(root, path, v, name)
		if errors.Is(err, fieldTwice) && field.Stated {
			err = oneValue.With(name)
		}
		if err != nil {
			return nil, err
		}
	}
	return json.Marshal(root, json.Deterministic(true))
}

func named(name string) func(fact.Field) bool {
	return func(f fact.Field) bool { return f.Name == name }
}

// describe finds the field a path leads to; what is not known has no form.
func describe(fields []fact.Field, path []string) (f fact.Field) {
	for _, p := range path {
		switch {
		case p == "fact":
			continue
		case numeric(p):
			f.List = false
			continue
		}
		i := slices.IndexFunc(fields, named(p))
		if i < 0 {
			return fact.Field{}
		}
		f = fields[i]
		fields = f.Fields
	}
	return f
}

func numeric(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// typed is the value as the field takes it.
func typed(f fact.Field, s string) any {
	switch f.Form {
	case fact.FormNumber:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
	case fact.FormYesNo:
		switch s {
		case "true", "ya", "yes":
			return true
		case "false", "tidak", "no":
			return false
		}
	}
	return s
}

// element is the next value of a list.
type element struct{ v any }

// put places a value in the tree under root.
func put(root map[string]any, path []string, v any, name string) error {
	key, rest := path[0], path[1:]
	if len(rest) == 0 {
		e, isElement := v.(element)
		old, there := root[key]
		list, isList := old.([]any)
		switch {
		case isElement && (isList || !there):
			root[key] = append(list, e.v)
		case there:
			return fieldTwice.With(name)
		default:
			root[key] = v
		}
		return nil
	}
	if numeric(rest[0]) {
		return putInList(root, key, rest, v, name)
	}
	below, ok := root[key].(map[string]any)
	if !ok && root[key] != nil {
		return fieldTwice.With(name)
	}
	if !ok {
		below = map[string]any{}
		root[key] = below
	}
	return put(below, rest, v, name)
}

func putInList(root map[string]any, key string, rest []string, v any, name string) error {
	list, ok := root[key].([]any)
	if !ok && root[key] != nil {
		return fieldTwice.With(name)
	}
	i, _ := strconv.Atoi(rest[0])
	switch {
	case i > len(list):
		return listGap.With(name)
	case i == len(list):
		list = append(list, nil)
		root[key] = list
	}
	if len(rest) == 1 {
		if list[i] != nil {
			return fieldTwice.With(name)
		}
		list[i] = v
		return nil
	}
	below, ok := list[i].(map[string]any)
	if !ok && list[i] != nil {
		return fieldTwice.With(name)
	}
	if !ok {
		below = map[string]any{}
		list[i] = below
	}
	return put(below, rest[1:], v, name)
}
