package domain

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What the views keep of a notice and what each subscriber reads of it, for every
// rule and every way its sentences can turn. The bytes are stored and the
// sentences were sent: a red line means that what went out once reads differently.
func TestNoticesAsStoredAndRead(t *testing.T) {
	s := withAgencies(t)
	s.given("instrument/3", "draft", `{"fact":{"title":"Tanpa jabatan","signatories":[{"slot":"a"},{"slot":"b","party":"64"}]}}`)
	var b strings.Builder
	for _, x := range [][3]string{
		{"instrument/1", "finalise", `{"occurred":"2022-08-01"}`},
		{"instrument/1", "sign", `{"fact":{"slot":"64-1"},"onBehalfOf":"64","evidence":[{"grade":"news"}]}`},
		{"instrument/1", "remind", `{"occurred":"2022-08-02","fact":{"channel":"surat"}}`},
		{"instrument/1", "remind", `{"fact":{"slots":["35-1"]}}`},
		{"instrument/1", "remind", `{"fact":{"party":"64"}}`},
		{"instrument/1", "sign", `{"occurred":"2022-08-03","fact":{"slot":"64-1","office":"` + oid(2) + `"},"onBehalfOf":"64","evidence":[{"grade":"copy"}]}`},
		{"instrument/1", "add-signatory", `{"fact":{"office":"` + oid(3) + `"}}`},
		{"instrument/1", "remind", `{}`},
		{"instrument/2", "add-signatory", `{"fact":{"slot":"c"}}`},
		{"instrument/2", "finalise", `{}`},
		{"instrument/2", "sign", `{"fact":{"office":{"inWords":"seorang pejabat"}},"onBehalfOf":"64","evidence":[{"grade":"original"}]}`},
		{"instrument/2", "sign", `{"fact":{"slot":"35-1","extent":"3/7"},"evidence":[{"grade":"copy"}]}`},
		{"instrument/2", "sign", `{"fact":{"slot":"35-1","extent":"3/7"},"evidence":[{"grade":"copy","title":"x"}]}`},
		{"instrument/3", "finalise", `{}`},
		{"instrument/3", "sign", `{"fact":{"slot":"a","office":{"oneOf":["` + oid(1) + `","` + oid(2) + `"]}},"evidence":[{"grade":"copy"}]}`},
		{"engagement/1", "defer", `{"evidence":[{"grade":"news"}]}`},
		{"engagement/1", "defer", `{"occurred":"2022-08-04","fact":{"reason":"signatory-absent","explanation":"sakit","absent":"` + oid(1) + `","documents":["` + oid(1) + `","` + oid(2) + `"]}}`},
		{"engagement/1", "defer", `{"fact":{"planned":"2022-08","occasion":"` + oid(1) + `"}}`},
		{"engagement/1", "deliver", `{"evidence":[{"grade":"news"}]}`},
		{"engagement/1", "deliver", `{"occurred":"2022-08-05","place":{"text":"Surabaya"},"fact":{"from":"64","to":"35","count":3,"papers":[{"document":"` + oid(2) + `"},{"document":"` + oid(2) + `"},{"document":"` + oid(1) + `"}]}}`},
	} {
		for _, n := range s.told(x[0], x[1], x[2]) {
			stored, err := json.Marshal(n, json.Deterministic(true))
			if err != nil {
				t.Fatal(err)
			}
			if kept, err := Table.DecodeNotice(stored); err != nil || !reflect.DeepEqual(kept, n) {
				t.Errorf("%s\nread again: %v\n%+v\nwant\n%+v", stored, err, kept, n)
			}
			fmt.Fprintf(&b, "%s %s %s\n%s\nabout %s\n", x[0], x[1], x[2], stored, n.About())
			for _, to := range []Subscription{{}, {Party: value.Is(value.PartyOf("35"))}, {Agency: value.Is(value.AgencyID(oid(2)))}, {Office: value.Is(value.OfficeID(oid(2)))}} {
				if unknown := n.UnknownFields(fact.Audience{Known: s, Names: s.names}); unknown != nil {
					t.Errorf("%s: its sentences name %s", n.Rule, unknown)
				}
				w := to.Reads(n, s, s.names)
				fmt.Fprintf(&b, "\t%s\n\t%s\n\t\t%s\n\t\t%s\n", w.What.ID, w.What.EN, w.ToDo.ID, w.ToDo.EN)
			}
		}
	}
	const file = "testdata/notices.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || b.String() != string(want) {
		t.Errorf("%v: got\n%s", err, b.String())
	}
}

// A notice of a rule that this version does not know is not taken for another.
func TestANoticeOfAnUnknownRuleIsNotRead(t *testing.T) {
	if n, err := Table.DecodeNotice([]byte(`{"rule":"unheard-of","seq":1,"ref":"party/35"}`)); err == nil {
		t.Errorf("read as %+v", n)
	}
}
