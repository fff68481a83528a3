package domain

import (
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// receipts says of each hand-over of the occasion whether a receipt is on record.
func (s *story) receipts(r string) string {
	var parts []string
	for _, d := range stateIn[Engagement](s, r).Deliveries {
		text, _ := d.Receipt.MarshalText()
		parts = append(parts, string(text))
	}
	return strings.Join(parts, " ")
}

func TestAHandOver(t *testing.T) {
	s := affair(t)
	s.says(s.given("engagement/1", "deliver", `{"occurred":"2022-08-11[WIB]","place":{"text":"Surabaya"},"evidence":[{"grade":"copy"}],
		"fact":{"from":"64","to":"35","count":8,"papers":[{"document":"`+oid(1)+`","count":1,"original":true},{"document":"`+oid(2)+`","count":7}]}}`),
		"Provinsi Kalimantan Timur menyerahkan 8 naskah kepada Jawa Timur, Kamis, 11 Agustus 2022 (WIB), di Surabaya.",
		"Provinsi Kalimantan Timur handed over 8 documents to Jawa Timur on Thursday, 11 August 2022 (WIB), at Surabaya.")
	d := stateIn[Engagement](s, "engagement/1").Deliveries[0]
	if d.From.Is(value.PartyOf("64")) != value.Yes || d.To.Is(value.PartyOf("35")) != value.Yes || d.Count.Is(8) != value.Yes || d.Grade != value.GradeCopy || len(d.Papers) != 2 {
		t.Fatalf("%+v", d)
	}
	if p := d.Papers; p[0].Original.Is(true) != value.Yes || !p[1].Original.IsZero() || p[1].Document.Is(value.InstrumentID(oid(2))) != value.Yes {
		t.Errorf("%+v; whether the seven are originals is not stated", p)
	}
	s.DisplayName("engagement/1", "Penyerahan naskah, Kamis, 11 Agustus 2022 (WIB)", "Hand-over of documents, Thursday, 11 August 2022 (WIB)")
}

// That something was handed over may be all that is known.
func TestAHandOverOfWhichLittleIsKnown(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "deliver", `{"fact":{"from":"64"}}`)
	s.says(rec, "Provinsi Kalimantan Timur menyerahkan naskah kepada tidak disebut.",
		"Provinsi Kalimantan Timur handed over documents to not stated.")
	s.detailed(rec, `{"fact":{"count":{"oneOf":[7,8]}}}`)
	s.detailed(rec, `{"fact":{"count":8}}`)
	s.noDetail(rec, "fact.count", `{"fact":{"count":7}}`)
	if d := stateIn[Engagement](s, "engagement/1").Deliveries[0]; d.Count.Is(8) != value.Yes || !d.To.IsZero() {
		t.Errorf("%+v", d)
	}
}

func TestHandOversThatAreRefused(t *testing.T) {
	s := affair(t)
	for _, c := range []struct {
		want        *value.Refusal
		field, fact string
	}{
		{countBelowPapers, "fact.count", `{"count":7,"papers":[{"count":1},{"count":7}]}`},
		{negativeCount, "fact.count", `{"count":-1}`},
		{negativeCount, "fact.papers.1.count", `{"papers":[{"count":1},{"count":-1}]}`},
		{negativeCount, "fact.papers.0.count", `{"count":5,"papers":[{"count":-3},{"count":7}]}`},
		{fact.WrongForm, "fact.count", `{"count":"delapan"}`},
		{fact.WrongForm, "fact.papers", `{"papers":{"count":8}}`},
		{fact.NoSuchAggregate, "fact.to", `{"to":"32"}`},
		{fact.NoSuchAggregate, "fact.papers.0.document", `{"papers":[{"document":"` + oid(44) + `"}]}`},
	} {
		s.refused(c.want, c.field, "engagement/1", "deliver", `{"fact":`+c.fact+`}`)
	}
	for _, fact := range []string{
		`{"count":8,"papers":[{"count":1},{"count":7}]}`, `{"count":9,"papers":[{"count":1},{"count":7}]}`, // more than are listed
		`{"count":{"oneOf":[1,8]},"papers":[{"count":7}]}`, `{"papers":[{"count":7}]}`, `{"count":0}`,
	} {
		s.given("engagement/1", "deliver", `{"fact":`+fact+`}`)
	}
}

