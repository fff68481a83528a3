package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/web/client"
	"mufakat/web/wire"
)

const agencyPath = "/api/agency/00000000-0000-7000-8000-000000000001"

func TestEveryCommandHasARoute(t *testing.T) {
	f := newFixture(t)
	var spec struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ OperationID string }
		Components struct{ Schemas map[string]any }
	}
	w := f.do("GET", "/openapi.json", "")
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil || spec.OpenAPI != "3.1.0" {
		t.Fatal(err, spec.OpenAPI)
	}
	for _, k := range value.Kinds() {
		for ev := range domain.Commands(k) {
			name := string(k) + "." + ev.Command
			op := spec.Paths["/api/"+string(k)+"/{id}/"+ev.Command]["post"]
			if op.OperationID != name || spec.Components.Schemas[name] == nil {
				t.Errorf("%s is not described: %+v", name, op)
			}
			// A body with an unknown member gets as far as the domain's reading.
			w := f.do("POST", "/api/"+string(k)+"/"+uuidOf(1)+"/"+ev.Command, `{"x":1}`, "Idempotency-Key: k")
			f.refused(w, http.StatusUnprocessableEntity, "unknown-member", "x")
		}
	}
	// Every reference leads somewhere.
	for _, part := range bytes.Split(w.Body.Bytes(), []byte(`"$ref":"#/components/schemas/`))[1:] {
		name, _, _ := strings.Cut(string(part), `"`)
		if spec.Components.Schemas[name] == nil {
			t.Errorf("no schema %q", name)
		}
	}
}

// The gate will be a middleware: no operation may be reached around it.
func TestMiddlewaresRunAroundEachOperation(t *testing.T) {
	f := newFixture(t)
	ran := 0
	ended, end := context.WithCancel(t.Context())
	end() // or those who follow would for ever
	c := f.config()
	c.Ending = ended
	a := NewAPI(c, func(ctx huma.Context, next func(huma.Context)) { ran++; next(huma.WithValue(ctx, "k", "v")) })
	f.Handler = a.Handler()
	asked := 0
	for path, item := range a.huma.OpenAPI().Paths {
		path = strings.NewReplacer("{kind}", "agency", "{id}", uuidOf(1), "{record}", "1").Replace(path)
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post} {
			if op != nil {
				f.do(method, path, "")
				asked++
			}
		}
	}
	f.do("POST", "/api/agency/"+uuidOf(1)+"/no-such", "")
	if asked++; ran != asked || asked < 40 {
		t.Errorf("%d operations, the middleware ran %d times", asked, ran)
	}
}

