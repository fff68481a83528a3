package domain

import "testing"

// A record that says of itself two things that cannot both be so is refused, and
// both fields are named; what leaves room for both is recorded.
func TestContradictionsWithinARecord(t *testing.T) {
	s := affair(t)
	s.given("agency/1", "register", `{"fact":{"name":"Dinas Kelautan","party":"35"}}`)
	s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas Kelautan","agency":"`+oid(1)+`"}}`)
	s.given("office/4", "register", `{"fact":{"title":"Jabatan yang pihaknya tidak disebut"}}`)
	delivery := s.given("engagement/1", "deliver", `{"fact":{"from":"64","to":"35","count":2}}`)
	for _, c := range []struct{ ref, command, body, field string }{
		{"instrument/1", "sign", `{"onBehalfOf":"64","fact":{"slot":"35-1"}}`, "fact.slot"},
		{"instrument/1", "sign", `{"fact":{"slot":"35-1","office":"` + oid(2) + `"}}`, "fact.slot"},
		{"instrument/1", "sign", `{"fact":{"slot":"64-1","office":"` + oid(3) + `"}}`, "fact.slot"},
		{"instrument/1", "sign", `{"onBehalfOf":"35","fact":{"office":"` + oid(2) + `"}}`, "fact.office"},
		{"instrument/1", "add-signatory", `{"fact":{"slot":"35-2","party":"35","office":"` + oid(2) + `"}}`, "fact.office"},
		{"instrument/3", "draft", `{"fact":{"title":"x","signatories":[{"slot":"64-1","party":"64","office":"` + oid(3) + `"}]}}`, "fact.signatories.0.office"},
		{"instrument/1", "remind", `{"fact":{"slots":["35-1"],"party":"64"}}`, "fact.slots"},
		{"office/5", "register", `{"fact":{"title":"Kepala","party":"64","agency":"` + oid(1) + `"}}`, "fact.agency"},
		{"engagement/1", "represent", `{"fact":{"party":"64","head":"` + oid(2) + `","by":"` + oid(3) + `"}}`, "fact.by"},
		{"engagement/1", "receive", `{"fact":{"delivery":"` + string(delivery.ID) + `","to":"64"}}`, "fact.delivery"},
	} {
		s.refused(contradicting, c.field, c.ref, c.command, c.body)
	}
	s.given("instrument/1", "account", `{"onBehalfOf":"64","fact":{"says":"ditandatangani gubernur lain","claims":[{"slot":"35-1"}]}}`)
	s.given("instrument/1", "sign", `{"onBehalfOf":{"oneOf":["35","64"]},"fact":{"slot":"35-1","office":"`+oid(3)+`"}}`)
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","fact":{"slot":"64-1","office":"`+oid(4)+`"}}`)
	s.given("instrument/2", "sign", `{"onBehalfOf":"64","fact":{"slot":{"oneOf":["35-1","64-1"]}}}`)
}
