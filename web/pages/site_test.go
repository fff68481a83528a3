package pages

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web/api"
	"mufakat/web/wire"
)

// now is when the pages are looked at.
var now = time.Date(2022, 8, 11, 9, 0, 0, 0, time.UTC)

// pagesOf is the pages over records that are there from the beginning.
type pagesOf struct {
	records []*fact.Record
	views   *projections.Views
	why     *value.Refusal // commands are not taken
	logged  bytes.Buffer
	handler http.Handler
}

func newSite(t *testing.T) *pagesOf {
	t.Helper()
	s := &pagesOf{}
	log := slog.New(slog.NewTextHandler(&s.logged, nil))
	views, err := projections.Open(projections.Config{Path: filepath.Join(t.TempDir(), "views.db"), Ledger: idOf(1), Demo: true, Source: s, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { views.Close() })
	s.views = views
	a := api.NewAPI(api.Config{Ledger: s, Views: asked{views}, Log: log, Version: "test",
		Now: func() time.Time { return now }})
	Register(a)
	s.handler = a.Handler()
	return s
}

func (s *pagesOf) catchUp() error { return s.views.CatchUp(context.Background(), nil) }

// get asks for a page; each header is "Name: value".
func (s *pagesOf) get(target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for _, h := range headers {
		name, v, _ := strings.Cut(h, ": ")
		r.Header.Add(name, v)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// asked are views that are always ready.
type asked struct{ *projections.Views }

func (asked) Ready() error { return nil }

func (s *pagesOf) Append(context.Context, fact.Request) (r fact.Receipt, err error) {
	return r, errNothingRecorded
}

var errNothingRecorded = fmt.Errorf("nothing is recorded here")

func (s *pagesOf) Status(context.Context) wire.Status {
	return wire.Status{Ledger: idOf(1), Meta: map[string]string{"demo": "true"}, Last: uint64(len(s.records)), Writable: s.why == nil, Why: s.why}
}

func (s *pagesOf) Stored(_ context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for _, r := range s.records[after:upTo] {
			if !yield(fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil) {
				return
			}
		}
	}
}

func (s *pagesOf) Last(context.Context) (uint64, error) { return uint64(len(s.records)), nil }

func (s *pagesOf) Read(seq uint64) (fact.Stored, error) {
	r := s.records[seq-1]
	return fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil
}

func (s *pagesOf) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return s.Stored(ctx, after, upTo)
}

func (s *pagesOf) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return s.Stored(ctx, after, uint64(len(s.records)))
}

func idOf(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012x", n) }