func TestRecord(t *testing.T) {
	f := newFixture(t)
	w := f.do("POST", agencyPath+"/register", `{"fact":{"name":"Biro POD"}}`, "Idempotency-Key: a", "Mufakat-By: S%C3%B8ren%20Adi")
	var got fact.Receipt
	if err := wire.Decode(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusCreated {
		t.Fatal(err, w.Code, w.Body)
	}
	r := f.ledger.records[0]
	if got.Seq != 1 || got.Version != 1 || got.Outcome != fact.Recorded || got.ID != r.ID || got.Hash != r.Hash || got.Record.Hash != r.Hash ||
		got.Ref.String() != "agency/"+uuidOf(1) || got.Sentence.ID == "" || got.Sentence.EN == "" {
		t.Errorf("%+v", got)
	}
	if by := r.Data.By; by.Name != "Søren Adi" || by.Actor != actor {
		t.Errorf("%+v", by)
	}
	if h := w.Header(); h.Get("ETag") != `"1"` || h.Get("Location") != "/api/records/"+string(r.ID) || h.Get("Idempotency-Replayed") != "" {
		t.Error(h)
	}

	w = f.do("POST", agencyPath+"/register", ` { "fact" : {"name":"Biro POD"}}`, "Idempotency-Key: a")
	if w.Code != http.StatusOK || w.Header().Get("Idempotency-Replayed") != "true" || w.Header().Get("ETag") != `"1"` {
		t.Error("replay:", w.Code, w.Header())
	}
	w = f.do("POST", agencyPath+"/register", `{"fact":{"name":"Biro POD"}}`, "Idempotency-Key: b")
	if w.Code != http.StatusOK || w.Header().Get("Idempotency-Replayed") != "" {
		t.Error("already so:", w.Code, w.Header())
	}
	f.refused(f.do("POST", agencyPath+"/register", `{"fact":{"name":"Biro lain"}}`, "Idempotency-Key: a"), http.StatusConflict, "key-reused", "")
	f.refused(f.do("POST", agencyPath+"/register", `{"fact":{"name":"Biro lain"}}`, "Idempotency-Key: c"), http.StatusConflict, "already-registered", "fact")
	if len(f.ledger.records) != 1 {
		t.Errorf("%d records", len(f.ledger.records))
	}
}

func TestIfMatch(t *testing.T) {
	f := newFixture(t)
	for i, c := range []struct {
		header string
		status int
	}{
		{`"1"`, 412}, {`"0"`, 201}, {`"0"`, 412}, {`1`, 201}, {`"2"`, 201}, {`"2"`, 412},
	} {
		w := f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"a`+uuidOf(i)+`"}}`, "Idempotency-Key: "+uuidOf(i), "If-Match: "+c.header)
		if w.Code != c.status {
			t.Errorf("%d: %d %s", i, w.Code, w.Body)
		}
	}
	for _, bad := range []string{`W/"1"`, `"1`, `*`, `-1`, `"x"`, `"1","2"`} {
		w := f.do("POST", agencyPath+"/alias", `{}`, "Idempotency-Key: z", "If-Match: "+bad)
		f.refused(w, http.StatusUnprocessableEntity, "bad-if-match", "If-Match")
	}
}

// What a request may not be. Nothing of it reaches the ledger.
func TestRequestsThatAreRefused(t *testing.T) {
	long := strings.Repeat("a", fact.MaxText+1)
	for _, c := range []struct {
		name, path, body string
		headers          []string
		status           int
		code, field      string
	}{
		{"no key", agencyPath + "/alias", `{}`, nil, 400, "key-missing", "Idempotency-Key"},
		{"two keys", agencyPath + "/alias", `{}`, []string{"Idempotency-Key: a", "Idempotency-Key: b"}, 400, "header-twice", "Idempotency-Key"},
		{"unknown member", agencyPath + "/alias", `{"facts":{}}`, nil, 422, "unknown-member", "facts"},
		{"unknown member of the fact", agencyPath + "/alias", `{"fact":{"alia":"x"}}`, nil, 422, "unknown-member", "fact.alia"},
		{"wrong case", agencyPath + "/alias", `{"fact":{"Alias":"x"}}`, nil, 422, "unknown-member", "fact.Alias"},
		{"twice", agencyPath + "/alias", `{"fact":{"alias":"x","alias":"y"}}`, nil, 422, "duplicate-member", "fact.alias"},
		{"null", agencyPath + "/alias", `{"fact":{"alias":null}}`, nil, 422, "null", "fact.alias"},
		{"two values", agencyPath + "/alias", `{} {}`, nil, 400, "more-than-one-value", ""},
		{"bad UTF-8", agencyPath + "/alias", "{\"fact\":{\"alias\":\"\xff\"}}", nil, 400, "bad-utf8", "fact.alias"},
		{"no JSON", agencyPath + "/alias", `{"fact":`, nil, 400, "not-json", "fact"},
		{"a list", agencyPath + "/alias", `[]`, nil, 422, "wrong-form", ""},
		{"bidi", agencyPath + "/alias", "{\"fact\":{\"alias\":\"a\u202eb\"}}", nil, 422, "bad-text", "fact.alias"},
		{"NUL", agencyPath + "/alias", `{"fact":{"alias":"a\u0000b"}}`, nil, 422, "bad-text", "fact.alias"},
		{"long text", agencyPath + "/alias", `{"fact":{"alias":"` + long + `"}}`, nil, 422, "too-long", "fact.alias"},
		{"long body", agencyPath + "/alias", strings.Repeat(" ", fact.MaxBody+1), nil, 413, "body-too-large", ""},
		{"id with a wildcard", "/api/agency/*/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a greater sign", "/api/agency/%3E/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a dot", "/api/agency/a.b/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a space", "/api/agency/a%20b/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a slash", "/api/agency/a%2Fb/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a line break", "/api/agency/a%0Ab/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id with a bidi mark", "/api/agency/%E2%80%AE/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"id in capitals", "/api/agency/0190A5F2-7C1E-7000-8000-3F2B9C5D1E01/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"a code for what is no party", "/api/agency/64/alias", `{}`, nil, 422, "not-an-id", "id"},
		{"a path upwards", "/api/agency/../alias", `{}`, nil, 404, "no-such-page", ""},
		{"unknown kind", "/api/treaty/" + uuidOf(1) + "/sign", `{}`, nil, 404, "no-such-kind", "kind"},
		{"unknown command", agencyPath + "/sign", `{}`, nil, 404, "no-such-command", "command"},
		{"name in Latin-1", agencyPath + "/alias", `{}`, []string{"Mufakat-By: S%F8ren"}, 422, "bad-name", "Mufakat-By"},
		{"name with a control character", agencyPath + "/alias", `{}`, []string{"Mufakat-By: a%00"}, 422, "bad-name", "Mufakat-By"},
		{"name with a bidi mark", agencyPath + "/alias", `{}`, []string{"Mufakat-By: a%E2%80%AE"}, 422, "bad-name", "Mufakat-By"},
		{"name cut off", agencyPath + "/alias", `{}`, []string{"Mufakat-By: a%2"}, 422, "bad-name", "Mufakat-By"},
		{"name of spaces", agencyPath + "/alias", `{}`, []string{"Mufakat-By: %20"}, 422, "bad-name", "Mufakat-By"},
		{"long name", agencyPath + "/alias", `{}`, []string{"Mufakat-By: " + strings.Repeat("a", 201)}, 422, "bad-name", "Mufakat-By"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			if c.code != "key-missing" && c.code != "header-twice" {
				c.headers = append(c.headers, "Idempotency-Key: k")
			}
			f.refused(f.do("POST", c.path, c.body, c.headers...), c.status, c.code, c.field)
			if len(f.ledger.records) != 0 {
				t.Error("something was written")
			}
		})
	}
}

