package api

import (
	"bytes"
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/client"
	"mufakat/web/wire"
)

// What is asked over HTTP, by the client of the same question, is answered as the
// views answer it: every parameter goes through both of its directions.
func TestWhatIsAskedIsAnswered(t *testing.T) {
	f := newFixture(t)
	f.grow(histories.NewWorld(11), 600)
	at := engine.Asked{AsOf: value.At(histories.Begin.Add(20 * 24 * time.Hour)), KnownAt: histories.Begin.Add(24 * time.Hour), Limit: 3, Now: start}
	rows := 0
	for _, q := range projections.Queries {
		for narrowed := range len(q.Asking().Params) + 1 {
			x := q.Asking()
			for i, p := range x.Params {
				if p.InPath || i == narrowed {
					f.set(p)
				}
			}
			want, err1 := x.Ask(f.views, at)
			got, err2 := f.client.Ask(t.Context(), x, at)
			if (err1 == nil) != (err2 == nil) || code(err1) != code(err2) {
				t.Errorf("%s: %v, but %v over HTTP", x.About.Name, err1, err2)
				continue
			}
			if rows += len(got.Rows); err1 != nil {
				continue
			}
			is, err1 := wire.Encode(got.Whole)
			should, err2 := wire.Encode(want.Whole)
			if err1 != nil || err2 != nil || !bytes.Equal(is, should) {
				t.Errorf("%s, narrowed %d: got\n%s\nwant\n%s", x.About.Name, narrowed, is, should)
			}
		}
	}
	if rows < 50 {
		t.Errorf("only %d rows were answered", rows)
	}
}

// grow records what a world does.
func (f *fixture) grow(w *histories.World, n int) {
	for range n {
		s := histories.Stored(w.Step())
		f.ledger.records = append(f.ledger.records, domain.Read(s.Seq, s.Ref, s.Body))
	}
	if err := f.ledger.kept(); err != nil {
		f.t.Fatal(err)
	}
}

// set gives a parameter some value that fits a world.
func (f *fixture) set(p question.Param) {
	f.t.Helper()
	value := map[question.ParamForm]string{question.TextForm: "3", question.IntegerForm: "2", question.BooleanForm: "true",
		question.KindForm: "instrument", question.IDForm: uuidOf(1), question.ReferenceForm: "instrument/" + uuidOf(2),
		question.DaysForm: "2021-12-05"}[p.Form]
	if p.Form == question.ChoiceForm {
		value = "partly-signed"
	}
	if err := p.Set(value); err != nil {
		f.t.Fatal(p.Name, err)
	}
}

func TestQuestionsThatAreRefused(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct {
		target      string
		status      int
		code, field string
	}{
		{"/api/signatures?office=x", 422, "not-an-id", "office"},
		{"/api/signatures?Party=64", 422, "unknown-parameter", "Party"},
		{"/api/signatures?party=64&party=35", 422, "parameter-twice", "party"},
		{"/api/signatures?party=jatim", 422, "not-an-id", "party"},
		{"/api/signatures?from=2022-02-30", 422, "no-such-day", "from"},
		{"/api/signatures?reported=ya", 422, "not-yes-no", "reported"},
		{"/api/signatures?person=a%00", 422, "bad-filter-text", "person"},
		{"/api/signatures?person=%FF", 422, "bad-filter-text", "person"},
		{"/api/signatures?person=%zz", 422, "bad-query", ""},
		{"/api/signatures?older_than=3", 422, "unknown-parameter", "older_than"},
		{"/api/open?older_than=-1", 422, "not-a-number", "older_than"},
		{"/api/open?limit=501", 422, "not-a-number", "limit"},
		{"/api/open?limit=0", 422, "not-a-number", "limit"},
		{"/api/open?min_seq=soon", 422, "not-a-position", "min_seq"},
		{"/api/open?as_of=kemarin", 422, "not-a-time", "as_of"},
		{"/api/open?as_of=2022-07-28T19:54", 422, "not-an-instant", "as_of"},
		{"/api/open?as_of=2022-07-28/..", 422, "open-instant", "as_of"},
		{"/api/open?known_at=2022-07-28[Asia/Surabaya]", 422, "no-such-zone", "known_at"},
		{"/api/instruments?state=signed", 422, "not-a-choice", "state"},
		{"/api/accounts?ref=x", 422, "not-a-reference", "ref"},
		{"/api/list/treaty", 404, "no-such-kind", "kind"},
		{"/api/show/treaty/" + uuidOf(1), 404, "no-such-kind", "kind"},
		{"/api/show/party/jatim", 422, "not-an-id", "id"},
		{"/api/history/agency/*", 422, "not-an-id", "id"},
		{"/api/records/-1", 422, "not-a-record", "record"},
		{"/api/records/x", 422, "not-a-record", "record"},
		{"/api/notices?limit=1&cursor=zzz", 422, "bad-cursor", "cursor"},
		{"/api/notices?parked=perhaps", 422, "not-yes-no", "parked"},
		{"/api/notices?agency=x", 422, "not-an-id", "agency"},
		{"/api/records/1?cursor=zzz", 422, "bad-cursor", "cursor"},
		{"/api/status?x=1", 422, "unknown-parameter", "x"},
		{"/api/events?x=1", 422, "unknown-parameter", "x"},
		{"/api/export?x=1", 422, "unknown-parameter", "x"},
		{"/api", 404, "no-such-page", ""},
		{"/api/rebuild", 405, "wrong-method", ""},
		{"/api/agency/" + uuidOf(1) + "/alias", 405, "wrong-method", ""},
	} {
		w := f.do("GET", c.target, "")
		f.refused(w, c.status, c.code, c.field)
		if c.status == 405 && w.Header().Get("Allow") != "POST" {
			t.Error(c.target, w.Header())
		}
	}
}

