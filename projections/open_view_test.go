package projections

import "testing"

// Each place of a paper has a row from the draft on: never signed, and missed
// since the draft or, once there is one, since the final text.
func TestRowsOfAPaperFromItsDraftToItsLastSignature(t *testing.T) {
	s := newStory(t, open, "")
	s.parties()
	s.then("instrument/1", "draft", `{"occurred":"2022-07-01[WIB]","fact":{"kind":"pks","title":"Naskah","signatories":[
		{"slot":"35-1","party":"35","office":"$office/1"},{"slot":"64-1","party":"64","office":"$office/2"}]}}`, `
		+ Oa never 2022-06-30T17:00Z instrument/1 35-1
		+ Oa never 2022-06-30T17:00Z instrument/1 64-1
		+ Op party/64 never 2022-06-30T17:00Z instrument/1 64-1
		+ Op party/35 never 2022-06-30T17:00Z instrument/1 35-1`)
	s.then("instrument/1", "finalise", `{"occurred":"2022-07-20[WIB]","fact":{"version":"3"}}`, `
		- Oa never 2022-06-30T17:00Z instrument/1 35-1 (since #6)
		- Oa never 2022-06-30T17:00Z instrument/1 64-1 (since #6)
		+ Oa never 2022-07-19T17:00Z instrument/1 35-1
		+ Oa never 2022-07-19T17:00Z instrument/1 64-1
		- Op party/64 never 2022-06-30T17:00Z instrument/1 64-1 (since #6)
		+ Op party/64 never 2022-07-19T17:00Z instrument/1 64-1
		- Op party/35 never 2022-06-30T17:00Z instrument/1 35-1 (since #6)
		+ Op party/35 never 2022-07-19T17:00Z instrument/1 35-1`)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`, `
		+ Oa 2022-07-28T16:00Z 2022-07-19T17:00Z instrument/1 64-1
		- Oa never 2022-07-19T17:00Z instrument/1 64-1 (since #7)
		+ Op party/64 2022-07-28T16:00Z 2022-07-19T17:00Z instrument/1 64-1
		- Op party/64 never 2022-07-19T17:00Z instrument/1 64-1 (since #7)`)
	s.then("instrument/1", "sign", `{"occurred":"2022-08-11[WIB]",`+own+`,"fact":{"slot":"35-1"}}`, `
		+ Oa 2022-08-11T17:00Z 2022-07-19T17:00Z instrument/1 35-1
		- Oa never 2022-07-19T17:00Z instrument/1 35-1 (since #7)
		+ Op party/35 2022-08-11T17:00Z 2022-07-19T17:00Z instrument/1 35-1
		- Op party/35 never 2022-07-19T17:00Z instrument/1 35-1 (since #7)`)
}

// A report, a claim, or a signature that may be of another place signs no place;
// a source that counts, added later, does.
func TestRowsOfWhatDoesNotCountAsSigned(t *testing.T) {
	s := newStory(t, open, "a")
	s.parties()
	s.finalPaper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+news+`,"fact":{"slot":"64-1"}}`, ``)
	s.then("instrument/1", "account", `{`+own+`,"fact":{"says":"sudah","claims":[{"slot":"35-1"}]}}`, ``)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-29[WITA]",`+own+`,"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`, ``)
	s.then("instrument/1", "add-source", `{"evidence":[{"grade":"original"}],"fact":{"record":"#8"}}`, `
		+ Oa 2022-07-28T16:00Z 2022-07-19T17:00Z instrument/1 64-1
		- Oa never 2022-07-19T17:00Z instrument/1 64-1 (since #7)`)
}

// A signature of some of a bundle leaves its place open; a draft without a day is
// missed since a day that is not known.
func TestRowsOfABundle(t *testing.T) {
	s := newStory(t, open, "a")
	s.parties()
	s.then("instrument/1", "draft", `{"fact":{"title":"Tujuh PKS","bundle":true,"count":7,"signatories":[{"slot":"64-1","party":"64"}]}}`, `
		+ Oa never open instrument/1 64-1`)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1","extent":"3/7"}}`, ``)
	s.then("instrument/1", "sign", `{"occurred":"2022-08-11[WITA]",`+own+`,"fact":{"slot":"64-1","extent":"all"}}`, `
		+ Oa 2022-08-11T16:00Z open instrument/1 64-1
		- Oa never open instrument/1 64-1 (since #6)`)
}

// A signature of a month surely counts only when the month is over; stated
// exactly, from the end of its day; corrected away, never.
func TestSinceWhenAPlaceIsSigned(t *testing.T) {
	s := newStory(t, open, "a")
	s.parties()
	s.finalPaper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07[WITA]",`+own+`,"fact":{"slot":"64-1"}}`, `
		+ Oa 2022-07-31T16:00Z 2022-07-19T17:00Z instrument/1 64-1
		- Oa never 2022-07-19T17:00Z instrument/1 64-1 (since #7)`)
	s.then("instrument/1", "state", `{"fact":{"record":"#8","details":{"occurred":"2022-07-28[WITA]"}}}`, `
		+ Oa 2022-07-28T16:00Z 2022-07-19T17:00Z instrument/1 64-1
		- Oa 2022-07-31T16:00Z 2022-07-19T17:00Z instrument/1 64-1 (since #8)`)
	s.then("instrument/1", "correct", `{"fact":{"record":"#8","notHappened":true}}`, ``)
	s.by = "Pencatat 2"
	s.then("instrument/1", "confirm-correction", `{"fact":{"correction":"#10"}}`, `
		- Oa 2022-07-28T16:00Z 2022-07-19T17:00Z instrument/1 64-1 (since #9)
		+ Oa never 2022-07-19T17:00Z instrument/1 64-1`)
}

// A place that comes later is open like the others; of one that may be several
// parties' there is a row for each.
func TestRowsOfAPlaceThatIsAdded(t *testing.T) {
	s := newStory(t, open, "")
	s.parties()
	s.finalPaper("instrument/1")
	s.then("instrument/1", "add-signatory", `{"fact":{"slot":"32-1","party":{"oneOf":["32","35"]}}}`, `
		+ Oa never 2022-07-19T17:00Z instrument/1 32-1
		+ Op party/35 never 2022-07-19T17:00Z instrument/1 32-1
		+ Op party/32 never 2022-07-19T17:00Z instrument/1 32-1`)
	s.then("instrument/1", "add-signatory", `{"fact":{"party":{"inWords":"sebuah kementerian"}}}`, `
		+ Oa never 2022-07-19T17:00Z instrument/1 x-4`)
}
