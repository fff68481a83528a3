package projections

import (
	"strings"
	"testing"

	"mufakat/domain/value"
)

// A document stands among all, under each of its parties and under the document
// above it, and each of its records with the text of it that can be searched, folded,
// and whom it names.
func TestRowsOfADocument(t *testing.T) {
	s := newStory(t, instruments, "")
	s.parties()
	s.then("instrument/1", "draft", `{"fact":{"kind":"kesepakatan-bersama","title":"Kesepakatan Bersama","fields":["Kelautan","Pangan"],"signatories":[
		{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`, `
		+ Ia instrument/1
		+ Ip party/64 instrument/1
		+ Ip party/35 instrument/1
		+ It instrument/1 #6 | "kesepakatan bersama\nkelautan\npangan" party/35 party/64`)
	s.then("instrument/2", "draft", `{"evidence":[{"grade":"copy","number":"12/PKS"}],"fact":{"kind":"pks","title":"Tujuh PKS","bundle":true,"under":"$instrument/1",
		"signatories":[{"slot":"35-1","party":"35"}]}}`, `
		+ Ia instrument/2
		+ Ip party/35 instrument/2
		+ It instrument/2 #7 | "tujuh pks\n12/pks" party/35
		+ Iu instrument/1 instrument/2`)
	s.then("instrument/2", "itemise", `{"fact":{"items":[{"title":"Perikanan","field":"Laut"},{"title":"Lebah Madu","field":"Hutan"}]}}`, `
		+ It instrument/2 #8 | "perikanan\nlaut\nlebah madu\nhutan"`)
	s.then("instrument/2", "add-signatory", `{"fact":{"slot":"64-1","party":"64"}}`, `
		+ Ip party/64 instrument/2
		+ It instrument/2 #9 | "" party/64`)
}

// A party or a document above that is one of several gives a row for each; one in
// words gives none.
func TestRowsOfADocumentOfWhichNotAllIsCertain(t *testing.T) {
	s := newStory(t, instruments, "pu")
	s.parties()
	s.given("instrument/1", "draft", `{"fact":{"title":"Induk"}}`)
	s.given("instrument/2", "draft", `{"fact":{"title":"Induk lain"}}`)
	s.then("instrument/3", "draft", `{"fact":{"title":"Naskah","under":{"oneOf":["$instrument/1","$instrument/2"]},"signatories":[
		{"slot":"35-1","party":{"oneOf":["35","32"]}},{"slot":"35-2","party":"35"},{"slot":"64-1","party":{"inWords":"sebuah provinsi"}}]}}`, `
		+ Ip party/35 instrument/3
		+ Ip party/32 instrument/3
		+ Iu instrument/1 instrument/3
		+ Iu instrument/2 instrument/3`)
	s.then("instrument/3", "state", `{"fact":{"record":"#8","details":{"fact":{"under":"$instrument/2"}}}}`, `
		- Iu instrument/1 instrument/3 (since #8)`)
}

// A signature adds a row only where it holds something that can be searched.
func TestRowsOfADocumentThatIsSigned(t *testing.T) {
	s := newStory(t, instruments, "")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "finalise", `{"occurred":"2022-07-20[WIB]","fact":{"version":"3"}}`, ``)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`, ``)
	s.then("instrument/1", "sign", `{"occurred":"2022-08-11[WIB]","evidence":[{"grade":"original","number":"415.4/7/2022"}],"fact":{"slot":"35-1"}}`, `
		+ It instrument/1 #9 | "415.4/7/2022\n4154/7/2022"`)
	if got := s.given("instrument/1", "add-source", `{"evidence":[{"grade":"copy","number":"88/Ro.Pem"}],"fact":{"record":"#8"}}`); strings.Count(got, "88/ro pem") != 1 {
		t.Errorf("the number of a source that is added is not searched once:\n%s", got)
	}
	s.then("instrument/1", "account", `{`+news+`,"fact":{"says":"sudah selesai"}}`, `
		+ It instrument/1 #11 | "sudah selesai"`)
}

// A title that is corrected is searched under its new words; a document that was
// never drafted has no rows, whatever else is on record of it.
func TestRowsOfADocumentThatIsCorrected(t *testing.T) {
	s := newStory(t, instruments, "")
	s.parties()
	s.then("instrument/1", "account", `{`+news+`,"fact":{"says":"akan ada kerja sama"}}`, ``)
	s.then("instrument/1", "draft", `{"fact":{"title":"Nota","signatories":[{"slot":"35-1","party":"35"}]}}`, `
		+ Ia instrument/1
		+ Ip party/35 instrument/1
		+ It instrument/1 #6 | "akan ada kerja sama"
		+ It instrument/1 #7 | "nota" party/35`)
	s.then("instrument/1", "correct", `{"fact":{"record":"#7","reads":{"fact":{"title":"Nota Kesepahaman","signatories":[{"slot":"64-1","party":"64"}]}}}}`, `
		+ Ip party/64 instrument/1
		- Ip party/35 instrument/1 (since #7)
		- It instrument/1 #7 (since #7)
		+ It instrument/1 #7 | "nota kesepahaman" party/64`)
	s.then("instrument/1", "correct", `{"fact":{"record":"#7","notHappened":true}}`, `
		- Ia instrument/1 (since #7)
		- Ip party/64 instrument/1 (since #8)
		- It instrument/1 #6 (since #7)
		- It instrument/1 #7 (since #8)`)
}

// A number that a further source gives can be found, and stands once.
func TestANumberOfAFurtherSourceStandsOnce(t *testing.T) {
	l, _ := toldLedgerOf(t)
	l.record("instrument", toldID(30), "draft", `{"evidence":[{"number":"119/A"}],"fact":{"title":"PKS Kelautan"}}`)
	l.record("instrument", toldID(30), "add-source", `{"evidence":[{"number":"230/B"}],"fact":{"record":"`+toldID(1000001)+`"}}`)
	a := l.folded[value.Ref{Kind: value.KindInstrument, ID: toldID(30)}]
	var got []string
	for _, e := range a.Entries {
		text, _, _ := strings.Cut(string(searchable(e)), "\x00")
		got = append(got, text)
	}
	if got, want := strings.Join(got, "; "), "pks kelautan\n119/a\n230/b; "; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
