package domain

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// told records the command and says what it gives to tell.
func (s *story) told(r, command, body string) []fact.Notice {
	s.t.Helper()
	before := s.world[ref(s.t, r)]
	s.given(r, command, body)
	return fact.NoticesOf(before, s.world[ref(s.t, r)])
}

func withAgencies(t *testing.T) *story {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Biro POD Jatim","party":"35"}}`)
	s.given("agency/2", "register", `{"fact":{"name":"Dinas Kelautan Kaltim","party":"64"}}`)
	s.given("agency/3", "register", `{"fact":{"name":"Dinas Kehutanan Kaltim","party":"64"}}`)
	s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas Kelautan","party":"64","agency":"`+oid(2)+`"}}`)
	s.given("engagement/1", "visit", `{"fact":{"guest":"64","host":"35"}}`)
	return s
}

// The table of who hears what.
func TestWhoHearsWhat(t *testing.T) {
	deferral := `{"fact":{"reason":"signatory-absent","absent":{"oneOf":["` + oid(1) + `","` + oid(2) + `"]},"documents":["` + oid(1) + `"]}}`
	who := map[string]Subscription{
		"jatim":    {Party: value.Is(value.PartyOf("35"))},
		"kaltim":   {Party: value.Is(value.PartyOf("64"))},
		"biro":     {Agency: value.Is(value.AgencyID(oid(1)))},
		"kelautan": {Agency: value.Is(value.AgencyID(oid(2)))},
		"hutan":    {Agency: value.Is(value.AgencyID(oid(3)))},
		"gub35":    {Office: value.Is(value.OfficeID(oid(1)))},
		"semua":    {Agency: value.Is(value.AgencyID(oid(3))), Scope: value.Is[NoticeScope]("all")},
		"luar":     {Outside: "sistem lain"},
		"jabar":    {Party: value.Is(value.PartyOf("32"))},
	}
	order := []string{"jatim", "kaltim", "biro", "kelautan", "hutan", "gub35", "semua", "luar", "jabar"}
	for _, x := range []struct{ given, at, command, body, want string }{
		{"", "instrument/1", "finalise", `{}`, "signature-awaited: jatim kaltim gub35 semua luar"},
		{"", "instrument/2", "finalise", `{}`, "signature-awaited: jatim kaltim biro kelautan hutan semua luar"},
		{"", "instrument/1", "sign", `{"fact":{"slot":"64-1"},"evidence":[{"grade":"copy"}]}`, "signed: jatim kaltim gub35 semua luar"},
		{"", "instrument/1", "sign", `{"fact":{"slot":"35-1"},"evidence":[{"grade":"copy"}]}`, "signed: jatim kaltim semua luar"},
		{"", "instrument/1", "sign", `{"fact":{"slot":"64-1"},"evidence":[{"grade":"news"}]}`, ""},
		{"pks", "instrument/4", "sign", `{"fact":{"slot":"35-1"},"evidence":[{"grade":"copy"}]}`, "signed: jatim kaltim kelautan semua luar"},
		{"", "engagement/1", "defer", deferral, "signing-deferred: jatim kaltim gub35 semua luar"},
		{"", "engagement/1", "defer", `{"evidence":[{"grade":"news"}]}`, "signing-deferred: jatim kaltim biro kelautan hutan semua luar"},
		{"", "engagement/1", "deliver", `{"fact":{"from":"64","to":"35","papers":[{"document":"` + oid(2) + `"}]}}`,
			"papers-handed-over: jatim kaltim biro kelautan hutan semua luar"},
		{"", "instrument/1", "remind", `{"fact":{"party":"35"}}`, "signature-awaited: jatim kaltim gub35 semua luar"},
		{"", "instrument/1", "account", `{"fact":{"says":"x"}}`, ""},
		{"", "party/35", "account", `{"fact":{"says":"x"}}`, ""},
	} {
		t.Run(x.command+" "+x.at, func(t *testing.T) {
			s := withAgencies(t)
			if x.given == "pks" {
				s.given("instrument/4", "draft", `{"fact":{"kind":"pks","title":"PKS","signatories":[
					{"slot":"35-1","party":"35","office":"`+oid(1)+`"},{"slot":"64-1","party":"64","office":"`+oid(3)+`"}]}}`)
			}
			var got []string
			for _, t := range s.told(x.at, x.command, x.body) {
				line, hears := string(t.Rule)+":", Hearing(t, s)
				for _, name := range order {
					if hears(who[name]) {
						line += " " + name
					}
				}
				got = append(got, line)
			}
			if strings.Join(got, "; ") != x.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), x.want)
			}
		})
	}
}

