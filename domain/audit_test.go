package domain

import (
	"fmt"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Two who were absent stand in one record, each known or one of several.
func TestSeveralWereAbsent(t *testing.T) {
	s := affair(t)
	s.says(s.given("engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`"],"reason":"signatory-absent","absent":["`+oid(1)+`","`+oid(2)+`"]}}`),
		"Penandatanganan Kesber ditunda. Alasan: penanda tangan tidak hadir. Yang tidak hadir: Gubernur Jawa Timur dan Gubernur Kalimantan Timur.",
		"The signing of Kesber was deferred. Reason: signatory absent. Absent: Gubernur Jawa Timur and Gubernur Kalimantan Timur.")
	one := s.given("engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`"],"absent":{"oneOf":["`+oid(1)+`","`+oid(2)+`"]}}}`)
	s.given("engagement/1", "state", fmt.Sprintf(`{"fact":{"record":"%d","details":{"fact":{"absent":"%s"}}}}`, one.Seq, oid(2)))
	if d := s.deferral("engagement/1"); len(d.Absent) != 1 || d.Absent[0].Is(value.OfficeID(oid(2))) != value.Yes {
		t.Errorf("one of two is narrowed to %+v", d.Absent)
	}
	s.refused(value.SeveralTwice, "fact.absent", "engagement/1", "defer", `{"fact":{"absent":["`+oid(1)+`","`+oid(1)+`"]}}`)
	s.refused(fact.NoSuchAggregate, "fact.absent.1", "engagement/1", "defer", `{"fact":{"absent":["`+oid(1)+`","`+oid(9)+`"]}}`)
}

// A record of the same file may be named by its number, wherever its id is wanted.
func TestRecordsByNumber(t *testing.T) {
	s := affair(t)
	signed := s.given("instrument/1", "sign", `{"evidence":[{"grade":"news"}],"fact":{"slot":"35-1"}}`)
	for _, number := range []string{`%d`, `"%d"`, `"#%d"`, `"\u0023%d"`} {
		rec := s.given("instrument/1", "add-source", `{"evidence":[{"grade":"copy"}],"fact":{"record":`+fmt.Sprintf(number, signed.Seq)+`}}`)
		if f := rec.Data.Fact.(fact.SourceAdded); f.Record != signed.ID || !rec.SaysItsCommand() {
			t.Errorf("%s is stored as %q", number, f.Record)
		}
	}
	account := s.given("instrument/1", "account", fmt.Sprintf(`{"fact":{"record":"%d","field":"occurred","says":"kemarin"}}`, signed.Seq))
	s.given("instrument/1", "uphold", fmt.Sprintf(`{"fact":{"account":"%d"}}`, account.Seq))
	s.by.Name = "Seorang"
	wrong := s.given("instrument/1", "correct", fmt.Sprintf(`{"fact":{"record":"#%d","notHappened":true}}`, signed.Seq))
	s.by.Name = "Orang lain"
	s.given("instrument/1", "confirm-correction", fmt.Sprintf(`{"fact":{"correction":%d}}`, wrong.Seq))
	if n := s.instrument("instrument/1").Signatures.Len(); n != 0 {
		t.Errorf("%d signatures after it was taken back", n)
	}

	handed := s.given("engagement/1", "deliver", `{"fact":{"from":"64","to":"35","count":2}}`)
	s.given("engagement/1", "receive", fmt.Sprintf(`{"fact":{"delivery":"%d","to":"35"}}`, handed.Seq))
	if d := stateIn[Engagement](s, "engagement/1").Deliveries[0]; d.Receipt != value.Yes {
		t.Errorf("its receipt is %s", d.Receipt)
	}

	s.refused(fact.NotInThisFile, "fact.record", "instrument/1", "add-source", `{"evidence":[{"grade":"copy"}],"fact":{"record":"1"}}`) // another file's
	s.refused(value.NotAnID, "fact.record", "instrument/1", "add-source", `{"evidence":[{"grade":"copy"}],"fact":{"record":"#x"}}`)
}

// A correction cannot empty a record either.
func TestACorrectionSaysSomething(t *testing.T) {
	s := affair(t)
	s.by.Name = "Seorang"
	signed := s.given("instrument/1", "sign", `{"fact":{"slot":"35-1"}}`)
	put := s.given("engagement/1", "defer", `{"fact":{"documents":["`+oid(1)+`"]}}`)
	for r, rec := range map[string]*fact.Record{"instrument/1": signed, "engagement/1": put} {
		s.refused(fact.SaysNothing, "fact.reads", r, "correct", fmt.Sprintf(`{"fact":{"record":%d,"reads":{"fact":{}}}}`, rec.Seq))
	}
}