func TestReceiptsOfHandOvers(t *testing.T) {
	s := affair(t)
	s.given("engagement/1", "deliver", `{"fact":{"from":"64","to":"35","count":8}}`)
	s.says(s.given("engagement/1", "receive", `{"occurred":"2022-08-12[WIB]","fact":{"to":"35","count":8,"number":"1/TT"}}`),
		"Tanda terima nomor 1/TT: Jawa Timur menerima 8 naskah, Jumat, 12 Agustus 2022 (WIB).",
		"Receipt number 1/TT: Jawa Timur received 8 documents on Friday, 12 August 2022 (WIB).")
	if got := s.receipts("engagement/1"); got != "yes" {
		t.Errorf("%s; a receipt that does not say of what is of the only hand-over", got)
	}
	r := stateIn[Engagement](s, "engagement/1").Receipts[0]
	if r.Number != "1/TT" || r.To.Is(value.PartyOf("35")) != value.Yes || r.When.String() != "2022-08-12[Asia/Jakarta]" {
		t.Errorf("%+v", r)
	}
}

// A receipt names its hand-over, or several it may be of, or none.
func TestWhichHandOverAReceiptIsOf(t *testing.T) {
	for _, c := range []struct{ name, of, want string }{
		{"the first", `"delivery":"$1"`, "yes not-on-record"},
		{"the second", `"delivery":"$2"`, "not-on-record yes"},
		{"one of both", `"delivery":{"oneOf":["$1","$2"]}`, "cannot-tell cannot-tell"},
		{"in words", `"delivery":{"inWords":"yang kemarin"}`, "cannot-tell cannot-tell"},
		{"not stated", `"number":"2/TT"`, "cannot-tell cannot-tell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			one := s.given("engagement/1", "deliver", `{"fact":{"count":1}}`)
			two := s.given("engagement/1", "deliver", `{"fact":{"count":7}}`)
			body := strings.NewReplacer("$1", string(one.ID), "$2", string(two.ID)).Replace(`{"fact":{` + c.of + `}}`)
			rec := s.given("engagement/1", "receive", body)
			if got := s.receipts("engagement/1"); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			if c.name == "one of both" {
				s.detailed(rec, `{"fact":{"delivery":"`+string(two.ID)+`"}}`)
				if got := s.receipts("engagement/1"); got != "not-on-record yes" {
					t.Errorf("once stated: %s", got)
				}
			}
			s.takenBack(rec)
			if got := s.receipts("engagement/1"); got != "not-on-record not-on-record" {
				t.Errorf("without the receipt: %s", got)
			}
		})
	}
}

func TestReceiptsThatAreRefused(t *testing.T) {
	s := affair(t)
	visit := s.given("engagement/1", "visit", `{"fact":{"guest":"64"}}`)
	one := s.given("engagement/1", "deliver", `{"fact":{"count":1}}`)
	other := s.given("engagement/2", "deliver", `{"fact":{"count":2}}`)
	s.refused(noSuchDelivery, "fact.delivery", "engagement/1", "receive", `{"fact":{"delivery":"`+string(visit.ID)+`"}}`)
	s.refused(noSuchDelivery, "fact.delivery", "engagement/1", "receive", `{"fact":{"delivery":"`+string(other.ID)+`"}}`)
	s.refused(noSuchDelivery, "fact.delivery", "engagement/1", "receive",
		`{"fact":{"delivery":{"oneOf":["`+string(one.ID)+`","`+string(other.ID)+`"]}}}`)
	s.refused(value.NotAnID, "fact.delivery", "engagement/1", "receive", `{"fact":{"delivery":"1/TT"}}`)
	s.takenBack(one)
	s.refused(noSuchDelivery, "fact.delivery", "engagement/1", "receive", `{"fact":{"delivery":"`+string(one.ID)+`"}}`)
}
