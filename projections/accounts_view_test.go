package projections

import "testing"

// Whatever has an account on record has one row, however many there are and
// whether or not they are held to; the row says nothing else.
func TestRowsOfAccounts(t *testing.T) {
	s := newStory(t, accounts, "")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`, ``)
	s.then("instrument/1", "account", `{`+news+`,"fact":{"about":"jumlah naskah","says":"delapan"}}`, `
		+ Aa instrument instrument/1`)
	s.then("instrument/1", "account", `{`+news+`,"fact":{"about":"jumlah naskah","says":"tujuh"}}`, ``)
	s.then("instrument/1", "uphold", `{"fact":{"account":"#8","reason":"tertulis dalam naskah"}}`, ``)
	s.then("instrument/1", "set-aside", `{"fact":{"account":"#9","reason":"salah hitung"}}`, ``)
	s.then("engagement/1", "account", `{`+news+`,"fact":{"about":"tempat","says":"Samarinda"}}`, `
		+ Aa engagement engagement/1`)
	s.then("office/1", "account", `{`+news+`,"fact":{"about":"pejabat","says":"pelaksana tugas"}}`, `
		+ Aa office office/1`)
}

// The row goes with the last of the accounts that is corrected away, and comes
// back with the correction of that correction.
func TestRowsOfAccountsThatAreCorrected(t *testing.T) {
	s := newStory(t, accounts, "")
	s.then("engagement/1", "account", `{`+news+`,"fact":{"says":"Samarinda"}}`, `
		+ Aa engagement engagement/1`)
	s.then("engagement/1", "account", `{`+news+`,"fact":{"says":"Balikpapan"}}`, ``)
	s.then("engagement/1", "correct", `{"fact":{"record":"#1","notHappened":true}}`, ``)
	s.then("engagement/1", "correct", `{"fact":{"record":"#2","notHappened":true}}`, `
		- Aa engagement engagement/1 (since #1)`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#4","notHappened":true}}`, `
		+ Aa engagement engagement/1`)
}
