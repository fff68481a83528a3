package api

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func code(err error) string {
	var r *value.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func TestClientRecords(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		version := uint64(0)
		o := client.RecordOptions{Key: "k", IfMatch: &version, ByName: "Søren/Adi & ibu"}
		got, err := f.client.Record(t.Context(), "agency", uuidOf(1), "alias", []byte(`{"fact":{"alias":"x"}}`), o)
		if err != nil || got.Outcome != fact.Recorded || got.Record.Seq != 1 || got.Record.Data.By.Name != o.ByName || got.Record.Hash != got.Hash {
			t.Fatalf("%+v, %v", got, err)
		}
		again, err := f.client.Record(t.Context(), "agency", uuidOf(1), "alias", []byte(`{"fact":{"alias":"x"}}`), o)
		if err != nil || again.Outcome != fact.Replayed || again.ID != got.ID {
			t.Errorf("%+v, %v", again, err)
		}
		o.Key = "l"
		if _, err = f.client.Record(t.Context(), "agency", uuidOf(1), "alias", []byte(`{"fact":{"alias":"y"}}`), o); code(err) != "stale" {
			t.Error(err)
		}
		if _, err = f.client.Record(t.Context(), "agency", uuidOf(1), "alias", []byte(`{}`), client.RecordOptions{}); code(err) != "key-missing" {
			t.Error(err)
		}
		for _, id := range []string{"", ".", "..", "a/b", "a b", "*", "\u202e"} {
			_, err := f.client.Record(t.Context(), "agency", id, "alias", []byte(`{}`), client.RecordOptions{Key: "m"})
			if r := code(err); r != "not-an-id" && r != "not-a-reference" || wire.ExitCode(err) != 3 {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

// Views that lag behind must not hide what the client has just recorded.
func TestClientWaitsForItsOwnRecords(t *testing.T) {
	f := newFixture(t)
	var asked string
	f.client = client.New("http://mufakat", client.InProcess(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Query().Get("min_seq")
		f.ServeHTTP(w, r)
	})))
	for _, want := range []string{"latest", "1"} {
		if _, err := client.Ask(t.Context(), f.client, projections.OpenSignatures, engine.Asked{}, projections.OpenFilter{}); err != nil || asked != want {
			t.Errorf("%q, %v; want %q", asked, err, want)
		}
		if _, err := f.client.Record(t.Context(), "agency", uuidOf(1), "alias", nil, client.RecordOptions{Key: "k"}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	l.Close()
	_, err = client.New(base, nil).Status(t.Context())
	if code(err) != "not-running" || wire.ExitCode(err) != 6 {
		t.Error(err)
	}
}

func TestWhoAnswersIsNotMufakat(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"a page":        func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") },
		"an error page": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusBadGateway) },
		"another problem": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", wire.ProblemType)
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"title":"no"}`)
		},
	} {
		if _, err := client.New("http://x", client.InProcess(h)).Status(t.Context()); code(err) != "not-mufakat" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConnectionBreaks(t *testing.T) {
	cut := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"progress":{"phase":"fold","done":1,"total":2,"took":"1ns"}}`+"\n")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	over := httptest.NewServer(http.HandlerFunc(cut))
	defer over.Close()
	for _, c := range []*client.Client{client.New("http://x", client.InProcess(http.HandlerFunc(cut))), client.New(over.URL, over.Client())} {
		if _, err := c.Rebuild(t.Context(), nil); code(err) != "connection-lost" || wire.ExitCode(err) != 6 {
			t.Error(err)
		}
		if _, err := c.Status(t.Context()); code(err) != "connection-lost" {
			t.Error(err)
		}
	}
	early := client.InProcess(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	if _, err := client.New("http://x", early).Status(t.Context()); code(err) != "connection-lost" {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newFixture(t).client.Status(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// An answer is given piece by piece, and a body is taken so.
func TestInProcessStreams(t *testing.T) {
	next := make(chan string)
	c := client.InProcess(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for s := range next {
			io.WriteString(w, s)
			http.NewResponseController(w).Flush()
		}
		io.Copy(w, r.Body)
	}))
	in, feed := io.Pipe()
	r, _ := http.NewRequestWithContext(t.Context(), "POST", "http://x/", in)
	go func() { next <- "a" }()
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b := make([]byte, 1)
	for _, s := range []string{"a", "b", "c"} {
		if s != "a" {
			next <- s
		}
		if _, err := io.ReadFull(resp.Body, b); err != nil || string(b) != s {
			t.Fatalf("%q, %v", b, err)
		}
	}
	close(next)
	go func() { io.WriteString(feed, "rest"); feed.Close() }()
	if got := read1(t, resp.Body); got != "rest" {
		t.Errorf("%q", got)
	}
}
