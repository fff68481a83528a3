package domain

import (
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func (s *story) questions(r string) []fact.Question {
	return s.world[ref(s.t, r)].Questions(value.English, s.names)
}

func TestAffirmedAndDeniedDiffer(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","occurred":"2022-07-28/2022-08-11",`+own+`,"fact":{"slot":"64-1"}}`)
	news := s.given("instrument/1", "account", `{"occurred":"2022-07-28","fact":{"says":"both signed","claims":[{"slot":"35-1"},{"slot":"64-1"}]}}`)
	s.given("instrument/1", "account", `{"occurred":"2022-08-11","fact":{"says":"35 has not","claims":[{"slot":"35-1","denies":true}]}}`)
	qs := s.questions("instrument/1")
	if len(qs) != 2 || qs[0].Slot != "35-1" || !qs[0].Differ || qs[1].Slot != "64-1" || qs[1].Differ {
		t.Fatalf("%+v; 35-1 differs, 64-1 does not", qs)
	}
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 signed " {
		t.Errorf("%s; an account is never counted", got)
	}
	s.given("instrument/1", "set-aside", `{"fact":{"account":"`+string(news.ID)+`","reason":"contradicted by its own text"}}`)
	if qs := s.questions("instrument/1"); qs[0].Differ || !qs[0].Accounts[0].IsAside {
		t.Errorf("%+v; set aside, it differs no more", qs[0])
	}
}

func TestDenialBeforeTheActIsNoContradiction(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "account", `{"occurred":"2022-07-28","fact":{"claims":[{"slot":"64-1","denies":true}]}}`)
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","occurred":"2022-08-05",`+own+`,"fact":{"slot":"64-1"}}`)
	if q := s.questions("instrument/1")[0]; q.Differ || len(q.Accounts) != 2 {
		t.Errorf("%+v; not yet on 28 July, signed on 5 August", q)
	}
}

func TestTwoOfficesOfOneSpokesman(t *testing.T) {
	s := affair(t)
	visit := s.given("engagement/1", "visit", `{"fact":{"guest":"64","host":"35"}}`)
	about := `"record":"` + string(visit.ID) + `","field":"fact.spokesOffice"`
	one := s.given("engagement/1", "account", `{"fact":{`+about+`,"says":"head of section"}}`)
	s.given("engagement/1", "account", `{"fact":{`+about+`,"says":"Plh. head of bureau"}}`)
	qs := s.questions("engagement/1")
	if len(qs) != 1 || !qs[0].Differ || len(qs[0].Accounts) != 2 {
		t.Fatalf("%+v; two accounts differ, the visit itself states no office", qs)
	}
	s.given("engagement/1", "uphold", `{"fact":{"account":"`+string(one.ID)+`"}}`)
	if q := s.questions("engagement/1")[0]; q.Differ || q.Upheld != one.ID {
		t.Errorf("%+v; one is upheld", q)
	}
	s.refused(fact.NoSuchField, "fact.field", "engagement/1", "account", `{"fact":{"record":"`+string(visit.ID)+`","field":"fact.spoke"}}`)
	s.refused(fact.NotInThisFile, "fact.record", "engagement/1", "account", `{"fact":{"record":"`+oid(99)+`"}}`)
}

func TestCorrectedCorrectionCorrectsRightly(t *testing.T) {
	s := affair(t)
	office := s.given("office/3", "register", `{"fact":{"title":"Kabag"}}`)
	fix := s.given("office/3", "correct", `{"fact":{"record":"`+string(office.ID)+`","reads":{"fact":{"title":"Kabiro"}}}}`)
	title := func() string { return s.world[ref(t, "office/3")].State.(Office).Title }
	if title() != "Kabiro" {
		t.Fatalf("corrected: %q", title())
	}
	undo := s.given("office/3", "correct", `{"fact":{"record":"`+string(fix.ID)+`","notHappened":true}}`)
	if title() != "Kabag" {
		t.Fatalf("correction undone: %q", title())
	}
	s.given("office/3", "correct", `{"fact":{"record":"`+string(undo.ID)+`","notHappened":true}}`)
	if title() != "Kabiro" {
		t.Fatalf("undoing undone: %q", title())
	}
	s.refused(fact.ReadsOrNot, "fact.reads", "office/3", "correct", `{"fact":{"record":"`+string(office.ID)+`"}}`)
	s.refused(fact.UnknownMember, "fact.reads.fact.titel", "office/3", "correct",
		`{"fact":{"record":"`+string(office.ID)+`","reads":{"fact":{"titel":"x"}}}}`)
}