// The domain reads a party's code as the id made from it.
func TestPartyByItsCode(t *testing.T) {
	f := newFixture(t)
	if w := f.do("POST", "/api/party/64/register", `{"fact":{"code":"64"}}`, "Idempotency-Key: k"); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	if got := f.ledger.records[0].Ref; got.ID != string(value.PartyOf("64")) {
		t.Error(got)
	}
}

func TestClassesBecomeStatusAndExitCode(t *testing.T) {
	for _, c := range []struct {
		class        value.Class
		code         string
		status, exit int
	}{
		{value.Invalid, "x", 422, 3}, {value.NotFound, "x", 404, 3}, {value.Conflict, "x", 409, 4}, {value.Conflict, "stale", 412, 4},
		{value.NotAllowed, "x", 403, 5}, {value.Unavailable, "x", 503, 6}, {value.Integrity, "x", 500, 7},
	} {
		f := newFixture(t)
		refusal := value.NewRefusal(c.class, c.code, "kalimat", "sentence").On("fact.alias")
		f.ledger.err = refusal
		f.refused(f.do("POST", agencyPath+"/alias", `{}`, "Idempotency-Key: k"), c.status, c.code, "fact.alias")

		_, err := f.client.Record(t.Context(), "agency", uuidOf(1), "alias", []byte(`{}`), client.RecordOptions{Key: "k"})
		var r *value.Refusal
		if !errors.As(err, &r) || *r != *refusal || wire.ExitCode(err) != c.exit || wire.StatusOf(err) != c.status {
			t.Errorf("%+v came back as %+v, exit code %d", refusal, err, wire.ExitCode(err))
		}
	}
	if wire.ExitCode(nil) != 0 || wire.ExitCode(errors.New("x")) != 1 {
		t.Error(wire.ExitCode(nil), wire.ExitCode(errors.New("x")))
	}
}
