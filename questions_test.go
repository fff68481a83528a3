package mufakat

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// docs/questions.md is made from the list of questions, so that it cannot be wrong.
func TestQuestionsAreDocumented(t *testing.T) {
	want := questions()
	if *update {
		if err := os.WriteFile("docs/questions.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("docs/questions.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/questions.md is not what the questions say; go test . -update writes it anew")
	}
}

const questionsHead = `# What can be asked

Made from the list of questions by ` + "`go test . -update`" + `; do not edit.

Every question is a route of the API, a command, and, where it is answered with rows, a plain page under ` + "`/tanya`" + `. All three
take the same parameters under the same names; on the command line ` + "`older_than`" + ` is written ` + "`--older-than`" + `. The server's
` + "`/openapi.json`" + ` describes the answers. On the command line ` + "`-o`" + ` prints them as a table, json, ndjson, yaml or csv; the columns
of a csv file are the members of the JSON rows, those below are what people read in a table and on the page.

*Setiap pertanyaan adalah alamat API, perintah, dan, bila jawabannya berbaris, halaman di bawah* ` + "`/tanya`" + `*. Ketiganya memakai
parameter dan nama yang sama.*

## Every question takes

`

func questions() string {
	var b strings.Builder
	b.WriteString(questionsHead)
	parameters(&b, question.Params(new(engine.Asked)))
	b.WriteString("`as_of` is true on which day, `known_at` as recorded by when; without them, now and with everything on record. `as_of` takes a\n" +
		"calendar day with all that happened on it, wherever (`2022-11-20`; of a month or a year its last day), or an\n" +
		"instant (`2022-11-20T16:00[Asia/Makassar]`, `2022-11-20T09:00:00Z`); `head.asOfDay` says which day it was. A route of the\n" +
		"API takes `min_seq`, too: it answers once that record has been read.\n\n")
	for _, q := range projections.Queries {
		partOf(&b, q.Asking())
	}
	foldings(&b)
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// foldings tells what makes no difference to a text that is looked for.
func foldings(b *strings.Builder) {
	b.WriteString("## How text is compared\n\n" +
		"Case, accents, apostrophes, punctuation and the number of blanks make no difference. *Huruf besar-kecil, aksen, apostrof, tanda\n" +
		"baca dan banyaknya spasi tidak membedakan.*\n\n" +
		"Of a person's name these are left out, before it (*gelar di depan nama*):\n\n" + list(value.Titles()) +
		"\n\nand behind it, after a comma, or written with a point or in capitals (*di belakang nama*):\n\n" + list(value.Degrees()) +
		"\n\nOf names of regions, agencies and offices these are written out (*singkatan nama daerah, perangkat daerah dan jabatan*):\n\n" +
		"| short | in full |\n| --- | --- |\n")
	full := value.Abbreviations()
	for _, short := range slices.Sorted(maps.Keys(full)) {
		fmt.Fprintf(b, "| %s | %s |\n", short, full[short])
	}
}

func list(words []string) string {
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " · ")
}

func partOf(b *strings.Builder, x question.Asking) {
	about := x.About
	fmt.Fprintf(b, "## %s\n\n%s. *%s.*\n\n", about.Name, about.Words.EN, about.Words.ID)
	fmt.Fprintf(b, "- API: `GET %s`\n", x.Route())
	fmt.Fprintf(b, "- command: `mufakat %s`, in Indonesian `%s`\n", about.Command, alias(about))
	if len(about.Columns) > 0 {
		fmt.Fprintf(b, "- page: `/tanya/%s`\n", about.Name)
	}
	b.WriteString("\n```\n")
	for _, e := range about.Example {
		b.WriteString(strings.TrimRight("mufakat "+about.Command+" "+e, " ") + "\n")
	}
	b.WriteString("```\n\n")
	parameters(b, x.Params)
	if len(about.Columns) == 0 {
		return
	}
	b.WriteString("| column | English | Indonesian |\n| --- | --- | --- |\n")
	for _, c := range about.Columns {
		name := c.Name
		if c.Technical {
			name += " (not on the page)"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, c.Words.EN, c.Words.ID)
	}
	b.WriteString("\n")
}

// alias is the command in Indonesian; of two words the first stays.
func alias(about question.About) string {
	first, _, two := strings.Cut(about.Command, " ")
	if two {
		return "mufakat " + first + " " + about.Alias
	}
	return "mufakat " + about.Alias
}

func parameters(b *strings.Builder, ps []question.Param) {
	if len(ps) == 0 {
		return
	}
	b.WriteString("| parameter | takes | English | Indonesian |\n| --- | --- | --- | --- |\n")
	for _, p := range ps {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", p.Name, takes(p), cell(p.Words.EN), cell(p.Words.ID))
	}
	b.WriteString("\n")
}

func cell(s string) string { return strings.NewReplacer("<", "&lt;", "|", "\\|").Replace(s) }

// takes says what may stand for the parameter.
func takes(p question.Param) string {
	s := string(p.Form)
	switch p.Form {
	case question.IntegerForm:
		s = fmt.Sprintf("%d to %d", p.Least, p.Most)
	case question.BooleanForm:
		s = "`true`, `false`"
	case question.ChoiceForm:
		s = listed(p.Choices)
	case question.KindForm:
		s = listed(value.KindParty.Choices())
	}
	switch {
	case p.InPath:
		s += "; in the address, an argument of the command"
	case p.Typed:
		s += "; an argument of the command"
	}
	return s
}

func listed(choices []value.Choice) string {
	var names []string
	for _, c := range choices {
		names = append(names, "`"+c.Value+"`")
	}
	return strings.Join(names, ", ")
}
