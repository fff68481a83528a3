package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
)

// questionCommands are the commands that ask, one for each question. Where a
// command is two words, such as list instrument, the second stands below the
// first.
func (a *app) questionCommands() (cs []*cobra.Command) {
	named := map[string]*cobra.Command{}
	for _, q := range projections.Queries {
		named[q.About().Command] = a.questionCommand(q)
	}
	for _, q := range projections.Queries {
		name := q.About().Command
		if above, _, below := strings.Cut(name, " "); below {
			named[above].AddCommand(named[name])
		} else {
			cs = append(cs, named[name])
		}
	}
	named[projections.Notices.Name].AddCommand(a.resendCommand())
	return cs
}

func (a *app) questionCommand(q question.Question) *cobra.Command {
	x := q.Asking()
	words := strings.Fields(x.About.Command)
	c := a.command(words[len(words)-1]+argumentOf(x), x.About.Words)
	c.Aliases = []string{x.About.Alias}
	c.Example = examples(x.About)
	c.Args, c.ValidArgsFunction = args(0, 0), cobra.NoFileCompletions
	for _, p := range x.Params {
		if p.Typed {
			c.Args, c.ValidArgsFunction = argument(p)
		}
	}
	var at engine.Asked
	flags := a.flags(c, x, question.Params(&at))
	technical := a.technicalFlag(c, layouts[x.About.Name])
	c.RunE = func(cmd *cobra.Command, args []string) error {
		x := q.Asking() // nothing is asked yet
		at := engine.Asked{}
		if err := a.fill(append(x.Params, question.Params(&at)...), flags, args); err != nil {
			return err
		}
		return a.askAs(cmd.Context(), x, at, technical())
	}
	return c
}

// argumentOf is how the question's argument stands in its usage.
func argumentOf(x question.Asking) string {
	for _, p := range x.Params {
		name := "<" + p.Name + ">"
		if p.Form == question.ReferenceForm {
			name = "<kind>/<id>"
		}
		switch {
		case p.InPath:
			return " " + name
		case p.Typed:
			return " [" + name + "]"
		}
	}
	return ""
}

func argument(p question.Param) (cobra.PositionalArgs, cobra.CompletionFunc) {
	least := 0
	if p.InPath {
		least = 1
	}
	switch p.Form {
	case question.ReferenceForm:
		return args(least, 1), completeKind("/")
	case question.KindForm:
		return args(least, 1), completeKind("")
	}
	return args(least, 1), cobra.NoFileCompletions
}

func examples(about question.About) string {
	var lines []string
	for _, e := range about.Example {
		lines = append(lines, strings.TrimRight("  mufakat "+about.Command+" "+e, " "))
	}
	return strings.Join(lines, "\n")
}

// flags makes a flag of every parameter that is no argument.
func (a *app) flags(c *cobra.Command, x question.Asking, around []question.Param) map[string]*flagValue {
	values := map[string]*flagValue{}
	own := layouts[x.About.Name].technicalAs
	for _, p := range append(x.Params, around...) {
		one := len(x.About.Columns) == 0 && (p.Name == "limit" || p.Name == "cursor") // there are no pages
		if p.Typed || p.Name == own || one {
			continue
		}
		v := &flagValue{form: p.Form, word: a.say(formWord[p.Form])}
		values[p.Name] = v
		f := c.Flags().VarPF(v, flagOf(p), "", p.Words.In(a.lang)+formHint[p.Form])
		if p.Form == question.BooleanForm {
			f.NoOptDefVal = "true"
		}
		var choices []string
		for _, x := range p.Choices {
			choices = append(choices, x.Value)
		}
		complete(c, f.Name, choices...)
	}
	return values
}

func flagOf(p question.Param) string { return strings.ReplaceAll(p.Name, "_", "-") }

// flagValue is what was typed for a parameter. It is read once everything was
// typed, and what cannot be read is then refused as the API refuses it.
type flagValue struct {
	text, word string
	form       question.ParamForm
}

var _ pflag.Value = (*flagValue)(nil)

func (v *flagValue) String() string { return v.text }

func (v *flagValue) Type() string { return v.word }

func (v *flagValue) Set(s string) error {
	_, err := strconv.Atoi(s)
	if v.form != question.IntegerForm {
		err = nil
	}
	v.text = s
	return err
}

var formWord = map[question.ParamForm]value.Words{
	question.TextForm:      {ID: "teks", EN: "text"},
	question.IntegerForm:   {ID: "bilangan", EN: "number"},
	question.BooleanForm:   {ID: "bool", EN: "bool"},
	question.ChoiceForm:    {ID: "pilihan", EN: "choice"},
	question.KindForm:      {ID: "jenis", EN: "kind"},
	question.IDForm:        {ID: "pengenal", EN: "id"},
	question.ReferenceForm: {ID: "jenis/pengenal", EN: "kind/id"},
	question.DaysForm:      {ID: "hari", EN: "days"},
	question.InstantForm:   {ID: "waktu", EN: "time"},
}

// formHint shows how a time is written.
var formHint = map[question.ParamForm]string{
	question.DaysForm:    " (2022-08-11, 2022-07, 2022-07-28/2022-08-11)",
	question.InstantForm: " (2022-08-11, 2022-08-11T16:00[Asia/Makassar])",
}

// fill sets the parameters to what was typed. A refusal names the flag.
func (a *app) fill(ps []question.Param, flags map[string]*flagValue, args []string) error {
	for _, p := range ps {
		switch {
		case p.Typed && len(args) > 0:
			if err := p.Set(args[0]); err != nil {
				return err
			}
		case flags[p.Name] != nil && flags[p.Name].text != "":
			if err := p.Set(a.inZone(p, flags[p.Name].text)); err != nil {
				return onFlag(flagOf(p), err)
			}
		}
	}
	return nil
}

// inZone puts an instant's day into the reader's zone unless it names one.
func (a *app) inZone(p question.Param, text string) string {
	if w, err := value.ParseWhen(text); p.Form == question.InstantForm && err == nil && w.Zone() == nil {
		return text + "[" + a.zone.String() + "]"
	}
	return text
}

func onFlag(flag string, err error) error {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.On("--" + flag)
	}
	return err
}

// askAs asks a question and prints its answer.
func (a *app) askAs(ctx context.Context, x question.Asking, at engine.Asked, technical bool) error {
	l := layouts[x.About.Name]
	for _, p := range x.Params {
		if p.Name == l.technicalAs && (technical || a.format != "table") {
			if err := p.Set("true"); err != nil {
				return err
			}
		}
	}
	return a.with(ctx, func(ctx context.Context, c *client.Client) error {
		got, err := c.Ask(ctx, x, at)
		if err != nil {
			return err
		}
		text := func(p *output.Page) { p.Rows(x.About.Columns, got) }
		if l.text != nil {
			if text, err = l.text(ctx, c, got, technical); err != nil {
				return err
			}
		}
		return a.print(output.Answer{Head: got.Head, Whole: got.Whole, Rows: got.Rows, Text: text})
	})
}
