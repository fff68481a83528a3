package projections

import "testing"

// A hand-over stands among all, under each document among its papers, and among
// those that wait until its receipt is on record.
func TestRowsOfAHandOver(t *testing.T) {
	s := newStory(t, deliveries, "")
	s.parties()
	s.paper("instrument/1")
	s.paper("instrument/2")
	s.then("engagement/1", "deliver", `{"occurred":"2022-08-11[WIB]","place":{"text":"Surabaya"},"evidence":[{"grade":"copy"}],
		"fact":{"from":"64","to":"35","count":8,"papers":[{"document":"$instrument/1","count":1,"original":true},{"document":"$instrument/2","count":7}]}}`, `
		+ Ca 2022-08-10T17:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"occurred":"2022-08-11[Asia/Jakarta]","place":{"text":"Surabaya"},"from":"party/64","to":"party/35","papers":[{"document":"instrument/1","count":1,"original":true},{"document":"instrument/2","count":7}],"count":8,"grade":"copy","receipt":"not-on-record"}
		+ Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 | same
		+ Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 | same
		+ Cw never 2022-08-10T17:00Z engagement/1 #8 | same`)
	s.then("engagement/1", "receive", `{"occurred":"2022-08-12[WIB]","fact":{"delivery":"#8","to":"35","count":8,"number":"1/TT"}}`, `
		- Ca 2022-08-10T17:00Z engagement/1 #8 (since #8)
		+ Ca 2022-08-10T17:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"occurred":"2022-08-11[Asia/Jakarta]","place":{"text":"Surabaya"},"from":"party/64","to":"party/35","papers":[{"document":"instrument/1","count":1,"original":true},{"document":"instrument/2","count":7}],"count":8,"grade":"copy","receipt":"yes","received":"2022-08-12[Asia/Jakarta]"}
		- Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 (since #8)
		+ Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 | same
		- Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 (since #8)
		+ Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 | same
		+ Cw 2022-08-12T17:00Z 2022-08-10T17:00Z engagement/1 #8 | same
		- Cw never 2022-08-10T17:00Z engagement/1 #8 (since #8)`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#9","notHappened":true}}`, `
		- Ca 2022-08-10T17:00Z engagement/1 #8 (since #9)
		+ Ca 2022-08-10T17:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"occurred":"2022-08-11[Asia/Jakarta]","place":{"text":"Surabaya"},"from":"party/64","to":"party/35","papers":[{"document":"instrument/1","count":1,"original":true},{"document":"instrument/2","count":7}],"count":8,"grade":"copy","receipt":"not-on-record"}
		- Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 (since #9)
		+ Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 | same
		- Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 (since #9)
		+ Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 | same
		- Cw 2022-08-12T17:00Z 2022-08-10T17:00Z engagement/1 #8 (since #9)
		+ Cw never 2022-08-10T17:00Z engagement/1 #8 | same`)
}

// A receipt that may be of one hand-over or another leaves both waiting, and is
// of the one that is stated later.
func TestRowsOfHandOversWithOneReceipt(t *testing.T) {
	s := newStory(t, deliveries, "aw")
	s.parties()
	s.then("engagement/1", "deliver", `{"fact":{"from":"64","count":1}}`, `
		+ Ca open engagement/1 #6 | {"engagement":"engagement/1","record":"#6","seq":6,"from":"party/64","count":1,"receipt":"not-on-record"}
		+ Cw never open engagement/1 #6 | same`)
	s.then("engagement/1", "deliver", `{"occurred":"2022-08-11[WIB]","fact":{"from":"64","count":7}}`, `
		+ Ca 2022-08-10T17:00Z engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"occurred":"2022-08-11[Asia/Jakarta]","from":"party/64","count":7,"receipt":"not-on-record"}
		+ Cw never 2022-08-10T17:00Z engagement/1 #7 | same`)
	s.then("engagement/1", "receive", `{"fact":{"delivery":{"oneOf":["#6","#7"]}}}`, `
		- Ca open engagement/1 #6 (since #6)
		+ Ca open engagement/1 #6 | {"engagement":"engagement/1","record":"#6","seq":6,"from":"party/64","count":1,"receipt":"cannot-tell"}
		- Ca 2022-08-10T17:00Z engagement/1 #7 (since #7)
		+ Ca 2022-08-10T17:00Z engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"occurred":"2022-08-11[Asia/Jakarta]","from":"party/64","count":7,"receipt":"cannot-tell"}
		- Cw never open engagement/1 #6 (since #6)
		+ Cw never open engagement/1 #6 | {"engagement":"engagement/1","record":"#6","seq":6,"from":"party/64","count":1,"receipt":"cannot-tell"}
		- Cw never 2022-08-10T17:00Z engagement/1 #7 (since #7)
		+ Cw never 2022-08-10T17:00Z engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"occurred":"2022-08-11[Asia/Jakarta]","from":"party/64","count":7,"receipt":"cannot-tell"}`)
	s.then("engagement/1", "state", `{"fact":{"record":"#8","details":{"fact":{"delivery":"#7"}}}}`, `
		- Ca open engagement/1 #6 (since #8)
		+ Ca open engagement/1 #6 | {"engagement":"engagement/1","record":"#6","seq":6,"from":"party/64","count":1,"receipt":"not-on-record"}
		- Ca 2022-08-10T17:00Z engagement/1 #7 (since #8)
		+ Ca 2022-08-10T17:00Z engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"occurred":"2022-08-11[Asia/Jakarta]","from":"party/64","count":7,"receipt":"yes"}
		+ Cw 1970-01-01T00:00Z 2022-08-10T17:00Z engagement/1 #7 | same
		- Cw never open engagement/1 #6 (since #8)
		+ Cw never open engagement/1 #6 | {"engagement":"engagement/1","record":"#6","seq":6,"from":"party/64","count":1,"receipt":"not-on-record"}
		- Cw never 2022-08-10T17:00Z engagement/1 #7 (since #8)`)
}

// A paper that may be one of two documents stands under both; a correction that
// tells which takes the other away.
func TestRowsOfAPaperThatMayBeOneOfTwo(t *testing.T) {
	s := newStory(t, deliveries, "i")
	s.parties()
	s.paper("instrument/1")
	s.paper("instrument/2")
	s.then("engagement/1", "deliver", `{"occurred":"2022-08-11[WIB]","fact":{"papers":[{"document":{"oneOf":["$instrument/1","$instrument/2"]}}]}}`, `
		+ Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"occurred":"2022-08-11[Asia/Jakarta]","papers":[{"document":{"oneOf":["instrument/1","instrument/2"]}}],"receipt":"not-on-record"}
		+ Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 | same`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#8","reads":{"occurred":"2022-08-11[WIB]","fact":{"papers":[{"document":"$instrument/2"}]}}}}`, `
		- Ci instrument/1 2022-08-10T17:00Z engagement/1 #8 (since #8)
		- Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 (since #8)
		+ Ci instrument/2 2022-08-10T17:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"occurred":"2022-08-11[Asia/Jakarta]","papers":[{"document":"instrument/2"}],"receipt":"not-on-record"}`)
}
