package mufakat

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

var update = flag.Bool("update", false, "write docs/format.md anew")

// docs/format.md is made from the table of events and the refusals declared, so
// that it cannot be wrong.
func TestFormatIsDocumented(t *testing.T) {
	want := format() + "\n" + refusalsDocumented(loadModule(t).refusals(t))
	if *update {
		if err := os.WriteFile("docs/format.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/format.md is not what the events and refusals say; go test . -update writes it anew")
	}
}

const formatHead = `# The record, byte for byte

Made from the table of events and the refusals by ` + "`go test . -update`" + `; do not edit.

One record is one JetStream message under the subject ` + "`ledger.<kind>.<uuid>`" + `. Its body is one line of JSON in UTF-8: a
CloudEvents 1.0 event in structured mode (` + "`" + fact.ContentType + "`" + `). The bytes are made once; they are stored,
hashed, exported and shown as they were written.

| member | value |
| --- | --- |
| specversion | ` + "`1.0`" + ` |
| id | UUIDv7 of the record |
| source | ` + "`/ledgers/<ledger id>`" + ` |
| type | one of the types below |
| subject | ` + "`<kind>/<uuid>`" + `, as in the message's subject |
| time | when it was recorded, UTC, RFC 3339 |
| datacontenttype | ` + "`application/json`" + ` |
| streamversion | 1, 2, … within the aggregate |
| prevhash | SHA-256 of the aggregate's previous body, in hex; absent in the first |
| commandid | UUIDv5 of ledger, actor and the caller's key |
| commandhash | SHA-256 of kind, aggregate and command as decoded |
| data | by, onBehalfOf, occurred, place, evidence, assertedBy, fact |

Readers ignore members they do not know. Writers of commands may not use any that are not listed here.

**A value that may be unknown** (marked *told*) is the value itself; ` + "`{\"oneOf\":[…]}`" + ` with two or more; ` + "`{\"inWords\":\"…\"}`" + `
with the source's words; or absent, which means not stated. ` + "`null`" + ` is not used.

**Time** is an EDTF interval (ISO 8601-2, level 0) with the zone of the place in brackets: ` + "`2022-07-28[Asia/Makassar]`" + `,
` + "`2022-07-28T19:54[Asia/Makassar]`" + `, ` + "`2022-07-28/2022-08-11`" + `, ` + "`../2022-08-11`" + `, ` + "`2022-07`" + `; years from 1500 on, in the Gregorian calendar. One of
several is ` + "`{\"oneOf\":[…]}`" + `, or ` + "`1941-03-04|1941-04-03`" + ` where only text can stand; what only the source's words tell is
` + "`{\"inWords\":\"malam Jumat\"}`" + `, or ` + "`\"malam Jumat\"`" + ` in quotation marks; a command may give a year as a number. The day of the week
and the part of the day, as the source has them, stand behind a date: ` + "`2022-07-28[Asia/Makassar][weekday=Kamis][part=malam]`" + `; they
change nothing else, and a day of the week that is not that date's is pointed out. A command may also write a day as people do,
` + "`Kamis, 28 Juli 2022`" + `. A day is the calendar day of its place and compares as that day; a time of day compares as an instant.

**A party** may be written by its Kemendagri code in a command (` + "`64`" + `); the record holds its id, the UUIDv5 of the code.

`

func format() string {
	var b strings.Builder
	b.WriteString(formatHead)
	b.WriteString("## data, around every fact\n\n`by` is given by the gate: `{actor, name}`.\n\n")
	fields(&b, fact.EnvelopeFields())
	for _, k := range value.Kinds() {
		fmt.Fprintf(&b, "## %s (%s, %s)\n\n", k, k.Word().ID, k.Word().EN)
		for ev := range domain.Events() {
			if ev.Kind != k {
				continue
			}
			fmt.Fprintf(&b, "### %s\n\n", ev.Type)
			if ev.Command == "" {
				b.WriteString("Read, and no longer written.\n\n")
			} else {
				fmt.Fprintf(&b, "Command `%s`. %s\n\n", ev.Command, ev.Words.EN)
			}
			fields(&b, ev.Fields)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func fields(b *strings.Builder, fs []fact.Field) {
	if len(fs) == 0 {
		return
	}
	b.WriteString("| field | value | Indonesian | English |\n| --- | --- | --- | --- |\n")
	rows(b, "", fs)
	b.WriteString("\n")
}

func rows(b *strings.Builder, under string, fs []fact.Field) {
	for _, f := range fs {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", under+f.Name, formOf(f), f.Label.ID, f.Label.EN)
		rows(b, under+f.Name+".", f.Fields)
	}
}

func formOf(f fact.Field) string {
	v := string(f.Form)
	switch f.Form {
	case fact.FormReference:
		v = "id of " + string(f.Kind)
	case fact.FormChoice:
		var cs []string
		for _, c := range f.Choices {
			cs = append(cs, "`"+c.Value+"`")
		}
		v = strings.Join(cs, ", ")
	}
	if f.Stated {
		v += " (told)"
	}
	if f.List {
		v = "list of " + v
	}
	return v
}
