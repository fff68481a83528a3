package domain

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

var update = flag.Bool("update", false, "write golden files of events that have none yet")

// Golden bytes of every stored type ever written. They are never edited: a red
// one means that records already on disk would be read differently.
func TestEveryTypeHasGoldenBytes(t *testing.T) {
	names := func(r value.Ref, l value.Lang) string { return r.Name(l) }
	for ev := range Events() {
		t.Run(string(ev.Type), func(t *testing.T) {
			file := filepath.Join("testdata", string(ev.Type)+".json")
			if _, err := os.Stat(file); *update && os.IsNotExist(err) {
				writeGolden(t, ev, file)
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v: write one record of this type there, as one line of JSON", err)
			}
			line := []byte(strings.TrimSpace(string(body)))
			at, _, _ := strings.Cut(strings.SplitN(string(line), `"subject":"`, 2)[1], `"`)
			ref, err := value.ParseRef(at)
			if err != nil {
				t.Fatal(err)
			}
			r := Read(1, ref, line)
			if r.Unreadable != nil {
				t.Fatal(r.Unreadable)
			}
			if r.Type != ev.Type {
				t.Fatalf("holds a record of %s", r.Type)
			}
			e := fact.Entry{Record: r, Type: r.Type, Data: r.Data}
			var b strings.Builder
			for _, l := range []value.Lang{value.Indonesian, value.English} {
				b.WriteString(e.Sentence(l, names) + "\n")
				for _, d := range e.Details(l, names) {
					b.WriteString("\t" + d.Label + ": " + d.Text + "\n")
				}
			}
			want := filepath.Join("testdata", string(ev.Type)+".txt")
			if *update {
				if _, err := os.Stat(want); os.IsNotExist(err) {
					if err := os.WriteFile(want, []byte(b.String()), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			said, err := os.ReadFile(want)
			if err != nil {
				t.Fatalf("%v: go test ./domain -update writes it", err)
			}
			if string(said) != b.String() {
				t.Errorf("reads as\n%s\nwant\n%s", b.String(), said)
			}
			if again, err := rewritten(ev, r); err != nil || again != string(line) {
				t.Errorf("written again: %v\n%s\nwant\n%s", err, again, line)
			}
		})
	}
}

// rewritten is the record made again from what was read; an older version is
// not written any more.
func rewritten(ev *fact.Event, r *fact.Record) (string, error) {
	if ev.Command == "" {
		return string(r.Body), nil
	}
	c := fact.Command{Event: ev, Ref: r.Ref, Data: r.Data, Hash: r.CommandHash}
	c.Data.By = fact.By{}
	a := New(r.Ref)
	for range r.Version - 1 {
		a.Entries = append(a.Entries, fact.Entry{Record: &fact.Record{Hash: r.PrevHash}})
	}
	again, err := c.Record(a, fact.Stamp{ID: r.ID, Ledger: r.Ledger, Time: r.Time, CommandID: r.CommandID, By: r.Data.By})
	if err != nil {
		return "", err
	}
	return string(again.Body), nil
}

// Every event says itself in both languages, of fields that exist; every field
// has a label in both.
func TestEveryEventHasItsWords(t *testing.T) {
	envelope := map[string]bool{}
	for _, f := range fact.EnvelopeFields() {
		envelope[f.Name] = true
		checkLabels(t, "envelope", f)
	}
	for ev := range Events() {
		known := map[string]bool{}
		for _, f := range ev.Fields {
			known[f.Name] = true
			checkLabels(t, string(ev.Type), f)
		}
		for _, s := range []string{ev.Words.ID, ev.Words.EN} {
			if s == "" {
				t.Errorf("%s: a sentence is missing", ev.Type)
			}
			for name := range fact.Placeholders(s) {
				if !known[name] && !envelope[name] {
					t.Errorf("%s: %q names {%s}, which is no field", ev.Type, s, name)
				}
			}
		}
		if ev.Kind.Word().ID == "" || ev.Kind.Word().EN == "" {
			t.Errorf("kind %s has no word", ev.Kind)
		}
	}
}

func checkLabels(t *testing.T, where string, f fact.Field) {
	if f.Label.ID == "" || f.Label.EN == "" {
		t.Errorf("%s: field %s lacks a label", where, f.Name)
	}
	for _, c := range f.Choices {
		if c.ID == "" || c.EN == "" {
			t.Errorf("%s: choice %s of %s lacks a label", where, c.Value, f.Name)
		}
	}
	for _, sub := range f.Fields {
		checkLabels(t, where+"."+f.Name, sub)
	}
}
