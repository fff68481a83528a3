package domain

import (
	"errors"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// sample is a command that states every field of the event and its envelope.
func sample(t *testing.T, ev *fact.Event) fact.Command {
	t.Helper()
	of, err := json.Marshal(sampleOf(ev.FactType()))
	if err != nil {
		t.Fatal(err)
	}
	env := sampleOf(reflect.TypeFor[fact.Envelope]()).(map[string]any)
	env["fact"] = jsontext.Value(of)
	b, err := json.Marshal(env, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	c, err := fact.ReadCommand(ev, ref(t, string(ev.Kind)+"/1"), b)
	if err != nil {
		t.Fatalf("%s: %s\n%s", ev.Type, describe(err), b)
	}
	return c
}

// sampleOf is JSON for a value of t in which every field is stated.
func sampleOf(t reflect.Type) any {
	if t.Implements(fact.ToldType) {
		return sampleOf(t.Field(0).Type.Elem())
	}
	switch v := reflect.Zero(t).Interface().(type) {
	case value.Chosen:
		return v.Choices()[0].Value
	case value.Slot:
		return "35-1"
	case value.Hash:
		return string(fact.HashOf(nil))
	case value.RegionCode:
		return "64"
	case Extent:
		return "3/7"
	case AddressRange:
		return "10.20.0.0/16"
	case ZoneID:
		return "Asia/Makassar"
	case value.When:
		return "2022-07-28/2022-08-11[Asia/Makassar]"
	case fact.Reading:
		return map[string]any{"occurred": "2022-08-01"}
	case value.Referring, value.RecordID:
		return "00000000-0000-7000-8000-000000000001"
	}
	switch t.Kind() {
	case reflect.Bool:
		return true
	case reflect.Int, reflect.Int64:
		return 7
	case reflect.Slice:
		return []any{sampleOf(t.Elem())}
	case reflect.Struct:
		sample := map[string]any{}
		for _, m := range value.Members(t) {
			sample[m.Name] = sampleOf(m.Type)
		}
		return sample
	}
	return "teks " + t.Name()
}

// writeGolden makes the golden bytes of an event that has none yet.
func writeGolden(t *testing.T, ev *fact.Event, file string) {
	c := sample(t, ev)
	r, err := c.Record(New(c.Ref), fact.Stamp{
		ID: "01820d5e-0000-7000-8000-000000000001", Ledger: "00000000-0000-7000-8000-000000000001",
		Time: time.Date(2022, 8, 12, 10, 3, 0, 0, time.UTC), CommandID: "00000000-0000-5000-8000-000000000001",
		By: fact.By{Actor: "local", Name: "petugas pencatat"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(r.Body, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Any field may be left not stated, whatever else is stated; but a record must say
// something, and its row says what at least.
func TestAnyFieldMayBeLeftOut(t *testing.T) {
	for ev := range Events() {
		if ev.Command == "" || ev.AboutRecords() {
			continue
		}
		t.Run(string(ev.Type), func(t *testing.T) {
			s := affair(t)
			c, err := fact.ReadCommand(ev, ref(t, string(ev.Kind)+"/9"), []byte(`{}`))
			if err != nil {
				t.Fatal(describe(err))
			}
			a := New(c.Ref)
			if ev.Kind == "instrument" && !ev.Begins {
				a = s.world[ref(t, "instrument/2")]
				c.Ref = a.Ref
			}
			if ev.Kind == "subscription" && ev.Command != "subscribe" {
				a = recorded(t, s, a, "subscribe")
			}
			if ev.Kind == "setting" && ev.Command == "withdraw-range" {
				a = recorded(t, s, a, "allow-range")
			}
			if ev.Command == "revoke" {
				a = recorded(t, s, a, "grant")
			}
			if ev.Command == "resume" {
				a = recorded(t, s, a, "disable")
			}
			_, err = fact.Decide(a, c, fact.Given{Now: s.now, By: s.by, Lookup: s})
			if err != nil && (ev.Enough() || !errors.Is(err, fact.SaysNothing)) || err == nil && !ev.Enough() {
				t.Errorf("with nothing stated: %s", describe(err))
			}
			rec, err := c.Record(a, fact.Stamp{ID: value.RecordID(oid(99)), Ledger: oid(1), Time: s.now, CommandID: oid(3), By: s.by})
			if err != nil {
				t.Fatal(err)
			}
			rec.Seq = 99
			if a = a.Add(rec); a.Frozen != nil {
				t.Fatal(a.Frozen)
			}
			e := a.Entries[len(a.Entries)-1]
			for _, l := range []value.Lang{value.Indonesian, value.English} {
				if e.Sentence(l, s.names) == "" || a.Name(l) == "" {
					t.Error("cannot be told")
				}
			}
		})
	}
}

// recorded is the aggregate with a record of the command that states nothing.
func recorded(t *testing.T, s *story, a fact.Aggregate, command string) fact.Aggregate {
	t.Helper()
	ev, err := EventOf(a.Ref.Kind, command)
	if err != nil {
		t.Fatal(err)
	}
	c, err := fact.ReadCommand(ev, a.Ref, []byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Record(a, fact.Stamp{ID: value.RecordID(oid(98)), Ledger: oid(1), Time: s.now, CommandID: oid(4), By: s.by})
	if err != nil {
		t.Fatal(err)
	}
	return a.Add(r)
}
