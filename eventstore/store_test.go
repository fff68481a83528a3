package eventstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/natstest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("MUFAKAT_TEST_HOLD"); dir != "" {
		hold(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

// both runs a test on the embedded server and on an external one.
func both(t *testing.T, test func(*testing.T, Config)) {
	t.Parallel()
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		test(t, config(t))
	})
	t.Run("nats", func(t *testing.T) {
		t.Parallel()
		c := config(t)
		c.NATS = natstest.Run(t).URL
		test(t, c)
	})
}

func config(t testing.TB) Config {
	return Config{Dir: filepath.Join(t.TempDir(), "data"), Log: quiet()}
}

// quiet is a log that is read only by whoever looks for a failure.
func quiet() *slog.Logger {
	if os.Getenv("MUFAKAT_TEST_LOG") != "" {
		return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return slog.New(slog.NewTextHandler(io.Discard, nil))
}

// fixture is an open ledger with views that follow it. It is checked whenever it
// is closed, and it is closed at the end of the test.
type fixture struct {
	*Store
	t      testing.TB
	views  *memory
	stop   func() // nil: the views do not follow
	gave   *receipts
	spoilt bool // by the test, so that what must hold of a ledger does not
}

// receipts are what was acknowledged.
type receipts struct {
	mu  sync.Mutex
	all []fact.Receipt
}

// create makes a ledger, opens it and starts it as the program does.
func create(t testing.TB, c Config) *fixture {
	t.Helper()
	if _, err := Init(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	return start(t, c, newMemory())
}

func start(t testing.TB, c Config, m *memory) *fixture {
	t.Helper()
	f := opened(t, c, m)
	f.start()
	return f
}

func (f *fixture) start() {
	f.t.Helper()
	if err := f.Check(f.t.Context(), f.views); err != nil {
		f.t.Fatal(err)
	}
	f.follow()
	if err := f.AcceptCommands(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func opened(t testing.TB, c Config, m *memory) *fixture {
	t.Helper()
	s, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	s.Attach(m)
	s.heartbeat = 100 * time.Millisecond
	f := &fixture{Store: s, t: t, views: m, gave: new(receipts)}
	t.Cleanup(f.close)
	return f
}

// reopened is the ledger closed and opened again, with views that hold nothing
// or with other ones.
func (f *fixture) reopened(m *memory) *fixture {
	f.t.Helper()
	f.close()
	g := opened(f.t, f.c, m)
	g.gave, g.spoilt = f.gave, f.spoilt
	return g
}

func (f *fixture) follow() { f.stop = f.views.follow(f.Store) }

func (f *fixture) halt() {
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

func (f *fixture) close() {
	f.t.Helper()
	if !f.isClosed && !f.spoilt && !f.t.Failed() {
		f.checkLedger()
	}
	f.halt()
	f.Close()
}

// another is a second store on the same stream, as another process has it: with
// a write queue of its own, and here with a way of sending of its own.
func (f *fixture) another(m *memory) *fixture {
	s := newStore(f.c, f.ledger)
	s.nc, s.srv, s.journal, s.done, s.accepting, s.unchecked = f.nc, f.srv, f.journal, f.done, true, nil
	s.patience, s.tryFor, s.heartbeat = f.patience, f.tryFor, f.heartbeat
	s.copier.Store(f.copier.Load())
	s.Attach(m)
	g := &fixture{Store: s, t: f.t, views: m, gave: f.gave}
	f.t.Cleanup(g.halt)
	return g
}

// agency is the aggregate that most tests write to.
func agency(n int) value.Ref {
	return value.Ref{Kind: "agency", ID: fmt.Sprintf("00000000-0000-7000-8000-%012x", n)}
}

func command(t testing.TB, r value.Ref, name, body string) fact.Command {
	t.Helper()
	e, err := domain.EventOf(r.Kind, name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := fact.ReadCommand(e, r, []byte(`{"fact":`+body+`}`))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// alias is a command that can be given to an agency any number of times.
func alias(t testing.TB, r value.Ref, name string) fact.Command {
	return command(t, r, "alias", fmt.Sprintf(`{"alias":%q}`, name))
}

func (f *fixture) append(c fact.Command, key string) (fact.Receipt, error) {
	return f.give(fact.Request{Command: c, Key: key, By: fact.By{Actor: "local"}})
}

func (f *fixture) give(q fact.Request) (fact.Receipt, error) {
	r, err := f.Append(context.Background(), q)
	if err == nil {
		f.gave.mu.Lock()
		f.gave.all = append(f.gave.all, r)
		f.gave.mu.Unlock()
	}
	return r, err
}

func (f *fixture) mustAppend(c fact.Command, key string, want fact.Outcome) fact.Receipt {
	f.t.Helper()
	r, err := f.append(c, key)
	if err != nil {
		f.t.Fatal(err)
	}
	if r.Outcome != want {
		f.t.Fatalf("%s: %v, want %v", key, r.Outcome, want)
	}
	return r
}

// fill puts n records at the end of the ledger, on a hundred aggregates, round
// Append.
func (f *fixture) fill(n int) {
	f.t.Helper()
	_, err := f.Restore(f.t.Context(), f.more(n))
	if err != nil {
		f.t.Fatal(err)
	}
}

// more are the next n records, which continue those of the views and each other.
func (f *fixture) more(n int) func(func(fact.Stored, error) bool) {
	last, err := f.Last(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	folded := map[value.Ref]fact.Aggregate{}
	for r, err := range f.Replay(f.t.Context(), 0, last) {
		if err != nil {
			f.t.Fatal(err)
		}
		add(folded, domain.Read(r.Seq, r.Ref, r.Body))
	}
	return func(yield func(fact.Stored, error) bool) {
		for seq := last + 1; seq <= last+uint64(n); seq++ {
			r := f.next(folded, agency(int(seq)%100), seq)
			if !yield(fact.Stored{Seq: seq, Ref: r.Ref, Body: r.Body}, nil) {
				return
			}
		}
	}
}

// next makes the record at seq.
func (f *fixture) next(folded map[value.Ref]fact.Aggregate, ref value.Ref, seq uint64) *fact.Record {
	f.t.Helper()
	a, ok := folded[ref]
	if !ok {
		a = domain.New(ref)
	}
	q := fact.Request{Key: fmt.Sprint("fill ", seq), By: fact.By{Actor: "local"}}
	now := f.c.Clock.Now()
	r, err := alias(f.t, ref, fmt.Sprint("another name, ", seq)).Record(a, fact.Stamp{
		ID: newRecordID(now), Ledger: f.ledger.ID, Time: now, CommandID: f.commandID(q), By: q.By,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	r.Seq = seq
	folded[ref] = a.Add(r)
	return r
}

// refusedAs fails the test unless err is the refusal.
func refusedAs(t testing.TB, err error, want *value.Refusal) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want the refusal %s", err, want.Code)
	}
}

// refusedAbout fails the test unless err is the refusal and names the thing.
func refusedAbout(t testing.TB, err error, want *value.Refusal, args ...any) {
	t.Helper()
	refusedAs(t, err, want)
	if got := err.Error(); got != want.With(args...).EN {
		t.Fatalf("got %q, want %q", got, want.With(args...).EN)
	}
}
