package question

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
)

// Questions are tested with a ledger in which agencies are named, and nothing
// else happens.

type named struct {
	Name string `json:"name" id:"nama" en:"name"`
}

func (named) Refuse(string, fact.Given) error        { return nil }
func (f named) Evolve(_ string, _ fact.Entry) string { return f.Name }

const agencies fact.KindOf[string] = fact.KindOf[string](value.KindAgency)

var table = fact.NewTable([]fact.AnyKind{agencies.Any()},
	fact.Of[named](agencies, "id.mufakat.agency.named.v1", "name", value.Words{ID: "Bernama {name}.", EN: "Named {name}."}, fact.Begins))

// byName has a row for each agency, by its name.
var byName = engine.View{Name: "byname", Letter: 'N', Version: 1, Kind: value.KindAgency,
	Orders: []engine.Order{{Letter: 'a', Key: "name 0 id", Of: "all"}},
	Rows: func(a fact.Aggregate, _ engine.Part, rs *engine.Rows) {
		row := agencyRow{value.AgencyID(a.Ref.ID), a.State.(string), a.Seq()}
		rs.Add(rs.Key('a').Text(row.Name).ID(a.Ref.ID), engine.Encoded(row))
	}}

type agencyRow struct {
	Agency value.AgencyID `json:"agency"`
	Name   string         `json:"name"`
	Seq    uint64         `json:"seq"`
}

type agencyFilter struct {
	Initial string // with which the key begins
	Ending  string // with which the row ends
}

// agenciesByName is a question as the nouns write theirs.
var agenciesByName = Query[agencyFilter, agencyRow]{
	Name: "agencies", Command: "agency list", Alias: "perangkat", Example: []string{"--ending a"},
	Words: value.Words{ID: "Perangkat", EN: "Agencies"}, Kinds: []value.Kind{value.KindAgency},
	Params: func(f *agencyFilter) []Param {
		return []Param{
			TextParam("initial", &f.Initial, value.Words{ID: "huruf awal", EN: "initial"}).PartOfPath(),
			TextParam("ending", &f.Ending, value.Words{ID: "huruf akhir", EN: "ending"}),
		}
	},
	Columns: []Column[agencyRow]{
		{Name: "name", Words: value.Words{ID: "nama", EN: "name"}, Cell: func(r agencyRow, l Locale) string {
			return value.Words{ID: "dinas ", EN: "agency "}.In(l.Lang) + r.Name
		}, Ref: func(r agencyRow) value.Ref { return r.Agency.Ref() }},
		{Name: "seq", Words: value.Words{ID: "catatan", EN: "record"}, Technical: true,
			Cell: func(r agencyRow, l Locale) string { return fmt.Sprint(r.Seq) }, Seq: func(r agencyRow) uint64 { return r.Seq }},
	},
	Note: func(f agencyFilter) value.Words { return value.Words{EN: "those that end with " + f.Ending} },
	Keys: func(f agencyFilter) Keys { return Keys{append(byName.Key('a'), f.Initial...), 1 + 16} },
	Row: func(r *engine.Reader, f agencyFilter, _, b []byte) (agencyRow, bool) {
		row := engine.Decoded[agencyRow](r, b)
		return row, f.Ending == "" || row.Name[len(row.Name)-1:] == f.Ending
	},
	Finish: func(r *engine.Reader, rows []agencyRow) {
		for _, row := range rows {
			engine.Mention(r, row.Agency)
		}
	},
}

// oneAgency is a question that is answered with one thing.
var oneAgency = One[agencyFilter, oneAnswer]{
	Name: "agency", Alias: "dinas", Words: value.Words{ID: "Satu dinas", EN: "One agency"},
	Params: func(f *agencyFilter) []Param { return agenciesByName.Params(f)[:1] },
	Answer: func(r *engine.Reader, f agencyFilter) (a oneAnswer) {
		for _, b := range r.Scan(append(byName.Key('a'), f.Initial...), nil) {
			a.Is = append(a.Is, engine.Decoded[agencyRow](r, b))
		}
		if a.Is == nil {
			r.Fail(engine.NoSuchNotice)
		}
		return a
	},
	Head: func(a *oneAnswer) *engine.Head { return &a.Head },
	Lines: func(a oneAnswer) (out []any) {
		for _, r := range a.Is {
			out = append(out, r)
		}
		return out
	},
}

type oneAnswer struct {
	Head engine.Head `json:"head"`
	Is   []agencyRow `json:"is"`
}

func toyID(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }

// viewsOf are the views of a ledger in which agencies were named, one after the
// other.
func viewsOf(t *testing.T, names ...string) *engine.DB {
	t.Helper()
	list := histories.NewList()
	for i, name := range names {
		ref := value.Ref{Kind: value.KindAgency, ID: toyID(i + 1)}
		ev := must(table.EventOf(ref.Kind, "name"))(t)
		c := must(fact.ReadCommand(ev, ref, fmt.Appendf(nil, `{"fact":{"name":%q}}`, name)))(t)
		r := must(c.Record(table.New(ref), fact.Stamp{ID: value.RecordID(toyID(1000 + i)), Ledger: toyID(0), Time: firstNamed.Add(time.Duration(i) * time.Hour), CommandID: toyID(2000 + i)}))(t)
		list.Add(fact.Stored{Seq: uint64(i + 1), Ref: ref, Body: r.Body})
	}
	db := must(engine.Open(engine.Config{Table: table, Path: filepath.Join(t.TempDir(), "views.db"), Ledger: toyID(0), Source: list,
		Views: []engine.View{byName}, Name: func(_ *engine.Reader, ref value.Ref) (value.Words, bool) {
			return value.Words{ID: "si " + ref.ID[35:], EN: "the " + ref.ID[35:]}, true
		}}))(t)
	t.Cleanup(func() { db.Close() })
	must(0, db.CatchUp(t.Context(), nil))(t)
	return db
}

// firstNamed is when the first agency was named; each other an hour later.
var firstNamed = time.Date(2022, 8, 11, 1, 0, 0, 0, time.UTC)

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// code is what a refusal is called; empty for none.
func code(err error) string {
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r.Code
	}
	return ""
}
