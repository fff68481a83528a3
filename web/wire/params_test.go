package wire

import (
	"errors"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

func TestParams(t *testing.T) {
	for query, x := range map[string]struct {
		a     string
		n     int
		want  error
		field string
	}{
		"":              {},
		"a=x&n=7":       {a: "x", n: 7},
		"a=%26+b":       {a: "& b"},
		"a=&n=":         {},
		"a=x&a=y":       {want: parameterTwice, field: "a"},
		"b=x":           {want: unknownParameter, field: "b"},
		"d=&c=&b=&e=":   {want: unknownParameter, field: "b"},
		"%zz=1":         {want: badQuery},
		"a=x;n=1":       {want: badQuery},
		"p=in-the-path": {want: unknownParameter, field: "p"},
	} {
		t.Run(query, func(t *testing.T) {
			var a, p string
			var n int
			ps := InQuery([]question.Param{
				question.TextParam("a", &a, value.Words{}),
				question.TextParam("p", &p, value.Words{}).PartOfPath(),
				question.IntegerParam("n", &n, 1, 9, value.Words{}),
			})
			err := ReadParams(httptest.NewRequest("GET", "/?"+query, nil), ps)
			var r *value.Refusal
			if x.want != nil {
				if !errors.Is(err, x.want) || !errors.As(err, &r) || r.Field != x.field {
					t.Errorf("%v on %+v; want %v on %q", err, r, x.want, x.field)
				}
				return
			}
			if err != nil || a != x.a || n != x.n {
				t.Fatal(a, n, err)
			}
			again := httptest.NewRequest("GET", "/?"+WriteParams(ps).Encode(), nil)
			if a, n = "", 0; ReadParams(again, ps) != nil || a != x.a || n != x.n {
				t.Errorf("%s reads as %q, %d", again.URL, a, n)
			}
		})
	}
	var n int
	err := ReadParams(httptest.NewRequest("GET", "/?n=10", nil), []question.Param{question.IntegerParam("n", &n, 1, 9, value.Words{})})
	var r *value.Refusal
	if !errors.As(err, &r) || r.Field != "n" {
		t.Error(err)
	}
}

// A client writes the parameters of a question as the server reads them.
func TestParamsAroundAQuestion(t *testing.T) {
	for query, x := range map[string]struct {
		at engine.Asked
		p  Position
	}{
		"":               {},
		"min_seq=latest": {p: Position{Latest: true}},
		"min_seq=7":      {p: Position{Seq: 7}},
		"as_of=2022-08-11T09%3A00%3A00Z&cursor=x&known_at=2022-08-12T09%3A00%3A00Z&limit=3&min_seq=2": {
			engine.Asked{AsOf: value.At(at), KnownAt: at.Add(24 * time.Hour), Limit: 3, After: "x"}, Position{Seq: 2}},
	} {
		if got := WriteParams(Around(&x.at, &x.p)).Encode(); got != query {
			t.Errorf("%s, want %s", got, query)
		}
		var back engine.Asked
		var p Position
		err := ReadParams(httptest.NewRequest("GET", "/?"+query, nil), Around(&back, &p))
		if err != nil || p != x.p || back.AsOf != x.at.AsOf || !back.KnownAt.Equal(x.at.KnownAt) || back.Limit != x.at.Limit || back.After != x.at.After {
			t.Errorf("%s: %+v, %+v, %v", query, back, p, err)
		}
	}
	var p Position
	for _, bad := range []string{"-1", "x", "1.5", "18446744073709551616"} {
		if err := p.param().Set(bad); !errors.Is(err, NotAPosition) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	var k noticelog.Key
	named := OfNotice(&k)
	if err := named.Set("signed/7/" + anID); err != nil || k != notice || named.Get() != notice.String() {
		t.Error(k, err)
	}
	if named.Set("signed/7") == nil {
		t.Error("half a key was taken for one")
	}
}

func TestWhatAFollowerAsks(t *testing.T) {
	for query, want := range map[string]FollowAsked{
		"":                                     {},
		"from=0":                               {Given: true},
		"from=7&type=party":                    {From: 7, Given: true, Wanted: Wanted{"party"}},
		"type=instrument%2Cid.mufakat.agency.": {Wanted: Wanted{"instrument", "id.mufakat.agency."}},
	} {
		var q FollowAsked
		err := ReadParams(httptest.NewRequest("GET", "/?"+query, nil), q.Params())
		if err != nil || q.From != want.From || q.Given != want.Given || !slices.Equal(q.Wanted, want.Wanted) {
			t.Errorf("%s: %+v, %v", query, q, err)
		}
		if got := WriteParams(q.Params()).Encode(); got != query {
			t.Errorf("%s, want %s", got, query)
		}
	}
	for query, want := range map[string]error{"from=x": NotAPosition, "from=-1": NotAPosition, "type=treaty": noSuchType, "type=party%2C": noSuchType} {
		if err := ReadParams(httptest.NewRequest("GET", "/?"+query, nil), new(FollowAsked).Params()); !errors.Is(err, want) {
			t.Errorf("%s: %v", query, err)
		}
	}
	q := FollowAsked{From: 7, Given: true}
	if err := q.SetFrom("latest"); err != nil || q.Given {
		t.Error(q, err)
	}
}
