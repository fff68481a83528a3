package client_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"testing"

	"go.uber.org/goleak"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/eventstore"
	"mufakat/node"
	"mufakat/projections/engine"
	"mufakat/projections/records"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const agency = "0190a5f2-7c1e-7000-8000-000000000001"

// opened is a real ledger of its own, ready.
func opened(t *testing.T) *node.Node {
	t.Helper()
	dir, log := filepath.Join(t.TempDir(), "d"), slog.New(slog.DiscardHandler)
	_, err := node.Init(t.Context(), eventstore.Config{Dir: dir, Log: log}, nil)
	must(t, err)
	n, err := node.Open(t.Context(), node.Config{Dir: dir, Log: log, Version: "test"})
	must(t, err)
	t.Cleanup(n.Close)
	must(t, n.Boot(t.Context(), nil))
	return n
}

// over is a client of a handler, over the network.
func over(t *testing.T, h http.Handler) *client.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return client.New(s.URL+"/", s.Client())
}

// served is a client of a real ledger, over the network.
func served(t *testing.T) *client.Client { return over(t, opened(t).Handler()) }

// both runs a test over the network, and in the process.
func both(t *testing.T, test func(*testing.T, *client.Client)) {
	t.Run("over the network", func(t *testing.T) { test(t, served(t)) })
	t.Run("in the process", func(t *testing.T) {
		test(t, client.New("http://mufakat", client.InProcess(opened(t).Handler())))
	})
}

// alias records a name of the agency, under a key that is the name itself.
func alias(t *testing.T, c *client.Client, name string) fact.Receipt {
	t.Helper()
	got, err := c.Record(t.Context(), value.KindAgency, agency, "alias", []byte(`{"fact":{"alias":"`+name+`"}}`), client.RecordOptions{Key: name})
	must(t, err)
	return got
}

func TestRecord(t *testing.T) {
	both(t, func(t *testing.T, c *client.Client) {
		record := func(id string, o client.RecordOptions) (fact.Receipt, error) {
			return c.Record(t.Context(), value.KindAgency, id, "alias", []byte(`{"fact":{"alias":"x"}}`), o)
		}
		version := uint64(0)
		o := client.RecordOptions{Key: "k", IfMatch: &version, ByName: "Biro Søren/Adi & ibu"}
		got, err := record(agency, o)
		if err != nil || got.Outcome != fact.Recorded || got.Record.Seq != 1 || got.Record.Data.By.Name != o.ByName || fact.HashOf(got.Record.Body) != got.Hash {
			t.Fatalf("%+v, %v", got, err)
		}
		if again, err := record(agency, o); err != nil || again.Outcome != fact.Replayed || again.ID != got.ID {
			t.Errorf("%+v, %v", again, err)
		}
		o.Key = "l"
		if _, err = record(agency, o); code(err) != "stale" {
			t.Error(err)
		}
		if _, err = record(agency, client.RecordOptions{}); code(err) != "key-missing" {
			t.Error(err)
		}
		for _, id := range []string{"", ".", "..", "a/b", "a b", "*", "\u202e"} {
			_, err := record(id, client.RecordOptions{Key: "m"})
			if r := code(err); r != "not-an-id" && r != "not-a-reference" || wire.ExitCode(err) != 3 {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

// Views that lag behind must not hide what the client has just recorded.
func TestAskWaitsForWhatWasRecorded(t *testing.T) {
	n := opened(t)
	var asked string
	c := client.New("http://mufakat", client.InProcess(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Query().Get("min_seq")
		n.Handler().ServeHTTP(w, r)
	})))
	ask := func(rows int, minSeq string) {
		t.Helper()
		p, err := client.Ask(t.Context(), c, records.List, engine.Asked{}, records.ListFilter{Kind: value.KindAgency})
		if err != nil || len(p.Rows) != rows || asked != minSeq {
			t.Errorf("%d rows, after %q, %v; want %d, %q", len(p.Rows), asked, err, rows, minSeq)
		}
	}
	ask(0, "latest")
	alias(t, c, "a")
	ask(1, "1")
	alias(t, c, "b")
	alias(t, c, "a") // which is on record already
	ask(1, "2")
}

func TestAskIsRefused(t *testing.T) {
	c := served(t)
	_, err := client.Ask(t.Context(), c, records.History, engine.Asked{}, records.HistoryFilter{})
	if code(err) != "not-a-reference" {
		t.Error(err)
	}
	_, err = client.Ask(t.Context(), c, records.List, engine.Asked{After: "x"}, records.ListFilter{Kind: value.KindAgency})
	if wire.ExitCode(err) != 3 {
		t.Error(err)
	}
}

func TestWhatTheServerSaysOfItself(t *testing.T) {
	n := opened(t)
	c := over(t, n.Handler())
	if s, err := c.Status(t.Context()); err != nil || s.Ledger != n.Ledger().ID || !s.Writable || !s.Ready || s.Version != "test" || s.Last != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	want := wire.TableOfEvents()
	events, err := c.Events(t.Context())
	if err != nil || len(events) != len(want.Events) || !reflect.DeepEqual(events[0], want.Events[0]) {
		t.Errorf("%d events of %d, %v", len(events), len(want.Events), err)
	}
	k := noticelog.Key{Rule: "signed", Seq: 7, Subscription: agency}
	if _, err := c.Resend(t.Context(), k); code(err) != "no-such-notice" {
		t.Error(err)
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
	if _, err := served(t).Status(ctx); !errors.Is(err, context.Canceled) {
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
	if got, err := io.ReadAll(resp.Body); err != nil || string(got) != "rest" {
		t.Errorf("%q", got)
	}
}

func code(err error) string {
	var r *value.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
