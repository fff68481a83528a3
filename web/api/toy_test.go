package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// toy is a ledger in memory, with real views of it: enough to see what reaches
// it and what is answered. The door's own rules are what is tested here; the
// real store is behind the same door in cmd/mufakat's tests.
type toy struct {
	mu      sync.Mutex
	records []*fact.Record
	keys    map[string]*fact.Record
	now     time.Time
	kept    func() error // brings the views up to date

	err   error // what Append answers, if set
	why   *value.Refusal
	panic any
}

const ledgerID = "0190a5f2-7c1e-7000-8000-00000000000a"

func (t *toy) fold(ref value.Ref) fact.Aggregate {
	return domain.Fold(ref, func(yield func(*fact.Record) bool) {
		for _, r := range t.records {
			if r.Ref == ref && !yield(r) {
				return
			}
		}
	})
}

func (t *toy) Aggregate(ref value.Ref) (fact.Aggregate, bool) {
	a := t.fold(ref)
	return a, a.Version() > 0
}

func (t *toy) Append(_ context.Context, q fact.Request) (fact.Receipt, error) {
	got, err := t.append(q)
	if err == nil && t.kept != nil {
		err = t.kept()
	}
	return got, err
}

func (t *toy) append(q fact.Request) (fact.Receipt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.panic != nil {
		panic(t.panic)
	}
	if t.err != nil {
		return fact.Receipt{}, t.err
	}
	if r := t.keys[q.Key]; r != nil {
		if r.CommandHash != q.Command.Hash {
			return fact.Receipt{}, value.NewRefusal(value.Conflict, "key-reused", "kunci %d", "key %d").With(r.Seq)
		}
		return r.Receipt(fact.Replayed), nil
	}
	a := t.fold(q.Command.Ref)
	if q.IfMatch != nil && *q.IfMatch != a.Version() {
		return fact.Receipt{}, value.NewRefusal(value.Conflict, "stale", "%d", "%d").With(a.Version())
	}
	t.now = t.now.Add(time.Second)
	same, err := fact.Decide(a, q.Command, fact.Given{Now: t.now, By: q.By, Lookup: t})
	if err != nil {
		return fact.Receipt{}, err
	}
	if same != nil {
		return same.Receipt(fact.AlreadySo), nil
	}
	r, err := q.Command.Record(a, fact.Stamp{ID: value.RecordID(uuidOf(1000 + len(t.records))), Ledger: ledgerID,
		Time: t.now, CommandID: uuidOf(2000 + len(t.records)), By: q.By})
	if err != nil {
		return fact.Receipt{}, err
	}
	r.Seq = uint64(len(t.records) + 1)
	t.records, t.keys[q.Key] = append(t.records, r), r
	receipt := r.Receipt(fact.Recorded)
	if like := a.Resembling(q.Command); like != nil {
		receipt.Resembles = like.Seq
	}
	return receipt, nil
}

func (t *toy) Status(context.Context) wire.Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	return wire.Status{Ledger: ledgerID, Created: start, Meta: map[string]string{"demo": "true"},
		Last: uint64(len(t.records)), Writable: t.why == nil, Why: t.why}
}

func (t *toy) Stored(_ context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		t.mu.Lock()
		records := t.records[after:upTo]
		t.mu.Unlock()
		for _, r := range records {
			if !yield(fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil) {
				return
			}
		}
	}
}

func (t *toy) Follow(ctx context.Context, after uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for next := after; ; next++ {
			r, err := t.at(ctx, next)
			if err != nil {
				yield(fact.Stored{}, err)
				return
			}
			if !yield(fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil) {
				return
			}
		}
	}
}

