package web

import (
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
	"mufakat/projections"
)

func when2(t *testing.T, s string) value.When {
	t.Helper()
	w, err := value.ParseWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What the client asks is what the views are asked: every parameter goes
// through both of its directions.
func TestWhatIsAskedArrives(t *testing.T) {
	f := newFixture(t)
	ctx, c := t.Context(), f.client
	asked := projections.Asked{AsOf: start.Add(time.Hour), KnownAt: start.Add(time.Minute), Limit: 7, After: "x y+&"}
	with := asked
	with.Now = start
	ref := value.Ref{Kind: "instrument", ID: uuidOf(1)}
	for name, q := range map[string]struct {
		ask  func() error
		want any
	}{
		"signatures": {func() error {
			_, err := c.Signatures(ctx, projections.SignaturesAsked{Asked: asked, Instrument: "00000000-0000-7000-8000-000000000001", Party: value.PartyOf("35"),
				Agency: value.AgencyID(uuidOf(2)), Office: value.OfficeID(uuidOf(3)), Person: "Adi & Søren", From: when2(t, "2022-07"), To: when2(t, "../2022-08-11"), Reported: true})
			return err
		}, projections.SignaturesAsked{Asked: with, Instrument: "00000000-0000-7000-8000-000000000001", Party: value.PartyOf("35"),
			Agency: value.AgencyID(uuidOf(2)), Office: value.OfficeID(uuidOf(3)), Person: "Adi & Søren", From: when2(t, "2022-07"), To: when2(t, "../2022-08-11"), Reported: true}},
		"instruments": {func() error {
			_, err := c.Instruments(ctx, projections.InstrumentsAsked{Asked: asked, Party: value.PartyOf("64"), State: "partly-signed", Field: "laut", Text: "kelautan"})
			return err
		}, projections.InstrumentsAsked{Asked: with, Party: value.PartyOf("64"), State: "partly-signed", Field: "laut", Text: "kelautan"}},
		"open": {func() error {
			_, err := c.Open(ctx, projections.OpenAsked{Asked: asked, Party: value.PartyOf("64"), OlderThan: 10})
			return err
		}, projections.OpenAsked{Asked: with, Party: value.PartyOf("64"), OlderThan: 10}},
		"holders": {func() error {
			_, err := c.Holders(ctx, projections.HoldersAsked{Asked: asked, Party: value.PartyOf("64"), Office: value.OfficeID(uuidOf(3))})
			return err
		}, projections.HoldersAsked{Asked: with, Party: value.PartyOf("64"), Office: value.OfficeID(uuidOf(3))}},
		"accounts": {func() error {
			_, err := c.Accounts(ctx, projections.AccountsAsked{Asked: asked, Ref: ref, All: true})
			return err
		}, projections.AccountsAsked{Asked: with, Ref: ref, All: true}},
		"deferrals": {func() error {
			_, err := c.Deferrals(ctx, projections.DeferralsAsked{Asked: asked, Open: true})
			return err
		}, projections.DeferralsAsked{Asked: with, Open: true}},
		"copies": {func() error {
			_, err := c.Copies(ctx, projections.CopiesAsked{Asked: asked, Waiting: true})
			return err
		}, projections.CopiesAsked{Asked: with, Waiting: true}},
		"list":    {func() error { _, err := c.List(ctx, "office", asked); return err }, []any{value.Kind("office"), with}},
		"show":    {func() error { _, err := c.Show(ctx, ref, asked); return err }, []any{ref, with}},
		"history": {func() error { _, err := c.History(ctx, ref, asked, true); return err }, projections.HistoryAsked{Asked: with, Ref: ref, Bodies: true}},
		"record":  {func() error { _, err := c.GetRecord(ctx, "17", asked); return err }, []any{"17", with}},
	} {
		f.views.got = nil
		if err := q.ask(); err != nil || !reflect.DeepEqual(f.views.got, q.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, f.views.got, q.want)
		}
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
	if f.views.got != nil {
		t.Errorf("the views were asked: %+v", f.views.got)
	}
}

// The states of a document that can be asked for are those it can have.
func TestInstrumentStates(t *testing.T) {
	for _, s := range instrumentStates {
		if s.Label(value.Indonesian) == string(s) {
			t.Errorf("%q is no state", s)
		}
	}
	var s domain.Instrument
	if s.StateAt(start) != instrumentStates[0] {
		t.Error(s.StateAt(start))
	}
}

func TestParseInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2022-08-11":                       "2022-08-11T17:00:00Z", // the end of the day in Jakarta
		"2022-08-11[Asia/Makassar]":        "2022-08-11T16:00:00Z",
		"2022-07":                          "2022-07-31T17:00:00Z",
		"2022-07-28/2022-08-11":            "2022-08-11T17:00:00Z",
		"../2022-08-11":                    "2022-08-11T17:00:00Z",
		"2022-08-11T16:00[Asia/Makassar]":  "2022-08-11T08:01:00Z",
		"2022-08-11T16:00:00+08:00":        "2022-08-11T08:00:00Z",
		"2022-08-11T16:00:00 08:00":        "2022-08-11T08:00:00Z", // + in a query that was not encoded
		"2022-08-11T09:00:00.123456789Z":   "2022-08-11T09:00:00.123456789Z",
		"2022-08-11T23:59:59.999999+07:00": "2022-08-11T16:59:59.999999Z",
	} {
		got, err := ParseInstant(in)
		if err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %v, %v; want %s", in, got, err, want)
		}
	}
}

// An answer that must know a record waits for it, but not for ever.
func TestWaitingForARecord(t *testing.T) {
	f := newFixture(t)
	f.do("POST", agencyPath+"/alias", `{"fact":{"alias":"x"}}`, "Idempotency-Key: a")
	for _, position := range []string{"0", "1", "2", "latest"} {
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
		if _, err := InProcess(f.Handler).Do(r); err == nil || time.Since(before) > patience+2*time.Second {
			t.Error(err, time.Since(before))
		}
	})
}

func TestEventsDescribeThemselves(t *testing.T) {
	f := newFixture(t)
	got, err := f.client.Events(t.Context())
	if err != nil || !reflect.DeepEqual(got, TableOfEvents().Events) {
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
	for _, path := range []string{"/healthz", "/readyz", "/"} {
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

func TestFrontPointsToWhatThereIs(t *testing.T) {
	f := newFixture(t)
	w := f.do("GET", "/", "")
	for word := range strings.FieldsSeq(w.Body.String()) {
		if path := strings.TrimRight(word, ".;,"); strings.HasPrefix(path, "/") {
			if got := f.do("GET", path, ""); got.Code != http.StatusOK {
				t.Errorf("%s: %d", path, got.Code)
			}
		}
	}
}