func TestSourceAddedRaisesTheGrade(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{"onBehalfOf":"64","evidence":[{"grade":"news"}],"fact":{"slot":"64-1"}}`)
	s.given("instrument/1", "add-source", `{"evidence":[{"grade":"copy"}],"fact":{"record":"`+string(sig.ID)+`"}}`)
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 signed " {
		t.Errorf("%s; a copy counts", got)
	}
	s.refused(fact.NoSource, "fact", "instrument/1", "add-source", `{"fact":{"record":"`+string(sig.ID)+`"}}`)
}

// Folding at once and adding one by one agree, and known-at is the fold of the
// records up to there.
func TestFoldIsOneThing(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	s.given("instrument/1", "state", `{"fact":{"record":"`+string(sig.ID)+`","details":{"occurred":"2022-08-01"}}}`)
	a := s.world[ref(t, "instrument/1")]
	all := Fold(a.Ref, func(yield func(*fact.Record) bool) {
		for _, e := range a.Entries {
			if !yield(e.Record) {
				return
			}
		}
	})
	x, _ := json.Marshal(all.State.(Instrument).Signatures.Slice())
	y, _ := json.Marshal(a.State.(Instrument).Signatures.Slice())
	if string(x) != string(y) || all.Version() != a.Version() {
		t.Errorf("folded %s\nadded %s", x, y)
	}
	if was := a.AsKnownAt(sig.Seq).State.(Instrument).Signatures.Slice(); len(was) != 1 || !was[0].When.IsZero() {
		t.Errorf("as known then: %+v; the day was not stated yet", was)
	}
}

func TestDeliveryWithoutReceipt(t *testing.T) {
	s := affair(t)
	d := s.given("engagement/1", "deliver", `{"fact":{"from":"64","to":"35"}}`)
	state := func() Delivery { return s.world[ref(t, "engagement/1")].State.(Engagement).Deliveries[0] }
	if state().Receipt != value.NotOnRecord {
		t.Error("no receipt is on record")
	}
	s.given("engagement/1", "state", `{"fact":{"record":"`+string(d.ID)+`","details":{"fact":{"count":8}}}}`)
	if n, _ := state().Count.Known(); n != 8 {
		t.Errorf("count %d; stated since", n)
	}
	s.given("engagement/1", "receive", `{"fact":{"number":"1/TT"}}`)
	if state().Receipt != value.Yes {
		t.Error("the only hand-over was received")
	}
	s.refused(countBelowPapers, "fact.count", "engagement/1", "deliver", `{"fact":{"count":1,"papers":[{"count":2}]}}`)
	s.refused(noSuchDelivery, "fact.delivery", "engagement/1", "receive", `{"fact":{"delivery":"`+oid(98)+`"}}`)
}

func TestTwoDefinitiveHoldersAreIncoherent(t *testing.T) {
	s := affair(t)
	s.given("office/1", "appoint", `{"fact":{"actingAs":"definitive","from":"2019-02-13","to":"2024-02-13"}}`)
	s.refused(twoDefinitive, "fact.from", "office/1", "appoint", `{"fact":{"actingAs":"definitive","from":"2022-01-01"}}`)
	s.given("office/1", "appoint", `{"fact":{"actingAs":"plh","from":"2022-07-28","to":"2022-07-29"}}`)
	s.given("office/1", "appoint", `{"fact":{"actingAs":"definitive"}}`)
	s.refused(endsBeforeItBegins, "fact.to", "office/1", "appoint", `{"fact":{"from":"2022-07-29","to":"2022-07-01"}}`)
}
