package projections

import "testing"

// A deferral stands among all by the day that was planned, and under each of its
// documents, once.
func TestRowsOfADeferral(t *testing.T) {
	s := newStory(t, deferrals, "")
	s.parties()
	s.paper("instrument/1")
	s.paper("instrument/2")
	s.then("engagement/1", "defer", `{"assertedBy":{"party":"64"},"evidence":[{"grade":"own-statement","published":"2022-08-02[WITA]"}],
		"fact":{"planned":"2022-07-28[WITA]","reason":"signatory-absent","explanation":"rapat di Jakarta","absent":"$office/1",
		"documents":["$instrument/1","$instrument/2","$instrument/1"]}}`, `
		+ Da 2022-07-27T16:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"planned":"2022-07-28[Asia/Makassar]","reason":"signatory-absent","explanation":"rapat di Jakarta","absent":"office/1","documents":["instrument/1","instrument/2","instrument/1"],"assertedBy":{"party":"party/64"},"said":"2022-08-02[Asia/Makassar]","grade":"own-statement"}
		+ Di instrument/1 2022-07-27T16:00Z engagement/1 #8 | same
		+ Di instrument/2 2022-07-27T16:00Z engagement/1 #8 | same`)
	s.then("engagement/1", "defer", `{"occurred":"2022-08-04[WITA]","fact":{"reason":"text-open","documents":["$instrument/2"]}}`, `
		+ Da 2022-08-03T16:00Z engagement/1 #9 | {"engagement":"engagement/1","record":"#9","seq":9,"planned":"2022-08-04[Asia/Makassar]","reason":"text-open","documents":["instrument/2"]}
		+ Di instrument/2 2022-08-03T16:00Z engagement/1 #9 | same`)
	s.then("engagement/1", "visit", `{"occurred":"2022-07-27[WITA]","fact":{"guest":"35","host":"64"}}`, ``)
}

// Without documents it stands among all only; without a day, before all others.
func TestRowsOfADeferralOfWhichLittleIsKnown(t *testing.T) {
	s := newStory(t, deferrals, "")
	s.parties()
	s.paper("instrument/1")
	s.then("engagement/1", "defer", `{"fact":{"reason":{"oneOf":["text-open","council-pending"]}}}`, `
		+ Da open engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"reason":{"oneOf":["text-open","council-pending"]}}`)
	s.then("engagement/1", "state", `{"fact":{"record":"#7","details":{"fact":{"reason":"council-pending"}}}}`, `
		- Da open engagement/1 #7 (since #7)
		+ Da open engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"reason":"council-pending"}`)
	s.then("engagement/1", "state", `{"fact":{"record":"#7","details":{"fact":{"planned":"2022-10/2022-12[WIB]","documents":["$instrument/1"]}}}}`, `
		- Da open engagement/1 #7 (since #8)
		+ Da 2022-09-30T17:00Z engagement/1 #7 | {"engagement":"engagement/1","record":"#7","seq":7,"planned":"2022-10/2022-12[Asia/Jakarta]","reason":"council-pending","documents":["instrument/1"]}
		+ Di instrument/1 2022-09-30T17:00Z engagement/1 #7 | same`)
}

// Corrected, its rows move to the other day and document; corrected away, they
// go, and those of another deferral stay.
func TestRowsOfADeferralThatIsCorrected(t *testing.T) {
	s := newStory(t, deferrals, "")
	s.parties()
	s.paper("instrument/1")
	s.paper("instrument/2")
	s.given("engagement/1", "defer", `{"fact":{"planned":"2022-07-28[WITA]","documents":["$instrument/1"]}}`)
	s.given("engagement/1", "defer", `{"fact":{"planned":"2022-08-04[WITA]"}}`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#8","reads":{"fact":{"planned":"2022-07-29[WITA]","documents":["$instrument/2"]}}}}`, `
		- Da 2022-07-27T16:00Z engagement/1 #8 (since #8)
		+ Da 2022-07-28T16:00Z engagement/1 #8 | {"engagement":"engagement/1","record":"#8","seq":8,"planned":"2022-07-29[Asia/Makassar]","documents":["instrument/2"]}
		- Di instrument/1 2022-07-27T16:00Z engagement/1 #8 (since #8)
		+ Di instrument/2 2022-07-28T16:00Z engagement/1 #8 | same`)
	s.then("engagement/1", "correct", `{"fact":{"record":"#8","notHappened":true}}`, `
		- Da 2022-07-28T16:00Z engagement/1 #8 (since #10)
		- Di instrument/2 2022-07-28T16:00Z engagement/1 #8 (since #10)`)
}
