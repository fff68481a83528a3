package question

import (
	"encoding/base64"
	"errors"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

func namesOf(rows []agencyRow) string {
	var names []string
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

// Rows come in the order of their keys, whatever was recorded first, and are
// narrowed by where their keys lie and by what they hold.
func TestRowsAndFilters(t *testing.T) {
	v := viewsOf(t, "Citra", "Bina", "Beta", "Alfa")
	for _, x := range []struct {
		f    agencyFilter
		want string
	}{
		{agencyFilter{}, "Alfa Beta Bina Citra"},
		{agencyFilter{Initial: "B"}, "Beta Bina"},
		{agencyFilter{Ending: "a"}, "Alfa Beta Bina Citra"},
		{agencyFilter{Initial: "C", Ending: "x"}, ""},
	} {
		p := must(agenciesByName.Ask(v, engine.Asked{}, x.f))(t)
		if got := namesOf(p.Rows); got != x.want || p.Head.Total != len(p.Rows) || p.Head.Next != "" {
			t.Errorf("%+v: %s, %+v", x.f, got, p.Head)
		}
		if len(p.Head.Names) != len(p.Rows) || p.Rows == nil {
			t.Errorf("%+v: names of %d of %d rows", x.f, len(p.Head.Names), len(p.Rows))
		}
	}
	then := must(agenciesByName.Ask(v, engine.Asked{KnownAt: firstNamed.Add(time.Hour)}, agencyFilter{}))(t)
	if namesOf(then.Rows) != "Bina Citra" || then.Head.Position != 2 {
		t.Errorf("as known then: %+v", then)
	}
}

// A page's mark goes on after it, whether rows come one by one or from a function
// of their own, and only the rows of the page are completed.
func TestPagesJoin(t *testing.T) {
	v := viewsOf(t, "Citra", "Bina", "Beta", "Alfa", "Dara")
	counted := agenciesByName
	counted.Total = func(_ *engine.Reader, f agencyFilter) int { return 5 }
	listed := agenciesByName
	listed.Row, listed.Rows = nil, func(r *engine.Reader, f agencyFilter, in Range) iter.Seq2[[]byte, agencyRow] {
		return agenciesByName.rows(r, f, in)
	}
	for name, q := range map[string]Query[agencyFilter, agencyRow]{"uncounted": agenciesByName, "counted": counted, "listed": listed} {
		var pages []string
		for at := (engine.Asked{Limit: 2}); len(pages) < 9; {
			p := must(q.Ask(v, at, agencyFilter{Ending: "a"}))(t)
			if want := map[bool]int{true: 5, false: -1}[name == "counted"]; p.Head.Total != want {
				t.Errorf("%s: of %d", name, p.Head.Total)
			}
			if len(p.Head.Names) != len(p.Rows) {
				t.Errorf("%s: names %v of %d rows", name, p.Head.Names, len(p.Rows))
			}
			pages = append(pages, namesOf(p.Rows))
			if at.After = p.Head.Next; at.After == "" {
				break
			}
		}
		if got := strings.Join(pages, ", "); got != "Alfa Beta, Bina Citra, Dara" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A mark must lie where the keys of the question's rows do.
func TestMarksAreChecked(t *testing.T) {
	v := viewsOf(t, "Bina", "Beta")
	mark := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	within := "NaB\x00" + strings.Repeat("\x00", 16)
	whole := agenciesByName
	whole.Keys, whole.Row, whole.Rows = nil, nil, func(*engine.Reader, agencyFilter, Range) iter.Seq2[[]byte, agencyRow] {
		return func(func([]byte, agencyRow) bool) {}
	}
	for _, x := range []struct {
		q       Query[agencyFilter, agencyRow]
		mark    string
		refused bool
	}{
		{agenciesByName, mark(within), false}, // of no row, but where one could be
		{agenciesByName, mark(within[:len(within)-1]), true},
		{agenciesByName, mark("NaC\x00" + strings.Repeat("\x00", 16)), true},
		{agenciesByName, mark("NbB\x00" + strings.Repeat("\x00", 16)), true},
		{agenciesByName, mark(within) + "=", true},
		{agenciesByName, "?", true},
		{whole, mark(within), true},
		{whole, "", false},
	} {
		p, err := x.q.Ask(v, engine.Asked{After: x.mark}, agencyFilter{Initial: "B"})
		if got := errors.Is(err, engine.BadCursor); got != x.refused || !got && err != nil || got && p.Rows != nil {
			t.Errorf("%q: %v, %v", x.mark, p.Rows, err)
		}
	}
	if _, err := oneAgency.Ask(v, engine.Asked{After: mark(within)}, agencyFilter{}); !errors.Is(err, engine.BadCursor) {
		t.Errorf("what is answered with one thing goes on after a mark: %v", err)
	}
}

// Rows are counted as far as somebody may want to know.
func TestCount(t *testing.T) {
	rows := func(n int) iter.Seq2[int, bool] {
		return func(yield func(int, bool) bool) {
			for i := 0; i < n && yield(i, true); i++ {
			}
		}
	}
	for n, want := range map[int]int{0: 0, 7: 7, countable: countable, countable + 1: -1} {
		if got := Count(rows(n)); got != want {
			t.Errorf("%d of %d rows", got, n)
		}
	}
}

// What a row cannot be read for is the answer's error.
func TestFailureOfARow(t *testing.T) {
	v, failing := viewsOf(t, "Bina"), agenciesByName
	failing.Row = func(r *engine.Reader, _ agencyFilter, _, _ []byte) (agencyRow, bool) {
		r.Fail(engine.RowDamaged)
		return agencyRow{}, false
	}
	failing.Total = func(*engine.Reader, agencyFilter) int { panic("counted although a row failed") }
	if _, err := failing.With(agencyFilter{}).Ask(v, engine.Asked{}); !errors.Is(err, engine.RowDamaged) {
		t.Error(err)
	}
	if a, err := oneAgency.Ask(v, engine.Asked{}, agencyFilter{Initial: "X"}); !errors.Is(err, engine.NoSuchNotice) || a.Head.Ledger != "" {
		t.Error(a, err)
	}
}

// Without its types a question says and answers the same: its parameters are set,
// and it is asked of views or of whoever answers in JSON.
func TestQueryWithoutItsTypes(t *testing.T) {
	v := viewsOf(t, "Citra", "Bina", "Beta")
	var q Question = agenciesByName
	about := q.About()
	if about.Name != "agencies" || about.Command != "agency list" || about.Alias != "perangkat" || about.Answer != reflect.TypeFor[engine.Page[agencyRow]]() {
		t.Errorf("%+v", about)
	}
	want := []ColumnInfo{{"name", value.Words{ID: "nama", EN: "name"}, false}, {"seq", value.Words{ID: "catatan", EN: "record"}, true}}
	if !reflect.DeepEqual(about.Columns, want) {
		t.Errorf("%+v", about.Columns)
	}
	x, other := q.Asking(), q.Asking()
	for i, set := range []string{"B", "a"} {
		must(0, x.Params[i].Set(set))(t)
	}
	if other.Params[0].Get() != "" || x.Route() != "/api/agencies/{initial}" || strings.Join(x.Parts(), " ") != "agencies B" {
		t.Error(other.Params[0].Get(), x.Route(), x.Parts())
	}
	a := must(x.Ask(v, engine.Asked{}))(t)
	if got := namesOf(agenciesByName.Typed(a).Rows); got != "Beta Bina" || len(a.Rows) != 2 || a.Rows[1].(agencyRow).Name != "Bina" || a.Note.EN != "those that end with a" {
		t.Errorf("%s %+v", got, a)
	}
	read := must(x.Read(func(to any) error { return json.Unmarshal(engine.Encoded(a.Whole), to) }))(t)
	if !reflect.DeepEqual(agenciesByName.Typed(read).Rows, agenciesByName.Typed(a).Rows) || read.Head.Position != 3 || read.Note != a.Note {
		t.Errorf("read: %+v", read)
	}
	if rows := agenciesByName.Typed(Answer{}).Rows; rows != nil {
		t.Errorf("the answer to nothing: %v", rows)
	}
}

// Rows read column by column in the reader's language; a cell says what it names.
func TestCells(t *testing.T) {
	a := must(agenciesByName.With(agencyFilter{Initial: "B"}).Ask(viewsOf(t, "Citra", "Bina", "Beta"), engine.Asked{}))(t)
	ref := func(n int) value.Ref { return value.Ref{Kind: value.KindAgency, ID: toyID(n)} }
	l := LocaleFor(a.Head, value.English, time.UTC)
	want := [][]Cell{{{"agency Beta", ref(3), 0}, {"3", value.Ref{}, 3}}, {{"agency Bina", ref(2), 0}, {"2", value.Ref{}, 2}}}
	if got := a.Cells(l); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := agenciesByName.Cells(agenciesByName.Typed(a).Rows[:1], l); !reflect.DeepEqual(got, want[:1]) {
		t.Errorf("of one row: %+v", got)
	}
	if got := a.Cells(Locale{Lang: value.Indonesian})[0][0].Text; got != "dinas Beta" {
		t.Error(got)
	}
	if l.Names(ref(2), l.Lang) != "the 2" || l.Names(ref(1), l.Lang) == "the 1" || l.Zone != time.UTC {
		t.Error("names are not those of the answer:", l.Names(ref(2), l.Lang), l.Names(ref(1), l.Lang))
	}
}

// What is answered with one thing has lines, and no columns.
func TestOneWithoutItsTypes(t *testing.T) {
	v := viewsOf(t, "Citra", "Bina", "Beta")
	var q Question = oneAgency
	if about := q.About(); about.Command != "agency" || about.Columns != nil || about.Answer != reflect.TypeFor[oneAnswer]() {
		t.Errorf("%+v", about)
	}
	x := q.Asking()
	must(0, x.Params[0].Set("B"))(t)
	a := must(x.Ask(v, engine.Asked{}))(t)
	if a.Head.Position != 3 || len(a.Rows) != 2 || namesOf(oneAgency.Typed(a).Is) != "Beta Bina" || a.Cells(Locale{}) != nil {
		t.Errorf("%+v", a)
	}
	read := must(x.Read(func(to any) error { return json.Unmarshal(engine.Encoded(a.Whole), to) }))(t)
	if read.Head.Position != 3 || namesOf(oneAgency.Typed(read).Is) != "Beta Bina" {
		t.Errorf("read: %+v", read)
	}
}

// A reference stands in the address with its kind and its id.
func TestRouteOfAReference(t *testing.T) {
	var ref value.Ref
	x := Asking{About: About{Name: "show"}, Params: []Param{ReferenceParam("ref", &ref, value.Words{}).PartOfPath()}}
	must(0, x.Params[0].Set("agency/"+toyID(1)))(t)
	if x.Route() != "/api/show/{kind}/{id}" || strings.Join(x.Parts(), " ") != "show agency "+toyID(1) {
		t.Error(x.Route(), x.Parts())
	}
}
