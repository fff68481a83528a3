package projections

import "testing"

// A power of attorney stands among all, under each document that it names, once,
// and under the offices that gave it and were given it.
func TestRowsOfAPowerOfAttorney(t *testing.T) {
	s := newStory(t, mandates, "")
	s.parties()
	s.paper("instrument/1")
	s.paper("instrument/2")
	s.then("mandate/1", "grant", `{"fact":{"number":"183/1","giver":"$office/2","instruments":["$instrument/1","$instrument/2","$instrument/1"]}}`, `
		+ Ma mandate/1
		+ Mg office/2 mandate/1
		+ Mi instrument/1 mandate/1
		+ Mi instrument/2 mandate/1`)
	s.then("mandate/2", "grant", `{"fact":{"number":"183/2"}}`, `
		+ Ma mandate/2`)
	s.then("mandate/2", "state", `{"fact":{"record":"#9","details":{"fact":{"instruments":["$instrument/2"]}}}}`, `
		+ Mi instrument/2 mandate/2`)
	s.then("mandate/1", "account", `{`+news+`,"fact":{"says":"lisan"}}`, ``)
	s.then("mandate/1", "correct", `{"fact":{"record":"#8","reads":{"fact":{"number":"183/1","instruments":["$instrument/2"]}}}}`, `
		- Mg office/2 mandate/1 (since #8)
		- Mi instrument/1 mandate/1 (since #8)`)
	s.then("mandate/1", "revoke", `{"fact":{"reason":"diganti"}}`, ``)
	s.then("mandate/1", "correct", `{"fact":{"record":"#8","notHappened":true}}`, `
		- Ma mandate/1 (since #8)
		- Mi instrument/2 mandate/1 (since #8)`)
}
