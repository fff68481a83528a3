package projections

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// tale is a story whose records are read back through views.
type tale struct {
	*story
	*fixture
}

func newTold(t *testing.T) tale { return tale{newStory(t, names, ""), newFixture(t, 1)} }

func (s tale) given(name, command, body string) {
	s.story.Helper()
	s.story.given(name, command, strings.ReplaceAll(body, "#last", "#"+strconv.FormatUint(s.seq, 10)))
	a := s.all[s.story.ref(name)]
	e := a.Entries[len(a.Entries)-1]
	s.list.Add(fact.Stored{Seq: e.Record.Seq, Ref: e.Ref, Body: e.Body})
}

func (s tale) parties() {
	for _, code := range []string{"35", "64"} {
		s.given("party/"+code, "register", `{"fact":{"code":"`+code+`"}}`)
	}
}

func (s tale) now() time.Time { return s.stamp().Time }

// db is the views with all that was told.
func (s tale) db() *Views {
	s.story.Helper()
	must(s.story, 0, s.views.CatchUp(s.story.Context(), nil))
	return s.views
}

// An affair that is entered years later, asked as its sources told it by a day:
// the news first, then the party itself, then the paper.
func TestAsPublished(t *testing.T) {
	s := newTold(t)
	s.parties()
	s.given("instrument/1", "draft", `{"fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`)
	s.given("instrument/1", "sign", `{"occurred":"2020-03-01","evidence":[{"grade":"news","published":"2020-03-02"}],"fact":{"slot":"a"}}`)
	s.given("instrument/1", "add-source", `{"evidence":[{"grade":"own-statement","published":"2020-05-01"}],"assertedBy":{"party":"64"},"fact":{"record":"#last"}}`)
	s.given("instrument/1", "sign", `{"occurred":"2020-03-01","evidence":[{"grade":"copy","published":"2021-01-01"}],"fact":{"slot":"b"}}`)
	s.given("instrument/1", "state-term", `{"evidence":[{"grade":"copy","published":"2021-01-01"}],"fact":{"from":"2020-03-01","openEnded":true}}`)
	s.given("engagement/1", "deliver", `{"occurred":"2020-04-01","evidence":[{"grade":"news","published":"2022-01-01"}],"fact":{"from":"64","to":"35","count":1}}`)
	for _, c := range []struct {
		by, state, inForce string
		reported, counted  int
		handedOver         int
	}{
		{"2020-03-01", "drafted", "not-on-record", 0, 0, 0},
		{"2020-03-02", "reported-signed", "not-on-record", 1, 0, 0},
		{"2020-04-30", "reported-signed", "not-on-record", 1, 0, 0},
		{"2020-05-01", "partly-signed", "not-on-record", 1, 1, 0},
		{"2021-01-01", "in-force", "yes", 2, 2, 0},
		{"2022-01-01", "in-force", "yes", 2, 2, 1},
	} {
		at, err := value.ParseAsOf(c.by)
		if err != nil {
			t.Fatal(err)
		}
		q := engine.Asked{Now: s.now(), Published: at}
		docs, err := Instruments.Ask(s.db(), q, InstrumentFilter{})
		if err != nil || len(docs.Rows) != 1 || string(docs.Rows[0].State) != c.state || docs.Rows[0].InForce.Truth.String() != c.inForce || docs.Head.AsPublished != c.by {
			t.Errorf("by %s: %+v, %v; want %s, in force %s", c.by, docs, err, c.state, c.inForce)
		}
		all, err := Signatures.Ask(s.db(), q, SignatureFilter{Reported: true})
		counted, err2 := Signatures.Ask(s.db(), q, SignatureFilter{})
		if err != nil || err2 != nil || len(all.Rows) != c.reported || len(counted.Rows) != c.counted {
			t.Errorf("by %s: %d signatures told, %d count; %v %v", c.by, len(all.Rows), len(counted.Rows), err, err2)
		}
		copies, err := Deliveries.Ask(s.db(), q, DeliveryFilter{})
		if err != nil || len(copies.Rows) != c.handedOver {
			t.Errorf("by %s: %d hand-overs, %v", c.by, len(copies.Rows), err)
		}
	}
	if _, err := Show.Ask(s.db(), engine.Asked{Now: s.now(), Published: value.EndOf(s.now().AddDate(-30, 0, 0))}, ShowFilter{Ref: s.story.ref("engagement/1")}); err == nil {
		t.Error("an occasion of which nothing had been published is shown")
	}
}