// An answer that must know a record waits for it, but not for ever.
func TestWaitingForARecord(t *testing.T) {
	f := newFixture(t)
	f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"x"}}`, "Idempotency-Key: a")
	for _, position := range []string{"0", "1", "latest"} {
		if w := f.do("GET", "/api/open?min_seq="+position, ""); w.Code != http.StatusOK {
			t.Error(position, w.Body)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		f.views.behind = true
		before := time.Now()
		f.refused(f.do("GET", "/api/open?min_seq=2", ""), http.StatusServiceUnavailable, "views-behind", "min_seq")
		if d := time.Since(before); d != patience {
			t.Error("waited", d)
		}
		if w := f.do("GET", "/api/open?min_seq=1", ""); w.Code != http.StatusOK { // it is there already
			t.Error(w.Body)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		r, _ := http.NewRequestWithContext(ctx, "GET", "http://mufakat/api/open?min_seq=9", nil)
		if _, err := client.InProcess(f.Handler).Do(r); err == nil || time.Since(before) > patience+2*time.Second {
			t.Error(err, time.Since(before))
		}
	})
}

func TestEventsDescribeThemselves(t *testing.T) {
	f := newFixture(t)
	got, err := f.client.Events(t.Context())
	if err != nil || !reflect.DeepEqual(got, wire.TableOfEvents().Events) {
		t.Fatal(err)
	}
	n := 0
	for range domain.Events() {
		n++
	}
	if table, err := f.client.Table(t.Context()); err != nil || len(table.Around) != len(fact.EnvelopeFields()) || len(got) != n {
		t.Errorf("%d of %d events, %d fields around; %v", len(got), n, len(table.Around), err)
	}
}

func TestStates(t *testing.T) {
	f := newFixture(t)
	s, err := f.client.Status(t.Context())
	if err != nil || s.Ledger != ledgerID || !s.Writable || !s.Ready || s.Version != "test" || !s.Created.Equal(start) {
		t.Errorf("%+v, %v", s, err)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := f.do("GET", path, ""); w.Code != http.StatusOK {
			t.Error(path, w.Code, w.Body)
		}
	}
	f.ledger.why = value.NewRefusal(value.Integrity, "record-missing", "hilang", "missing")
	f.refused(f.do("GET", "/readyz", ""), http.StatusServiceUnavailable, "not-ready", "")
	f.views.notReady = value.NewRefusal(value.Unavailable, "rebuilding", "disusun", "rebuilding")
	w := f.do("GET", "/readyz", "")
	if f.refused(w, http.StatusServiceUnavailable, "not-ready", ""); !strings.Contains(w.Body.String(), "disusun") {
		t.Error(w.Body)
	}
	if w := f.do("GET", "/healthz", ""); w.Code != http.StatusOK {
		t.Error(w.Code)
	}
	s, err = f.client.Status(t.Context())
	if err != nil || s.Ready || s.Writable || *s.Why != *f.ledger.why || s.NotReady.Code != "rebuilding" {
		t.Errorf("%+v, %v", s, err)
	}
}
