package wire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

var (
	at      = time.Date(2022, 8, 11, 9, 0, 0, 0, time.UTC)
	notice  = noticelog.Key{Rule: domain.RuleSigned, Seq: 7, Subscription: anID}
	refusal = &value.Refusal{Code: "stale", Class: value.Conflict, Field: "If-Match", ID: "kalimat <a>", EN: "sentence"}
)

// What is answered is read by clients of other versions: its bytes stay.
func TestAnswersReadAsWritten(t *testing.T) {
	const told = `{"code":"stale","class":"conflict","field":"If-Match","id":"kalimat <a>","en":"sentence"}`
	for golden, v := range map[string]any{
		told:                              refusal,
		`{"key":"signed/7/` + anID + `"}`: &Resent{notice},
		`{"ledger":"l","created":"2022-08-11T09:00:00Z","meta":{"a":"1","demo":"true"},"last":3,"writable":false,"why":` + told + `,"nats":"nats://x","reader":"nats://y",` +
			`"warnings":[{"id":"awas","en":"beware"}],"position":2,"ready":false,"notReady":` + told + `,"version":"v1"}`: &Status{
			Ledger: "l", Created: at, Meta: map[string]string{"demo": "true", "a": "1"}, Last: 3, Why: refusal, NATS: "nats://x", Reader: "nats://y",
			Warnings: []value.Words{{ID: "awas", EN: "beware"}}, Position: 2, NotReady: refusal, Version: "v1"},
		`{"ledger":"l","created":"2022-08-11T09:00:00Z","last":0,"writable":true,"position":0,"ready":true}`: &Status{Ledger: "l", Created: at, Writable: true, Ready: true},
		`{"progress":{"phase":"fold","done":1,"total":2,"took":"1.5s"}}`:                                     &Line{Progress: &engine.Progress{Phase: "fold", Done: 1, Total: 2, Took: engine.Took(1500 * time.Millisecond)}},
		`{"rebuilt":{"position":7,"digest":"` + string(fact.HashOf(nil)) + `","took":"1s"}}`:                 &Line{Rebuilt: &engine.Rebuilt{Position: 7, Digest: fact.HashOf(nil), Took: engine.Took(time.Second)}},
		`{"verified":{"records":7,"position":7,"wrong":[` + told + `]}}`:                                     &Line{Verified: &engine.Verified{Records: 7, Position: 7, Wrong: []*value.Refusal{refusal}}},
		`{"mufakatExport":1,"ledger":"l","created":"2022-08-11T09:00:00Z","last":2}`:                         &ExportHeader{Format: ExportFormat, Ledger: "l", Created: at, Last: 2},
	} {
		b, err := Encode(v)
		if err != nil || string(b) != golden {
			t.Errorf("%v\n%s\nwant\n%s", err, b, golden)
		}
		back := reflect.New(reflect.TypeOf(v).Elem())
		if err := DecodeFrom(strings.NewReader(golden), back.Interface()); err != nil || !reflect.DeepEqual(back.Interface(), v) {
			t.Errorf("%v\n%+v\nwant\n%+v", err, back, v)
		}
	}
}

// A record passes through byte for byte: its hash can be taken at the other end.
func TestRecordsPassAsWritten(t *testing.T) {
	for given, body := range map[string]string{
		"numbers":       `{"subject":"agency/` + anID + `","n":1.50,"m":1e2}`,
		"escapes":       `{"subject":"agency/` + anID + `","b":"é\u00e9\/<&>"}`,
		"spaces":        `{ "subject": "agency/` + anID + `",  "b" : [ 1, 2 ],` + "\n\t" + `"c": {} }`,
		"a later field": `{"subject":"agency/` + anID + `","type":"id.mufakat.agency.newer.v9"}`,
	} {
		r := domain.Read(7, value.Ref{Kind: "agency", ID: anID}, []byte(body))
		b, err := Encode(map[string]*fact.Record{"record": r})
		if err != nil || string(b) != `{"record":`+body+`}` {
			t.Errorf("%s: %s, %v", given, b, err)
		}
		var back map[string]*fact.Record
		if err := Decode(b, &back); err != nil || string(back["record"].Body) != body || back["record"].Hash != r.Hash || back["record"].Ref != r.Ref {
			t.Errorf("%s: %+v, %v", given, back["record"], err)
		}
	}
	spaced := domain.Read(8, value.Ref{Kind: "agency", ID: anID}, []byte(`{"subject": "agency/`+anID+`"}`))
	type row struct {
		Body   jsontext.Value `json:"body,omitempty"`
		Record *fact.Record   `json:"record,omitempty"`
	}
	b, err := Encode([]row{{}, {Record: spaced, Body: spaced.Body}, {Record: spaced}})
	var back []row
	if err == nil {
		err = Decode(b, &back)
	}
	if err != nil || !strings.HasPrefix(string(b), `[{},{"body":{"subject": `) || string(back[1].Body) != string(spaced.Body) ||
		back[1].Record.Hash != spaced.Hash || back[2].Record.Hash != spaced.Hash {
		t.Errorf("%s, %v", b, err)
	}
	if b, err := Encode(domain.Read(9, spaced.Ref, []byte(`{"a": `))); err == nil {
		t.Errorf("half a record was written: %s", b)
	}
	for _, bad := range []string{`7`, `{}`, `{"subject":7}`, `{"subject":"agency"}`, `{"subject":"agency/a b"}`, `{`} {
		var r fact.Record
		if err := Decode([]byte(bad), &r); err == nil {
			t.Errorf("%s was taken for a record", bad)
		}
	}
}

// The table says of every command what its fields are, to any depth.
func TestTableOfEvents(t *testing.T) {
	table := TableOfEvents()
	var drafted, n = EventInfo{}, 0
	for range domain.Events() {
		n++
	}
	for _, e := range table.Events {
		if e.Command == "draft" {
			drafted = e
		}
	}
	if len(table.Events) != n || len(table.Around) != len(fact.EnvelopeFields()) {
		t.Errorf("%d events of %d, around them %d", len(table.Events), n, len(table.Around))
	}
	b, err := Encode(drafted)
	for _, want := range []string{`{"type":"id.mufakat.instrument.drafted.v1","kind":"instrument","of":{"id":"`, `"command":"draft"`,
		`{"name":"slot","label":{"id":"`, `"form":"`} {
		if err != nil || !strings.Contains(string(b), want) {
			t.Errorf("no %s in %s, %v", want, b, err)
		}
	}
	again := Table{}
	b, err = Encode(table)
	if err != nil || !json.Valid(b) || Decode(b, &again) != nil || len(again.Events) != n {
		t.Error(err, len(again.Events))
	}
}
