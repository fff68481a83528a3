package domain

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// A story is given, when, then: commands in order against one small world of
// aggregates, each decided twice.
type story struct {
	t     *testing.T
	world map[value.Ref]fact.Aggregate
	now   time.Time
	by    fact.By
	seq   uint64
	ids   int
}

func newStory(t *testing.T) *story {
	return &story{t: t, world: map[value.Ref]fact.Aggregate{}, by: fact.By{Actor: "local"},
		now: time.Date(2022, 8, 15, 3, 0, 0, 0, time.UTC)}
}

func (s *story) Aggregate(r value.Ref) (fact.Aggregate, bool) { a, ok := s.world[r]; return a, ok }

func (s *story) Named(kind value.Kind, folded string) (refs []value.Ref) {
	for r, a := range s.world {
		if r.Kind == kind && a.IsCalled(folded) {
			refs = append(refs, r)
		}
	}
	return refs
}

func ref(t *testing.T, s string) value.Ref {
	t.Helper()
	if r, err := value.ParseRef(s); err == nil {
		return r
	}
	kind, n, _ := strings.Cut(s, "/")
	return value.Ref{Kind: value.Kind(kind), ID: fmt.Sprintf("00000000-0000-7000-8000-%012s", n)}
}

func (s *story) try(r, command, body string) (*fact.Record, error) {
	s.t.Helper()
	at := ref(s.t, r)
	ev, err := EventOf(at.Kind, command)
	if err != nil {
		return nil, err
	}
	c, err := fact.ReadCommand(ev, at, []byte(body))
	if err != nil {
		return nil, err
	}
	a, ok := s.world[at]
	if !ok {
		a = New(at)
	}
	if c, err = c.Within(a); err != nil {
		return nil, err
	}
	ask := fact.Given{Now: s.now, By: s.by, Lookup: s}
	if already, err := fact.Decide(a, c, ask); already != nil || err != nil {
		return already, err
	}
	s.ids++
	rec, err := c.Record(a, fact.Stamp{
		ID: value.RecordID(fmt.Sprintf("00000000-0000-7000-9000-%012d", s.ids)), Ledger: "00000000-0000-7000-8000-000000000001",
		Time: s.now, CommandID: fmt.Sprintf("00000000-0000-5000-8000-%012d", s.ids), By: s.by,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.seq++
	rec = Read(s.seq, at, rec.Body)
	if rec.Unreadable != nil {
		s.t.Fatalf("%s %s: written and not readable: %v", r, command, rec.Unreadable)
	}
	a = a.Add(rec)
	if a.Frozen != nil {
		s.t.Fatalf("%s %s: %v", r, command, a.Frozen)
	}
	s.world[at] = a
	if again, _ := fact.Decide(a, c, ask); again != nil && again.ID != rec.ID {
		s.t.Fatalf("%s %s: decided again it is already so by another record: %v", r, command, again)
	}
	if like := a.Resembling(c); like == nil || like.ID != rec.ID {
		s.t.Fatalf("%s %s: the record does not resemble its own command: %v", r, command, like)
	}
	return rec, nil
}

func (s *story) given(r, command, body string) *fact.Record {
	s.t.Helper()
	rec, err := s.try(r, command, body)
	if err != nil {
		s.t.Fatalf("%s %s %s: %v", r, command, body, describe(err))
	}
	return rec
}

func (s *story) refused(want *value.Refusal, field, r, command, body string) {
	s.t.Helper()
	_, err := s.try(r, command, body)
	var got *value.Refusal
	if !errors.As(err, &got) || !errors.Is(err, want) || got.Field != field {
		s.t.Fatalf("%s %s %s:\n got %v\nwant %s on %q", r, command, body, describe(err), want.Code, field)
	}
	if got.ID == "" || got.EN == "" || strings.Contains(got.ID+got.EN, "%!") {
		s.t.Fatalf("refusal %s is not whole: %q, %q", got.Code, got.ID, got.EN)
	}
}

func describe(err error) string {
	var r *value.Refusal
	if errors.As(err, &r) {
		return fmt.Sprintf("%s on %q: %s", r.Code, r.Field, r.EN)
	}
	return fmt.Sprint(err)
}

func (s *story) instrument(r string) Instrument { return s.world[ref(s.t, r)].State.(Instrument) }

func (s *story) names(r value.Ref, l value.Lang) string {
	if a, ok := s.world[r]; ok {
		return a.Name(l)
	}
	return r.Name(l)
}

func oid(n int) string { return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }

// affair registers both provinces, their governors and one document between them.
func affair(t *testing.T) *story {
	s := newStory(t)
	s.given("party/35", "register", `{"fact":{"code":"35"}}`)
	s.given("party/64", "register", `{"fact":{"code":"64","name":"Provinsi Kalimantan Timur"}}`)
	s.given("office/1", "register", `{"fact":{"title":"Gubernur Jawa Timur","party":"35","role":"head"}}`)
	s.given("office/2", "register", `{"fact":{"title":"Gubernur Kalimantan Timur","party":"64","role":"head"}}`)
	s.given("instrument/1", "draft", `{"fact":{"kind":"kesepakatan-bersama","title":"Kesber","signatories":[
		{"slot":"35-1","party":"35","office":"`+oid(1)+`"},{"slot":"64-1","party":"64","office":"`+oid(2)+`"}]}}`)
	s.given("instrument/2", "draft", `{"fact":{"kind":"pks","title":"Tujuh PKS","bundle":true,"under":"`+oid(1)+`","signatories":[
		{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`)
	return s
}

// joined are reasons as one text.
func joined(reasons []value.Reason) string {
	var parts []string
	for _, r := range reasons {
		parts = append(parts, string(r))
	}
	return strings.Join(parts, ",")
}

func slotsAt(in Instrument, at time.Time) string {
	var parts []string
	for st := range in.Slots(value.At(at)) {
		parts = append(parts, string(st.Slot)+" "+string(st.State)+" "+joined(st.Because))
	}
	return strings.Join(parts, "; ")
}
