package projections

import "testing"

// What has a name of its own has a row with it in both languages; what goes by
// its id has none.
func TestRowsOfNames(t *testing.T) {
	s := newStory(t, names, "")
	s.then("party/35", "register", `{"fact":{"code":"35"}}`, `
		+ Nf party jawa timur party/35
		+ Nr party/party/35 | "Jawa Timur\x00Jawa Timur"
		+ Nw jawa party party/35
		+ Nw timur party party/35`)
	s.then("party/64", "register", `{"fact":{"code":"64","name":"Kaltim"}}`, `
		+ Nf party kalimantan timur party/64
		+ Nr party/party/64 | "Kaltim\x00Kaltim"
		+ Nw kalimantan party party/64
		+ Nw kaltim party party/64
		+ Nw timur party party/64`)
	s.then("office/1", "register", `{"fact":{"party":"35","role":"head"}}`, ``)
	s.then("instrument/1", "draft", `{"fact":{"fields":["Kelautan"]}}`, ``)
	s.then("instrument/2", "draft", `{"fact":{"kind":"pks"}}`, `
		+ Nr instrument/instrument/2 | "Perjanjian Kerja Sama (PKS)\x00cooperation agreement (PKS)"`)
	s.then("instrument/2", "finalise", `{"fact":{"version":"1"}}`, ``)
}

// A name changes with what is stated later, with a correction and with what
// another record says; the row is then of the later record.
func TestRowsOfNamesThatChange(t *testing.T) {
	s := newStory(t, names, "")
	s.given("party/64", "register", `{"fact":{"code":"64"}}`)
	s.then("engagement/1", "defer", `{"fact":{"planned":"2022-07-28[WITA]"}}`, `
		+ Nr engagement/engagement/1 | "Penandatanganan, Kamis, 28 Juli 2022 (WITA)\x00Signing, Thursday, 28 July 2022 (WITA)"`)
	s.then("engagement/1", "visit", `{"occurred":"2022-07-27[WITA]","fact":{"host":"64"}}`, `
		- Nr engagement/engagement/1 (since #2)
		+ Nr engagement/engagement/1 | "Kunjungan kerja, Rabu, 27 Juli 2022 (WITA)\x00Working visit, Wednesday, 27 July 2022 (WITA)"`)
	s.then("engagement/1", "state", `{"fact":{"record":"#3","details":{"fact":{"title":"Kunjungan Balasan"}}}}`, `
		- Nr engagement/engagement/1 (since #3)
		+ Nr engagement/engagement/1 | "Kunjungan Balasan\x00Kunjungan Balasan"`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#3","reads":{"occurred":"2022-07-27[WITA]","fact":{"title":"Kunjungan Kerja","host":"64"}}}}`, `
		- Nr engagement/engagement/1 (since #4)
		+ Nr engagement/engagement/1 | "Kunjungan Kerja\x00Kunjungan Kerja"`)
	s.then("engagement/1", "account", `{`+news+`,"fact":{"says":"kunjungan biasa"}}`, ``)
	s.then("agency/1", "register", `{"fact":{"party":"64","name":"Biro Pemerintahan"}}`, `
		+ Nf agency biro pemerintahan agency/1
		+ Nr agency/agency/1 | "Biro Pemerintahan\x00Biro Pemerintahan"
		+ Nw biro agency agency/1
		+ Nw pemerintahan agency agency/1`)
	s.then("agency/1", "alias", `{"fact":{"alias":"Biro Tapem"}}`, `
		+ Nf agency biro tapem agency/1
		+ Nw tapem agency agency/1`)
	s.then("agency/1", "correct", `{"fact":{"record":"#7","notHappened":true}}`, `
		- Nf agency biro pemerintahan agency/1 (since #7)
		- Nr agency/agency/1 (since #7)
		- Nw pemerintahan agency agency/1 (since #7)`)
}