// at waits for a record, or for what spoils the ledger.
func (t *toy) at(ctx context.Context, n uint64) (*fact.Record, error) {
	for ; ; time.Sleep(time.Millisecond) {
		t.mu.Lock()
		if n < uint64(len(t.records)) {
			defer t.mu.Unlock()
			return t.records[n], nil
		}
		why := t.why
		t.mu.Unlock()
		if why != nil {
			return nil, why
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// Last, Read and Replay make the toy a source of views.
func (t *toy) Last(context.Context) (uint64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return uint64(len(t.records)), nil
}

func (t *toy) Read(seq uint64) (fact.Stored, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.records[seq-1]
	return fact.Stored{Seq: r.Seq, Ref: r.Ref, Body: r.Body}, nil
}

func (t *toy) Replay(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return t.Stored(ctx, after, upTo)
}

// store puts bytes in the ledger that no command made.
func (t *toy) store(ref value.Ref, body string) {
	t.mu.Lock()
	t.records = append(t.records, domain.Read(uint64(len(t.records)+1), ref, []byte(body)))
	t.mu.Unlock()
	if err := t.kept(); err != nil {
		panic(err)
	}
}

// tested are real views of the toy, which a test can hold up.
type tested struct {
	*projections.Views
	notReady error
	behind   bool // Await never comes to an end
	work     func(context.Context, func(engine.Progress)) error
}

func (v *tested) Ready() error { return v.notReady }

func (v *tested) Await(ctx context.Context, seq uint64) error {
	if v.behind {
		<-ctx.Done()
		return ctx.Err()
	}
	return v.Views.Await(ctx, seq)
}

func (v *tested) Rebuild(ctx context.Context, tell func(engine.Progress)) (engine.Rebuilt, error) {
	if v.work == nil {
		return v.Views.Rebuild(ctx, tell)
	}
	return engine.Rebuilt{Position: v.Position(), Digest: fact.HashOf(nil), Took: engine.Took(time.Second)}, v.work(ctx, tell)
}

func (v *tested) Verify(ctx context.Context, tell func(engine.Progress)) (engine.Verified, error) {
	if v.work == nil {
		return v.Views.Verify(ctx, tell)
	}
	return engine.Verified{Records: 7, Wrong: []*value.Refusal{wire.NotAPosition.With("x").On("y")}}, v.work(ctx, tell)
}

var start = time.Date(2022, 8, 11, 9, 0, 0, 0, time.UTC)

// fixture is the handler over a toy, and a client of it in the process.
type fixture struct {
	t      testing.TB
	ledger *toy
	views  *tested
	log    *logged
	http.Handler
	client *client.Client
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	l := &toy{keys: map[string]*fact.Record{}, now: start}
	views, err := projections.Open(projections.Config{Path: filepath.Join(t.TempDir(), "views.db"), Ledger: ledgerID, Demo: true, Source: l,
		Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { views.Close() })
	l.kept = func() error { return views.CatchUp(context.Background(), nil) }
	f := &fixture{t: t, ledger: l, views: &tested{Views: views}, log: &logged{}}
	f.Handler = NewAPI(f.config()).Handler()
	f.client = client.New("http://mufakat", client.InProcess(f.Handler))
	return f
}

func (f *fixture) config() Config {
	return Config{Ledger: f.ledger, Views: f.views, Now: func() time.Time { return start }, Version: "test",
		Log: slog.New(slog.NewTextHandler(f.log, nil))}
}

// logged keeps what was logged.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// do makes a request; each header is "Name: value".
func (f *fixture) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

// refused checks that the answer is a whole problem with this status and code,
// about this field, and that nothing was written.
func (f *fixture) refused(w *httptest.ResponseRecorder, status int, code, field string) wire.Problem {
	f.t.Helper()
	var p wire.Problem
	if err := wire.Decode(w.Body.Bytes(), &p); err != nil {
		f.t.Fatalf("%d, no problem: %s", w.Code, w.Body)
	}
	switch {
	case w.Code != status || p.Status != status || p.Code != code || p.Field != field:
		f.t.Errorf("got %d %s on %q (%s); want %d %s on %q", w.Code, p.Code, p.Field, p.EN, status, code, field)
	case w.Header().Get("Content-Type") != wire.ProblemType || p.Type != "urn:mufakat:problem:"+code:
		f.t.Errorf("%s, %s", w.Header().Get("Content-Type"), p.Type)
	case p.ID == "" || p.EN == "" || p.ID == p.EN || p.Detail == "" || p.Title == "" || p.Class == "" || strings.Contains(p.ID+p.EN, "%!"):
		f.t.Errorf("not whole: %+v", p)
	}
	return p
}

func code(err error) string {
	var r *value.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func uuidOf(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012x", n) }

// collect takes a sequence up to its first error.
func collect[T any](seq iter.Seq2[T, error]) (out []T, err error) {
	for v, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return slices.Clip(out), nil
}

func newLines(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }
