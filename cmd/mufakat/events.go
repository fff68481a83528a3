package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func (a *app) eventsCommand() *cobra.Command {
	c := a.command("events [<kind> [<command>]]", value.Words{
		ID: "Apa yang dapat dicatat, dan isiannya", EN: "What can be recorded, and its fields"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Menurut program ini; dengan --server atau --dir, menurut server atau direktori itu.",
		EN: "As this program knows it; with --server or --dir, as that server or directory does."})
	c.Example = "  mufakat events instrument\n  mufakat events instrument sign"
	c.Args = args(0, 2)
	c.ValidArgsFunction = completeRecord
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if a.server == "" && !a.dirGiven {
			return a.printEvents(wire.TableOfEvents(), args)
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			t, err := c.Table(ctx)
			if err != nil {
				return err
			}
			return a.printEvents(t, args)
		})
	}
	return c
}

func (a *app) printEvents(t wire.Table, args []string) error {
	var rows []any
	var found []wire.EventInfo
	for _, e := range t.Events {
		if len(args) > 0 && string(e.Kind) != args[0] || len(args) > 1 && e.Command != args[1] || e.Command == "" && a.format == "table" {
			continue
		}
		found, rows = append(found, e), append(rows, e)
	}
	if len(found) == 0 {
		_, err := domain.EventOf(value.Kind(args[0]), strings.Join(args[1:], " "))
		return err
	}
	t.Events = found
	return a.print(answer{whole: t, rows: rows, text: func(p *page) {
		if len(args) == 2 {
			p.event(t, found[0])
			return
		}
		list := table{columns: []value.Words{{ID: "jenis", EN: "kind"}, {ID: "perintah", EN: "command"}, {ID: "isian", EN: "fields"}, {ID: "kalimat", EN: "sentence"}}}
		for _, e := range found {
			var names []string
			for _, f := range e.Fields {
				names = append(names, f.Name)
			}
			list.add(string(e.Kind), e.Command, strings.Join(names, " "), e.Words.In(a.lang))
		}
		p.table(list)
	}})
}

// event describes one command with every field it takes.
func (p *page) event(t wire.Table, e wire.EventInfo) {
	p.para("", p.strong("mufakat record "+string(e.Kind)+" "+e.Command))
	p.para("", e.Words.In(p.a.lang))
	p.line(string(e.Type))
	for _, part := range []struct {
		title  value.Words
		fields []wire.FieldInfo
	}{{value.Words{ID: "Isian peristiwa", EN: "Fields of the fact"}, e.Fields},
		{value.Words{ID: "Di sekitar peristiwa", EN: "Around the fact"}, t.Around}} {
		p.section(part.title)
		list := table{columns: []value.Words{{ID: "isian", EN: "field"}, {ID: "nilai", EN: "value"}, {ID: "arti", EN: "meaning"}}}
		p.fields(&list, "", part.fields)
		p.table(list)
	}
}

func (p *page) fields(t *table, under string, fields []wire.FieldInfo) {
	for _, f := range fields {
		name := under + f.Name
		if f.List {
			name += ".N"
		}
		t.add(name, p.form(f), f.Label.In(p.a.lang))
		p.fields(t, name+".", f.Fields)
	}
}

var formWords = map[fact.Form]value.Words{
	fact.FormText:      {ID: "teks", EN: "text"},
	fact.FormNumber:    {ID: "bilangan", EN: "number"},
	fact.FormYesNo:     {ID: "ya atau tidak", EN: "yes or no"},
	fact.FormWhen:      {ID: "waktu, misalnya 2022-07-28 atau 2022-07-28/2022-08-11", EN: "time, such as 2022-07-28 or 2022-07-28/2022-08-11"},
	fact.FormReference: {ID: "pengenal", EN: "id"},
	fact.FormObject:    {ID: "rincian", EN: "parts"},
}

// form says what may stand in a field.
func (p *page) form(f wire.FieldInfo) string {
	s := p.say(formWords[f.Form])
	switch {
	case f.Form == fact.FormChoice:
		var values []string
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
		s = strings.Join(values, ", ")
	case f.Form == fact.FormReference && f.Kind != "":
		s += " " + f.Kind.Word().In(p.a.lang)
	}
	return s
}