// As of a past day nothing is told that came later: neither what is counted from,
// nor a receipt, nor an account, nor what there is.
func TestAsOfKnowsNothingLater(t *testing.T) {
	s := newTold(t)
	s.parties()
	s.given("instrument/1", "draft", `{"occurred":"2020-01-10","fact":{"title":"MoU","signatories":[{"slot":"a","party":"64"},{"slot":"b","party":"35"}]}}`)
	s.given("instrument/2", "draft", `{"occurred":"2022-08-01","fact":{"title":"Later"}}`)
	s.given("instrument/1", "sign", `{"occurred":"2020-06-01","evidence":[{"grade":"original"}],"fact":{"slot":"a"}}`)
	s.given("engagement/1", "deliver", `{"occurred":"2020-07-01","fact":{"from":"64","to":"35","count":1}}`)
	s.given("engagement/1", "receive", `{"occurred":"2020-09-01","fact":{"number":"1/TT"}}`)
	s.given("instrument/1", "account", `{"occurred":"2020-08-01","evidence":[{"grade":"news"}],"fact":{"about":"tempat","says":"Samarinda"}}`)
	at := func(day string) engine.Asked {
		as, err := value.ParseAsOf(day)
		if err != nil {
			t.Fatal(err)
		}
		return engine.Asked{Now: s.now(), AsOf: as}
	}
	docs, err := Instruments.Ask(s.db(), at("2020-05-31"), InstrumentFilter{})
	if err != nil || len(docs.Rows) != 1 || docs.Head.Total > 1 {
		t.Errorf("%+v, %v", docs, err)
	}
	open, err := OpenSignatures.Ask(s.db(), at("2020-05-31"), OpenFilter{})
	if err != nil || len(open.Rows) != 2 {
		t.Fatalf("%+v, %v", open, err)
	}
	for _, r := range open.Rows {
		if r.SinceWhat != SinceDrafted {
			t.Errorf("%s is counted from %s, %s", r.Signatory.Slot, r.SinceWhat, r.Since)
		}
	}
	if open, _ = OpenSignatures.Ask(s.db(), at("2020-06-02"), OpenFilter{}); len(open.Rows) != 1 || open.Rows[0].SinceWhat != SinceOtherSide {
		t.Errorf("%+v", open.Rows)
	}
	for day, waiting := range map[string]int{"2020-06-30": 0, "2020-08-31": 1, "2020-09-01": 0} {
		copies, err := Deliveries.Ask(s.db(), at(day), DeliveryFilter{Waiting: true})
		if err != nil || len(copies.Rows) != waiting {
			t.Errorf("on %s %d wait, %v", day, len(copies.Rows), err)
		}
	}
	shown, err := Show.Ask(s.db(), at("2020-07-15"), ShowFilter{Ref: s.story.ref("instrument/1")})
	if err != nil || len(shown.History) != 2 || len(shown.Questions) != 0 {
		t.Errorf("%d records, %d questions, %v", len(shown.History), len(shown.Questions), err)
	}
}

// A power given later, or published later, is in no list of an earlier day, and its
// own page says that it was not there; so is a visit.
func TestWhatWasNotThereYet(t *testing.T) {
	s := newTold(t)
	s.parties()
	s.given("mandate/1", "grant", `{"occurred":"2021-01-01","evidence":[{"grade":"copy","published":"2021-02-01"}],"fact":{"number":"7","from":"2021-01-01","to":"2021-12-31"}}`)
	s.given("mandate/2", "grant", `{"fact":{"number":"8","from":"2021-01-01"}}`)
	s.given("engagement/1", "visit", `{"occurred":"2021-05-01","fact":{"title":"Kunjungan","guest":"35","host":"64"}}`)
	db := s.db()
	for _, c := range []struct {
		asOf, published string
		powers          int
		there           bool
	}{
		{"2020-12-31", "", 1, false},
		{"2021-01-01", "", 2, true},
		{"", "2021-01-31", 1, true},
		{"", "2021-02-01", 2, true},
		{"", "", 2, true},
	} {
		at, day := engine.Asked{Now: s.now()}, func(text string) (d value.AsOf) {
			if text != "" {
				d, _ = value.ParseAsOf(text)
			}
			return d
		}
		at.AsOf, at.Published = day(c.asOf), day(c.published)
		powers, err := Mandates.Ask(db, at, MandateFilter{})
		if err != nil || len(powers.Rows) != c.powers {
			t.Errorf("%+v: %d powers, %v", c, len(powers.Rows), err)
		}
		if c.published != "" {
			continue
		}
		shown, err := Show.Ask(db, at, ShowFilter{Ref: s.story.ref("mandate/1")})
		if err != nil || shown.NotYet == c.there || (shown.Mandate != nil) != c.there {
			t.Errorf("%+v: %+v, %v", c, shown.Mandate, err)
		}
		if c.asOf == "2020-12-31" {
			shown, err = Show.Ask(db, at, ShowFilter{Ref: s.story.ref("engagement/1")})
			if err != nil || !shown.NotYet || !shown.Engagement.Guest.IsZero() || !shown.Engagement.Occurred.IsZero() {
				t.Errorf("%+v: %+v, %v", c, shown.Engagement, err)
			}
		}
	}
}
