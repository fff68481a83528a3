package projections

import "testing"

// A term stands under its office and under the office's party, by the day it
// begins; two terms of one person are two rows.
func TestRowsOfTerms(t *testing.T) {
	s := newStory(t, holders, "")
	s.parties()
	s.then("office/1", "appoint", `{`+own+`,"fact":{"holder":"Pejabat 1","actingAs":"definitive","from":"2019-02-13[WIB]","to":"2024-02-13[WIB]","decree":"821/1"}}`, `
		+ Ho office/1 2019-02-12T17:00Z 0 | {"office":"office/1","record":"#6","holder":"Pejabat 1","actingAs":"definitive","from":"2019-02-13[Asia/Jakarta]","to":"2024-02-13[Asia/Jakarta]","decree":"821/1","grade":"own-statement"}
		+ Hp party/35 office/1 2019-02-12T17:00Z 0 | same`)
	s.then("office/1", "appoint", `{`+news+`,"fact":{"holder":"Pejabat 1","actingAs":"definitive","from":"2014-02-12[WIB]","to":"2019-02-12[WIB]"}}`, `
		+ Ho office/1 2014-02-11T17:00Z 1 | {"office":"office/1","record":"#7","holder":"Pejabat 1","actingAs":"definitive","from":"2014-02-12[Asia/Jakarta]","to":"2019-02-12[Asia/Jakarta]","grade":"news"}
		+ Hp party/35 office/1 2014-02-11T17:00Z 1 | same`)
	s.then("office/1", "appoint", `{"fact":{"holder":{"oneOf":["Pejabat 2","Pejabat 3"]},"actingAs":"plh"}}`, `
		+ Ho office/1 open 2 | {"office":"office/1","record":"#8","holder":{"oneOf":["Pejabat 2","Pejabat 3"]},"actingAs":"plh"}
		+ Hp party/35 office/1 open 2 | same`)
	s.then("office/1", "account", `{`+news+`,"fact":{"says":"sedang cuti"}}`, ``)
}

// A day that is stated later moves the term; one that did not happen goes, and
// those behind it move up.
func TestRowsOfATermThatIsCorrected(t *testing.T) {
	s := newStory(t, holders, "o")
	s.parties()
	s.given("office/1", "appoint", `{"fact":{"holder":"Pejabat 1","actingAs":"plt"}}`)
	s.given("office/1", "appoint", `{"fact":{"holder":"Pejabat 2","actingAs":"plh","from":"1965-03-04[WIB]"}}`)
	s.then("office/1", "state", `{"fact":{"record":"#6","details":{"fact":{"from":"2022-01-03[WIB]"}}}}`, `
		- Ho office/1 open 0 (since #6)
		+ Ho office/1 2022-01-02T17:00Z 0 | {"office":"office/1","record":"#6","holder":"Pejabat 1","actingAs":"plt","from":"2022-01-03[Asia/Jakarta]"}`)
	s.then("office/1", "correct", `{"fact":{"record":"#6","notHappened":true}}`, `
		+ Ho office/1 1965-03-03T17:00Z 0 | {"office":"office/1","record":"#7","holder":"Pejabat 2","actingAs":"plh","from":"1965-03-04[Asia/Jakarta]"}
		- Ho office/1 1965-03-03T17:00Z 1 (since #7)
		- Ho office/1 2022-01-02T17:00Z 0 (since #8)`)
}

// An office stands under each agency that it may be of, and they under it.
func TestRowsOfTheAgenciesOfAnOffice(t *testing.T) {
	s := newStory(t, holders, "")
	s.given("party/64", "register", `{"fact":{"code":"64"}}`)
	s.given("agency/1", "register", `{"fact":{"name":"Biro Pemerintahan","party":"64"}}`)
	s.given("agency/2", "register", `{"fact":{"name":"Dinas Kelautan","party":"64"}}`)
	s.then("office/1", "register", `{"fact":{"title":"Kepala Biro","agency":{"oneOf":["$agency/1","$agency/2"]}}}`, `
		+ Ha agency/1 office/1
		+ Ha agency/2 office/1
		+ Hf office/1 | [agency/1 agency/2]`)
	s.then("office/1", "state", `{"fact":{"record":"#4","details":{"fact":{"agency":"$agency/1","party":"64"}}}}`, `
		- Ha agency/2 office/1 (since #4)
		- Hf office/1 (since #4)
		+ Hf office/1 | [agency/1]`)
	s.then("office/1", "appoint", `{"fact":{"holder":"Pejabat 4","from":"2021-01-04[WITA]"}}`, `
		+ Ho office/1 2021-01-03T16:00Z 0 | {"office":"office/1","record":"#6","holder":"Pejabat 4","from":"2021-01-04[Asia/Makassar]"}
		+ Hp party/64 office/1 2021-01-03T16:00Z 0 | same`)
	s.then("office/2", "register", `{"fact":{"title":"Kepala Seksi","agency":{"inWords":"sebuah biro"}}}`, ``)
}