// A second source for the same signature is no news.
func TestAnotherSourceOfASignatureIsNotToldAgain(t *testing.T) {
	s := withAgencies(t)
	sign := `{"fact":{"slot":"64-1","extent":%q},"evidence":[{"grade":"copy","title":"%d"}]}`
	for i, x := range []struct {
		extent string
		told   int
	}{{"3/7", 1}, {"3/7", 0}, {"all", 1}} {
		if got := s.told("instrument/2", "sign", fmt.Sprintf(sign, x.extent, i)); len(got) != x.told {
			t.Errorf("%d. %s: %d notices", i, x.extent, len(got))
		}
	}
}

// Every rule can be told with nothing stated, in both languages, without code
// words or holes.
func TestNoticesWithNothingStated(t *testing.T) {
	s := withAgencies(t)
	for _, x := range [][2]string{{"instrument/1", "finalise"}, {"instrument/1", "remind"},
		{"engagement/1", "defer"}, {"engagement/1", "deliver"}} {
		for _, told := range s.told(x[0], x[1], `{"evidence":[{"grade":"news"}]}`) {
			for _, sub := range []Subscription{{}, {Party: value.Is(value.PartyOf("35"))}, {Outside: "x"}} {
				w := sub.Reads(told, s, s.names)
				for _, text := range []string{w.What.ID, w.What.EN, w.ToDo.ID, w.ToDo.EN} {
					if text == "" || strings.ContainsAny(text, "{}[]%") || !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ")") {
						t.Errorf("%s: %q", x[1], text)
					}
				}
			}
		}
	}
}

// What a correction makes of what was told: taken back in the words that stand
// beside the rule or in the usual ones, or told as it is now; a detail that is
// added takes nothing back.
func TestWhatACorrectionTells(t *testing.T) {
	s := withAgencies(t)
	s.by.Name = "petugas satu"
	deferred := s.given("engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`"],"reason":"text-open"}}`)
	signed := s.given("instrument/1", "sign", `{`+own+`,"onBehalfOf":"64","fact":{"slot":"64-1"}}`)
	about := func(r *fact.Record, more string) string {
		return `{"fact":{"record":"` + string(r.ID) + `",` + more + `}}`
	}
	is := func(ns []fact.Notice, want ...string) {
		t.Helper()
		var got []string
		for _, n := range ns {
			stored, err := json.Marshal(n, json.Deterministic(true))
			if kept, err2 := Table.DecodeNotice(stored); err != nil || err2 != nil || !reflect.DeepEqual(kept, n) {
				t.Errorf("%v, %v: %s read again is %+v", err, err2, stored, kept)
			}
			if w := (Subscription{}).Reads(n, s, s.names); len(n.Retold()) > 0 {
				got = append(got, w.What.EN+" | "+w.ToDo.EN)
			} else {
				got = append(got, fmt.Sprintf("%s of %d", n.Rule, n.Of()))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
	undo := func(r *fact.Record) string {
		return fmt.Sprintf(" | Disregard the notice about record %d, look at what was done because of it, and read the record again.", r.Seq)
	}
	is(s.told("instrument/1", "state", about(signed, `"details":{"occurred":"2022-08-03"}`)))
	is(s.told("instrument/1", "correct", about(signed, `"notHappened":true`))) // waits
	s.by.Name = "petugas dua"
	fix := s.world[signed.Ref].Entries[len(s.world[signed.Ref].Entries)-1]
	is(s.told("instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`),
		"The record that Gubernur Kalimantan Timur signed Kesber, Wednesday, 3 August 2022 is taken back: it is not so."+undo(signed))
	said := s.told("engagement/1", "correct", about(deferred, `"reads":{"fact":{"documents":["`+oid(2)+`"],"reason":"text-open"}}`))
	if len(said) != 1 || len(said[0].Retold()) != 1 || said[0].Retold()[0].Now == nil {
		t.Fatalf("%+v", said)
	}
	is(said, "Corrected. Formerly: "+said[0].Retold()[0].Was.Words(fact.Audience{Known: s, Names: s.names}).What.EN+
		" Now: "+said[0].Retold()[0].Now.Words(fact.Audience{Known: s, Names: s.names}).What.EN+undo(deferred))
	was := said[0].Retold()[0].Now.Words(fact.Audience{Known: s, Names: s.names}).What.EN
	is(s.told("engagement/1", "correct", about(deferred, `"notHappened":true`)), "Taken back, for it is not so: "+was+undo(deferred))
	gone := s.world[deferred.Ref].Entries[len(s.world[deferred.Ref].Entries)-1]
	is(s.told("engagement/1", "correct", `{"fact":{"record":"`+string(gone.ID)+`","notHappened":true}}`), fmt.Sprintf("signing-deferred of %d", deferred.Seq))
}
