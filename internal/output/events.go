package output

import (
	"strings"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/text"
	"mufakat/web/wire"
)

// Events lists what can be recorded.
func (p *Page) Events(events []wire.EventInfo) {
	list := p.columns(value.Words{ID: "jenis", EN: "kind"}, value.Words{ID: "perintah", EN: "command"},
		value.Words{ID: "isian", EN: "fields"}, value.Words{ID: "kalimat", EN: "sentence"})
	for _, e := range events {
		var names []string
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
		list.Add(string(e.Kind), e.Command, strings.Join(names, " "), e.Words.In(p.Lang))
	}
	p.table(list)
}

// Event describes one command with every field it takes.
func (p *Page) Event(t wire.Table, e wire.EventInfo) {
	p.Para("", p.Strong("mufakat record "+string(e.Kind)+" "+e.Command))
	p.Para("", e.Words.In(p.Lang))
	p.Line(string(e.Type))
	for _, part := range []struct {
		title  value.Words
		fields []wire.FieldInfo
	}{{value.Words{ID: "Isian peristiwa", EN: "Fields of the fact"}, e.Fields},
		{value.Words{ID: "Di sekitar peristiwa", EN: "Around the fact"}, t.Around}} {
		p.Section(part.title)
		list := p.columns(value.Words{ID: "isian", EN: "field"}, value.Words{ID: "nilai", EN: "value"}, value.Words{ID: "arti", EN: "meaning"})
		p.addFields(&list, "", part.fields)
		p.table(list)
	}
}

// addFields adds fields to a table, each followed by its parts.
func (p *Page) addFields(t *text.Table, under string, fields []wire.FieldInfo) {
	for _, f := range fields {
		name := under + f.Name
		if f.List {
			name += ".N"
		}
		t.Add(name, p.form(f), f.Label.In(p.Lang))
		p.addFields(t, name+".", f.Fields)
	}
}

var formWords = map[fact.Form]value.Words{
	fact.FormText:   {ID: "teks", EN: "text"},
	fact.FormNumber: {ID: "bilangan", EN: "number"},
	fact.FormYesNo:  {ID: "ya atau tidak", EN: "yes or no"},
	fact.FormWhen: {ID: "waktu, misalnya 2022-07-28, 2022-07-28/2022-08-11, 1941-03-04|1941-04-03, atau \"malam Jumat\"",
		EN: "time, such as 2022-07-28, 2022-07-28/2022-08-11, 1941-03-04|1941-04-03 or \"malam Jumat\""},
	fact.FormReference: {ID: "pengenal", EN: "id"},
	fact.FormObject:    {ID: "rincian", EN: "parts"},
}

// form says what may stand in a field.
func (p *Page) form(f wire.FieldInfo) string {
	s := p.Say(formWords[f.Form])
	switch {
	case f.Form == fact.FormChoice:
		var values []string
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
		s = strings.Join(values, ", ")
	case f.Form == fact.FormReference && f.Kind != "":
		s += " " + f.Kind.Word().In(p.Lang)
	}
	return s
}
