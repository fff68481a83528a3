package projections

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// The stories under testdata/stories are affairs entered as they became known, and
// what the ledger answers of them. In each file stand, in any order,
//
//	2022-08-02 [by who] instrument/1 sign {…}    what was recorded that day, and by whom
//	2022-08-02 552 times party/{code} … {…}      the same so many times, {n} counting up
//	instrument/1    state     in force  64-1     what is asked of the document then,
//	  now           drafted   no        signed   and what is answered today,
//	  as of D       …                            as of a day,
//	  known at D    …                            by what was on record by a day, or
//	  published D   …                            by what was published by a day
//
// with {code} a region's code that counts up likewise, at least two blanks between the columns, and # before what is said to the
// reader. $office/1 is the id of that office, and #4 that of record 4; #last is the
// one before. Two axes at once are joined by a comma.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := newTold(t)
			s.tick = time.Second
			s.read(string(text))
			for _, axis := range []string{"as of", "known at", "published"} {
				if !strings.Contains(string(text), axis+" 2") {
					t.Errorf("nothing is asked %s a day", axis)
				}
			}
		})
	}
}

var (
	recorded = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?: (\d+) times)?(?: by (\S+))? (\S+) (\S+) (\{.*)$`)
	columns  = regexp.MustCompile(` {2,}`)
)

// read tells a story and compares its answers.
func (s tale) read(text string) {
	var about value.Ref
	var asked []string
	for line := range statements(text) {
		cells := columns.Split(strings.TrimSpace(line), -1)
		if m := recorded.FindStringSubmatch(line); m != nil {
			s.tell(m[1], m[2], m[3], m[4], m[5], m[6])
		} else if strings.HasPrefix(line, "instrument/") {
			about, asked = s.story.ref(cells[0]), cells[1:]
		} else if asked == nil || line[0] != ' ' {
			s.story.Fatalf("neither a record nor a question: %s", line)
		} else if got := s.answers(about, cells[0], asked); !slices.Equal(got, cells[1:]) {
			s.story.Errorf("by record %d, %s %s:\n got %s\nwant %s", s.seq, s.called[about.ID], cells[0], strings.Join(got, "  "), strings.Join(cells[1:], "  "))
		}
	}
}

// statements are the lines that say something. A body goes on until its last brace.
func statements(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		whole := ""
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\n")
			if whole == "" && (strings.TrimSpace(line) == "" || line[0] == '#') {
				continue
			}
			whole += line
			if strings.Count(whole, "{") > strings.Count(whole, "}") {
				continue
			}
			if !yield(whole) {
				return
			}
			whole = ""
		}
	}
}

// tell records a command on a day, so many times.
func (s tale) tell(day, times, by, name, command, body string) {
	s.story.Helper()
	began, err := time.Parse(time.DateOnly, day)
	must(s.story, began, err)
	s.began, s.by = began, cmp.Or(by, "pencatat")
	n, _ := strconv.Atoi(cmp.Or(times, "1"))
	for i := range n {
		counted := strings.NewReplacer("{n}", strconv.Itoa(i+1), "{code}", fmt.Sprintf("%02d.%02d", 11+i/90, 10+i%90))
		s.given(counted.Replace(name), command, counted.Replace(body))
	}
}

// answers are what is answered in each column of a document on one row's axes, or
// why nothing is.
func (s tale) answers(about value.Ref, axes string, asked []string) (out []string) {
	s.story.Helper()
	q := engine.Asked{Now: s.now()}
	for axis := range strings.SplitSeq(axes, ", ") {
		words, day, _ := strings.Cut(axis, " 2")
		day = "2" + day
		var err error
		switch words {
		case "now":
		case "as of":
			q.AsOf, err = value.ParseAsOf(day)
		case "known at":
			q.KnownAt, err = value.ParseInstant(day)
		case "published":
			q.Published, err = value.ParseAsOf(day)
		default:
			err = fmt.Errorf("no axis is called %q", words)
		}
		must(s.story, 0, err)
	}
	shown, err := Show.Ask(s.db(), q, ShowFilter{Ref: about})
	if refusal := (*value.Refusal)(nil); errors.As(err, &refusal) {
		return append([]string{refusal.Code}, slices.Repeat([]string{"-"}, len(asked)-1)...)
	}
	must(s.story, 0, err)
	for _, column := range asked {
		out = append(out, cell(shown, column))
	}
	return out
}

// cell is what stands in a column: of the document, or of the place of that name.
func cell(s Shown, column string) string {
	row := s.Instrument
	switch column {
	case "state":
		return string(row.State)
	case "in force":
		return row.InForce.Truth.String()
	case "signed":
		return row.Signed.Truth.String()
	case "from":
		return orNone(row.Term.From.In(value.English))
	case "until":
		return orNone(row.Term.UntilIn(value.English))
	case "notes":
		var rules []string
		for _, n := range s.Notes {
			rules = append(rules, n.Rule)
		}
		return orNone(strings.Join(rules, ", "))
	}
	for _, x := range row.Slots {
		if string(x.Slot) == column {
			return string(x.State)
		}
	}
	return "-"
}

func orNone(s string) string { return cmp.Or(s, "-") }