// A further source of a record that others rest on counts there as well: of a term, an
// end, a denial, a power of attorney and its revocation.
func TestAFurtherSourceCounts(t *testing.T) {
	s := affair(t)
	add := func(r string, rec *fact.Record, grade string) {
		t.Helper()
		s.given(r, "add-source", fmt.Sprintf(`{"evidence":[{"grade":%q}],"assertedBy":{"party":"35"},"fact":{"record":%d}}`, grade, rec.Seq))
	}
	add("instrument/1", s.given("instrument/1", "state-term", `{"evidence":[{"grade":"news"}],"fact":{"from":"2020-05-05","until":"2030-05-05"}}`), "original")
	add("instrument/1", s.given("instrument/1", "end", `{"evidence":[{"grade":"news"}],"fact":{"on":"2021-01-01"}}`), "copy")
	add("instrument/1", s.given("instrument/1", "account", `{"evidence":[{"grade":"news"}],"assertedBy":{"party":"64"},"fact":{"says":"belum","claims":[{"slot":"35-1","denies":true}]}}`), "own-statement")
	in := s.instrument("instrument/1")
	if in.Terms[0].Grade != value.GradeOriginal || in.Endings[0].Grade != value.GradeCopy {
		t.Errorf("the term is known by %q, the end by %q", in.Terms[0].Grade, in.Endings[0].Grade)
	}
	if sig, _ := in.signatory("35-1"); in.deniedBy(sig) == nil {
		t.Error("the party's own words, told second, deny nothing")
	}
	add("mandate/1", s.given("mandate/1", "grant", `{"evidence":[{"grade":"news"}],"fact":{"number":"1","giver":"`+oid(1)+`"}}`), "copy")
	add("mandate/1", s.given("mandate/1", "revoke", `{"evidence":[{"grade":"news"}]}`), "copy")
	if m := stateIn[Mandate](s, "mandate/1"); m.Grade != value.GradeCopy || !m.Revoked[0].Counts {
		t.Errorf("%+v", m)
	}
}

// A weekday that is not that of the date is pointed out; one of several days that it
// fits, or none stated, is not.
func TestAWeekdayThatIsNotThatOfTheDate(t *testing.T) {
	for day, want := range map[string]string{
		"2022-07-28[weekday=Rabu]":                            "weekday-differs",
		"Jumat, 3 April 1941":                                 "weekday-differs",
		"2022-07-28[weekday=Kamis]":                           "",
		"2022-07-28":                                          "",
		"2022-07-28T23:20[Asia/Makassar][weekday=Senin]":      "weekday-differs",
		"2022-07-27[weekday=Kamis]|2022-07-28[weekday=Kamis]": "",
	} {
		s := affair(t)
		s.given("instrument/1", "sign", `{"occurred":"`+day+`","evidence":[{"grade":"original"}],"fact":{"slot":"35-1","office":"`+oid(1)+`"}}`)
		got := ""
		for _, f := range Findings(s.world[ref(t, "instrument/1")], s, nil, nil) {
			got += f.Rule
		}
		if got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

// Whoever signs without an office, and by the holders on record had left every one that
// they held, is pointed out; who holds another of the party is not.
func TestASignerWhoHadLeftOffice(t *testing.T) {
	for signer, want := range map[string]string{
		"isran noor":               "signer-not-holder",
		"Dr. H. Isran Noor, M.Si.": "signer-not-holder",
		"Hadi Mulyadi":             "",
		"Orang Lain":               "",
	} {
		s := affair(t)
		s.given("office/2", "appoint", `{"fact":{"holder":"H. Isran Noor","from":"2013-10-01","to":"2018-09-30"}}`)
		s.given("office/2", "appoint", `{"fact":{"holder":"Hadi Mulyadi","from":"2018-10-01","to":"2019-09-30"}}`)
		s.given("office/3", "register", `{"fact":{"title":"Wakil Gubernur","party":"64","role":"deputy"}}`)
		s.given("office/3", "appoint", `{"fact":{"holder":"Hadi Mulyadi","from":"2019-10-01"}}`)
		s.given("instrument/2", "correct", fmt.Sprintf(`{"fact":{"record":%d,"reads":{"fact":{"kind":"kesepakatan-bersama","title":"Lain","signatories":[{"slot":"64-1","party":"64"}]}}}}`, s.world[ref(t, "instrument/2")].Seq()))
		s.given("instrument/2", "sign", `{"occurred":"2022-01-05","evidence":[{"grade":"original"}],"fact":{"slot":"64-1","signer":"`+signer+`"}}`)
		in := s.instrument("instrument/2")
		held := func(value.PartyID) []value.OfficeID {
			return []value.OfficeID{value.OfficeID(oid(2)), value.OfficeID(oid(3))}
		}
		got := ""
		for sig := range in.Signings() {
			for _, f := range NewJudge(s, nil, held).Judge(value.InstrumentID(oid(2)), in, sig) {
				got += f.Rule
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", signer, got, want)
		}
	}
}
