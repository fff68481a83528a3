package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"iter"
	"net/http/httptest"
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// both runs a test with a client in the process and with one over the network.
func both(t *testing.T, test func(*testing.T, *fixture)) {
	t.Run("in the process", func(t *testing.T) { test(t, newFixture(t)) })
	t.Run("over the network", func(t *testing.T) {
		f := newFixture(t)
		s := httptest.NewServer(f.Handler)
		t.Cleanup(s.Close)
		f.client = client.New(s.URL+"/", s.Client())
		test(t, f)
	})
}

func TestProgressArrivesWhileItIsMade(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		heard := make(chan uint64)
		f.views.work = func(ctx context.Context, tell func(engine.Progress)) error {
			for n := range uint64(3) {
				tell(engine.Progress{Phase: "fold", Done: n, Total: 3, Took: engine.Took(n)})
				if got := <-heard; got != n { // not before the caller has it
					return errors.New("out of order")
				}
			}
			return nil
		}
		hear := func(p engine.Progress) { heard <- p.Done }
		rebuilt, err := f.client.Rebuild(t.Context(), hear)
		if err != nil || rebuilt.Digest != fact.HashOf(nil) || rebuilt.Took.Seconds() != 1 {
			t.Errorf("%+v, %v", rebuilt, err)
		}
		verified, err := f.client.Verify(t.Context(), hear)
		if err != nil || verified.Records != 7 || *verified.Wrong[0] != *wire.NotAPosition.With("x").On("y") {
			t.Errorf("%+v, %v", verified, err)
		}
	})
}

// Whoever waits for a rebuild can stop it by going away.
func TestWorkEndsWithItsCaller(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		ended := make(chan error, 1)
		f.views.work = func(ctx context.Context, tell func(engine.Progress)) error {
			tell(engine.Progress{})
			<-ctx.Done()
			ended <- ctx.Err()
			return ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, err := f.client.Rebuild(ctx, func(engine.Progress) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestStreamThatFails(t *testing.T) {
	refusal := value.NewRefusal(value.Integrity, "record-missing", "hilang", "missing")
	both(t, func(t *testing.T, f *fixture) {
		for name, work := range map[string]func(context.Context, func(engine.Progress)) error{
			"at once": func(context.Context, func(engine.Progress)) error { return refusal },
			"on its way": func(_ context.Context, tell func(engine.Progress)) error {
				tell(engine.Progress{})
				return refusal
			},
		} {
			f.views.work = work
			if _, err := f.client.Verify(t.Context(), nil); !errors.Is(err, refusal) || wire.ExitCode(err) != 7 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// fill records something, and stores what nobody could have recorded.
func (f *fixture) fill() {
	f.t.Helper()
	for i := range 3 {
		if w := f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"nama `+uuidOf(i)+`"}}`, "Idempotency-Key: "+uuidOf(i)); w.Code != 201 {
			f.t.Fatal(w.Body)
		}
	}
	ref := value.Ref{Kind: "treaty", ID: uuidOf(7)}
	for _, body := range []string{
		`{"a": [1, 2],  "b":"é\u00e9\/", "n":1.50}`, // correct, but not as we write
		` {"a":1}`, `{"a":1}` + "\n", "{\"a\":\r1}", `{"a":1,"a":2}`, `{"a":1`, `"text"`, "\x00\xff", ``, `{}`,
	} {
		f.ledger.store(ref, body)
	}
}

// An export gives back every record byte for byte, the damaged ones, too.
func TestExport(t *testing.T) {
	both(t, func(t *testing.T, f *fixture) {
		f.fill()
		var file bytes.Buffer
		n, err := f.client.Export(t.Context(), &file)
		if err != nil || n != uint64(len(f.ledger.records)) {
			t.Fatal(n, err)
		}
		head, records := wire.ReadExport(&file)
		if head.Ledger != ledgerID || head.Last != n || !head.Created.Equal(start) || head.Meta["demo"] != "true" {
			t.Errorf("%+v", head)
		}
		got, err := collect(records)
		if err != nil || len(got) != len(f.ledger.records) {
			t.Fatal(len(got), err)
		}
		for i, r := range f.ledger.records {
			if s := got[i]; s.Seq != r.Seq || s.Ref != r.Ref || !bytes.Equal(s.Body, r.Body) || fact.HashOf(s.Body) != r.Hash {
				t.Errorf("%d: %s; want %s", i, s.Body, r.Body)
			}
		}
	})
}

func TestEmptyLedgerIsExported(t *testing.T) {
	f := newFixture(t)
	var file bytes.Buffer
	n, err := f.client.Export(t.Context(), &file)
	head, records := wire.ReadExport(&file)
	got, rerr := collect(records)
	if err != nil || rerr != nil || n != 0 || len(got) != 0 || head.Ledger != ledgerID {
		t.Error(n, err, rerr, head)
	}
}

// holed is a ledger that cannot be read to its end.
type holed struct{ *toy }

func (h holed) Stored(ctx context.Context, after, upTo uint64) iter.Seq2[fact.Stored, error] {
	return func(yield func(fact.Stored, error) bool) {
		for s, err := range h.toy.Stored(ctx, after, upTo-1) {
			if !yield(s, err) {
				return
			}
		}
		yield(fact.Stored{}, value.NewRefusal(value.Integrity, "record-missing", "hilang", "missing"))
	}
}

func TestExportOfADamagedLedgerSaysSo(t *testing.T) {
	f := newFixture(t)
	f.fill()
	c := f.config()
	c.Ledger = holed{f.ledger}
	var file bytes.Buffer
	n, err := client.New("http://mufakat", client.InProcess(NewAPI(c).Handler())).Export(t.Context(), &file)
	var r *value.Refusal
	if !errors.As(err, &r) || r.Code != "record-missing" || n != uint64(len(f.ledger.records)-1) {
		t.Error(n, err)
	}
}

func FuzzReadExport(f *testing.F) {
	head := `{"mufakatExport":1,"ledger":"` + ledgerID + `","created":"2022-08-11T09:00:00Z","last":1}` + "\n"
	f.Add([]byte(head + `{"seq":1,"subject":"ledger.agency.` + uuidOf(1) + `","record":{"a": 1}}`))
	f.Add([]byte(head + `{"seq":1,"subject":"ledger.agency.` + uuidOf(1) + `","bytes":"` + base64.StdEncoding.EncodeToString([]byte("x\n")) + `"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, records := wire.ReadExport(bytes.NewReader(b))
		var file []byte
		got, err := collect(records)
		var r *value.Refusal
		if err != nil && !errors.As(err, &r) && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		for _, s := range got { // what was read can be written and read again
			file = appendExported(file, s)
		}
		again := &wire.Exported{}
		again.In = newLines(file)
		for _, s := range got {
			a, _, err := again.Record(s.Seq, s.Seq)
			if err != nil || a.Ref != s.Ref || !slices.Equal(a.Body, s.Body) {
				t.Fatalf("%+v, %v; want %+v", a, err, s)
			}
		}
	})
}
