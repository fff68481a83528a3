package projections

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/histories"
	"mufakat/projections/engine"
)

// signatureText is the payload of a signature's row, without what is not stated.
func signatureText(r SignatureRow) string {
	kind := "reported"
	switch {
	case r.Denies:
		kind = "denial"
	case r.Account:
		kind = "account"
	case r.Counts:
		kind = "counts"
	}
	out := []string{kind, string(r.Record), string(r.Grade), fmt.Sprint(r.Slots), "on " + r.When.String(), "recorded " + r.Recorded.Format("15:04")}
	add := func(what string, v any) {
		if text := strings.Trim(fmt.Sprint(v), "[]"); text != "" {
			out = append(out, what+" "+text)
		}
	}
	add("for", r.OnBehalfOf.Candidates())
	add("parties", r.Parties)
	add("office", r.Office.Candidates())
	add("office in words", r.Office.Words())
	add("signer", r.Signer.Candidates())
	add("as", r.ActingAs.Candidates())
	add("under", r.Mandate.Candidates())
	add("method", r.Method.Candidates())
	add("extent", r.Extent.Candidates())
	add("at", r.Place.Text)
	add("said by", r.SaidBy.Party.Candidates())
	return strings.Join(out, ", ")
}

// A signature stands among all, under its document, its office, its party and
// its signer, whichever of them are known.
func TestRowsOfASignature(t *testing.T) {
	s := newStory(t, signatures, "")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]","place":{"text":"Samarinda"},`+own+`,
		"fact":{"slot":"64-1","office":"$office/2","signer":"Pejabat 2","actingAs":"definitive","method":"wet"}}`, `
		+ Sd 2022-07-27T16:00Z instrument/1 #7 0 | counts, #7, own-statement, [64-1], on 2022-07-28[Asia/Makassar], recorded 03:07, parties party/64, office office/2, signer Pejabat 2, as definitive, method wet, at Samarinda
		+ Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ Sn 2 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ Sn pejabat 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ So office/2 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ Sp party/64 2022-07-27T16:00Z instrument/1 #7 0 | same`)
	s.then("instrument/1", "sign", `{"onBehalfOf":"35","occurred":"2022-08-11[WIB]",`+own+`,"fact":{"slot":"35-1"}}`, `
		+ Sd 2022-08-10T17:00Z instrument/1 #8 0 | counts, #8, own-statement, [35-1], on 2022-08-11[Asia/Jakarta], recorded 03:08, for party/35
		+ Si instrument/1 2022-08-10T17:00Z instrument/1 #8 0 | same
		+ So office/1 2022-08-10T17:00Z instrument/1 #8 0 | same
		+ Sp party/35 2022-08-10T17:00Z instrument/1 #8 0 | same`)
	s.then("instrument/1", "finalise", `{"occurred":"2022-07-20[WIB]","fact":{"version":"3"}}`, ``)
}

// A signature under a power of attorney stands under that, too, or under each that
// it may be.
func TestRowsOfASignatureUnderAPower(t *testing.T) {
	s := newStory(t, signatures, "m")
	s.parties()
	s.paper("instrument/1")
	s.given("mandate/1", "grant", `{"fact":{"number":"1"}}`)
	s.given("mandate/2", "grant", `{"fact":{"number":"2"}}`)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1","mandate":{"oneOf":["$mandate/1","$mandate/2"]}}}`, `
		+ Sm mandate/1 2022-07-27T16:00Z instrument/1 #9 0 | counts, #9, own-statement, [64-1], on 2022-07-28[Asia/Makassar], recorded 03:09, parties party/64, under mandate/1 mandate/2
		+ Sm mandate/2 2022-07-27T16:00Z instrument/1 #9 0 | same`)
}

// What is only in the news is a row that does not count.
func TestRowsOfASignatureThatIsReported(t *testing.T) {
	s := newStory(t, signatures, "i")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+news+`,"fact":{"slot":"64-1"}}`, `
		+ Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 | reported, #7, news, [64-1], on 2022-07-28[Asia/Makassar], recorded 03:07, parties party/64`)
	s.then("instrument/1", "add-source", `{"evidence":[{"grade":"original"}],"fact":{"record":"#7"}}`, `
		- Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 (since #7)
		+ Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 | counts, #7, original, [64-1], on 2022-07-28[Asia/Makassar], recorded 03:07, parties party/64`)
}

// A signature of one place or another stands under both parties and both
// offices; a signature by an office alone is of the places of that office.
func TestRowsOfASignatureWhosePlaceIsNotCertain(t *testing.T) {
	s := newStory(t, signatures, "inop")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":{"oneOf":["35-1","64-1"]}}}`, `
		+ Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 | counts, #7, own-statement, [35-1 64-1], on 2022-07-28[Asia/Makassar], recorded 03:07, parties party/35 party/64
		+ So office/1 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ So office/2 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ Sp party/64 2022-07-27T16:00Z instrument/1 #7 0 | same
		+ Sp party/35 2022-07-27T16:00Z instrument/1 #7 0 | same`)
	s.then("instrument/1", "sign", `{"occurred":"2022-07-29[WITA]",`+own+`,"fact":{"office":"$office/2"}}`, `
		+ Si instrument/1 2022-07-28T16:00Z instrument/1 #8 0 | counts, #8, own-statement, [64-1], on 2022-07-29[Asia/Makassar], recorded 03:08, parties party/64, office office/2
		+ So office/2 2022-07-28T16:00Z instrument/1 #8 0 | same
		+ Sp party/64 2022-07-28T16:00Z instrument/1 #8 0 | same`)
	s.orders = "no"
	s.then("instrument/1", "sign", `{"occurred":"2022-07-30[WITA]",`+own+`,"fact":{"signer":{"oneOf":["Pejabat 3","Pejabat 4"]},"office":{"oneOf":["$office/1","$office/2"]}}}`, `
		+ Sn 3 2022-07-29T16:00Z instrument/1 #9 0 | counts, #9, own-statement, [35-1 64-1], on 2022-07-30[Asia/Makassar], recorded 03:09, parties party/35 party/64, office office/1 office/2, signer Pejabat 3 Pejabat 4
		+ Sn 4 2022-07-29T16:00Z instrument/1 #9 0 | same
		+ Sn pejabat 2022-07-29T16:00Z instrument/1 #9 0 | same
		+ So office/1 2022-07-29T16:00Z instrument/1 #9 0 | same
		+ So office/2 2022-07-29T16:00Z instrument/1 #9 0 | same`)
}

// A signature of no place on the paper keeps the party it was for; one of which
// nothing excludes a place may be any.
func TestRowsOfASignatureWithoutAPlace(t *testing.T) {
	s := newStory(t, signatures, "")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "sign", `{"onBehalfOf":"32","occurred":"2022-07-28[WIB]",`+own+`,"fact":{"signer":"Pejabat 5"}}`, `
		+ Sd 2022-07-27T17:00Z instrument/1 #7 0 | counts, #7, own-statement, [], on 2022-07-28[Asia/Jakarta], recorded 03:07, for party/32, signer Pejabat 5
		+ Si instrument/1 2022-07-27T17:00Z instrument/1 #7 0 | same
		+ Sn 5 2022-07-27T17:00Z instrument/1 #7 0 | same
		+ Sn pejabat 2022-07-27T17:00Z instrument/1 #7 0 | same
		+ Sp party/32 2022-07-27T17:00Z instrument/1 #7 0 | same`)
	s.orders = "d"
	s.then("instrument/1", "sign", `{"occurred":"2022-07-29[WIB]",`+own+`,"fact":{"office":{"inWords":"seorang pejabat"}}}`, `
		+ Sd 2022-07-28T17:00Z instrument/1 #8 0 | counts, #8, own-statement, [35-1 64-1], on 2022-07-29[Asia/Jakarta], recorded 03:08, parties party/35 party/64, office in words seorang pejabat`)
}

// Rows stand by the day on which they begin, days before 1970 among them; what is
// open to the past or has no day stands before all.
func TestOrderOfDaysOfSignatures(t *testing.T) {
	for _, c := range []struct{ occurred, want string }{
		{``, "open"},
		{`"occurred":"../2022-07-28[WIB]",`, "open"},
		{`"occurred":"1965-03-04[WIB]",`, "1965-03-03T17:00Z"},
		{`"occurred":"1969-12-31[WIB]",`, "1969-12-30T17:00Z"},
		{`"occurred":"1970-01-02[WIB]",`, "1970-01-01T17:00Z"},
		{`"occurred":"2022[WIB]",`, "2021-12-31T17:00Z"},
		{`"occurred":"2022-07-28/..[WIT]",`, "2022-07-27T15:00Z"},
		{`"occurred":"2022-07-28/2022-08-11[WITA]",`, "2022-07-27T16:00Z"},
		{`"occurred":"2022-07-28[WIB]",`, "2022-07-27T17:00Z"},
		{`"occurred":"2022-07-28T10:30[WIB]",`, "2022-07-28T03:30Z"},
	} {
		s := newStory(t, signatures, "d")
		s.parties()
		s.paper("instrument/1")
		got := s.given("instrument/1", "sign", `{`+c.occurred+own+`,"fact":{"slot":"35-1"}}`)
		if key, _, _ := strings.Cut(got, " | "); key != "+ Sd "+c.want+" instrument/1 #7 0" {
			t.Errorf("%s: %s", c.occurred, key)
		}
	}
	s := newStory(t, signatures, "d")
	s.parties()
	for i, day := range []string{"1970-01-02", "2022-07-28", "1965-03-04", "1969-12-31"} {
		name := fmt.Sprint("instrument/", i+1)
		s.paper(name)
		s.given(name, "sign", `{"occurred":"`+day+`[WIB]",`+own+`,"fact":{"slot":"35-1"}}`)
	}
	var days []string
	for _, r := range s.rows() {
		days = append(days, strings.Fields(r)[1][:10])
	}
	if got := strings.Join(days, " "); got != "1965-03-03 1969-12-30 1970-01-01 2022-07-27" {
		t.Error(got)
	}
}

// What is stated of a signature later moves its rows, or adds to them.
func TestRowsOfASignatureOfWhichMoreIsStated(t *testing.T) {
	s := newStory(t, signatures, "")
	s.parties()
	s.paper("instrument/1")
	s.given("instrument/1", "sign", `{"occurred":"2022-07[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
	s.then("instrument/1", "state", `{"fact":{"record":"#7","details":{"fact":{"signer":"Pejabat 2"}}}}`, `
		- Sd 2022-06-30T16:00Z instrument/1 #7 0 (since #7)
		+ Sd 2022-06-30T16:00Z instrument/1 #7 0 | counts, #7, own-statement, [64-1], on 2022-07[Asia/Makassar], recorded 03:07, parties party/64, signer Pejabat 2
		- Si instrument/1 2022-06-30T16:00Z instrument/1 #7 0 (since #7)
		+ Si instrument/1 2022-06-30T16:00Z instrument/1 #7 0 | same
		+ Sn 2 2022-06-30T16:00Z instrument/1 #7 0 | same
		+ Sn pejabat 2022-06-30T16:00Z instrument/1 #7 0 | same
		- So office/2 2022-06-30T16:00Z instrument/1 #7 0 (since #7)
		+ So office/2 2022-06-30T16:00Z instrument/1 #7 0 | same
		- Sp party/64 2022-06-30T16:00Z instrument/1 #7 0 (since #7)
		+ Sp party/64 2022-06-30T16:00Z instrument/1 #7 0 | same`)
	s.then("instrument/1", "state", `{"fact":{"record":"#7","details":{"occurred":"2022-07-28[WITA]"}}}`, `
		- Sd 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ Sd 2022-07-27T16:00Z instrument/1 #7 0 | counts, #7, own-statement, [64-1], on 2022-07-28[Asia/Makassar], recorded 03:07, parties party/64, signer Pejabat 2
		- Si instrument/1 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 | same
		- Sn 2 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ Sn 2 2022-07-27T16:00Z instrument/1 #7 0 | same
		- Sn pejabat 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ Sn pejabat 2022-07-27T16:00Z instrument/1 #7 0 | same
		- So office/2 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ So office/2 2022-07-27T16:00Z instrument/1 #7 0 | same
		- Sp party/64 2022-06-30T16:00Z instrument/1 #7 0 (since #8)
		+ Sp party/64 2022-07-27T16:00Z instrument/1 #7 0 | same`)
}

// A signature that is corrected away goes when another person confirms it, and no
// sooner; its neighbour is not touched.
func TestRowsOfASignatureThatIsCorrected(t *testing.T) {
	s := newStory(t, signatures, "")
	s.parties()
	s.paper("instrument/1")
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
	s.given("instrument/1", "sign", `{"occurred":"2022-08-11[WIB]",`+own+`,"fact":{"slot":"35-1"}}`)
	s.then("instrument/1", "correct", `{"fact":{"record":"#7","notHappened":true}}`, ``)
	s.by = "Pencatat 2"
	s.then("instrument/1", "confirm-correction", `{"fact":{"correction":"#9"}}`, `
		- Sd 2022-07-27T16:00Z instrument/1 #7 0 (since #7)
		- Si instrument/1 2022-07-27T16:00Z instrument/1 #7 0 (since #7)
		- So office/2 2022-07-27T16:00Z instrument/1 #7 0 (since #7)
		- Sp party/64 2022-07-27T16:00Z instrument/1 #7 0 (since #7)`)
}

// Each claim of an account is a row of its own that never counts, and stands
// under no office; set aside, it stays.
func TestRowsOfClaims(t *testing.T) {
	s := newStory(t, signatures, "")
	s.parties()
	s.paper("instrument/1")
	s.then("instrument/1", "account", `{"occurred":"2022-08-02[WITA]","assertedBy":{"party":"64"},`+own+`,"fact":{"says":"satu sudah, satu belum","claims":[
		{"slot":"64-1"},{"slot":"35-1","denies":true}]}}`, `
		+ Sd 2022-08-01T16:00Z instrument/1 #7 1 | account, #7, own-statement, [64-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/64, said by party/64
		+ Sd 2022-08-01T16:00Z instrument/1 #7 2 | denial, #7, own-statement, [35-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/35, said by party/64
		+ Si instrument/1 2022-08-01T16:00Z instrument/1 #7 1 | account, #7, own-statement, [64-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/64, said by party/64
		+ Si instrument/1 2022-08-01T16:00Z instrument/1 #7 2 | denial, #7, own-statement, [35-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/35, said by party/64
		+ Sp party/64 2022-08-01T16:00Z instrument/1 #7 1 | account, #7, own-statement, [64-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/64, said by party/64
		+ Sp party/35 2022-08-01T16:00Z instrument/1 #7 2 | denial, #7, own-statement, [35-1], on 2022-08-02[Asia/Makassar], recorded 03:07, parties party/35, said by party/64`)
	s.then("instrument/1", "account", `{`+news+`,"fact":{"says":"belum semua"}}`, ``)
	s.then("instrument/1", "set-aside", `{"fact":{"account":"#7","reason":"keliru"}}`, ``)
	s.then("instrument/1", "correct", `{"fact":{"record":"#7","notHappened":true}}`, `
		- Sd 2022-08-01T16:00Z instrument/1 #7 1 (since #7)
		- Sd 2022-08-01T16:00Z instrument/1 #7 2 (since #7)
		- Si instrument/1 2022-08-01T16:00Z instrument/1 #7 1 (since #7)
		- Si instrument/1 2022-08-01T16:00Z instrument/1 #7 2 (since #7)
		- Sp party/64 2022-08-01T16:00Z instrument/1 #7 1 (since #7)
		- Sp party/35 2022-08-01T16:00Z instrument/1 #7 2 (since #7)`)
}

// A signature that may be of any of hundreds has a row under each of them, but its
// members stand once: it is found whole, now and as it was known.
func TestASignatureOfAnyOfHundreds(t *testing.T) {
	const width = 300
	f, w := newFixture(t, 1), histories.NewWide(1, width)
	record := func(command string, d fact.Data) {
		t.Helper()
		w.Now = w.Now.Add(time.Hour)
		r, err := w.Add(&w.Paper, command, d)
		must(t, r, err)
		w.Records = append(w.Records, r)
	}
	d := w.Signature(7)
	d.OnBehalfOf, d.Fact = value.Stated[value.PartyID]{}, domain.SignedByParty{Signer: value.Is(domain.Name("Pejabat"))}
	record("sign", d)
	rows, repeated := signatures.Of(w.Paper), 0
	for _, r := range rows {
		repeated += len(r.Payload)
	}
	if once := len(encodeSignature(SignatureRow{Signature: *w.Paper.State.(domain.Instrument).Signatures.Last()})); len(rows) != 2*width+3 || repeated > 10*once {
		t.Errorf("%d rows of %d bytes in all, for a signature of %d", len(rows), repeated, once)
	}
	signed := w.Records[len(w.Records)-1]
	details, err := fact.ReadingOf(fact.Data{Fact: domain.SignedByParty{Slot: value.Is(w.Paper.State.(domain.Instrument).Signatories.Slice()[7].Slot)}})
	record("state", fact.Data{Fact: fact.DetailStated{Record: signed.ID, Details: must(t, details, err)}})
	for _, r := range w.Records {
		f.list.Add(histories.Stored(r))
	}
	f.take(100)
	for i, x := range w.Paper.State.(domain.Instrument).Signatories.Slice() {
		for known, want := range map[time.Time]int{signed.Time: width, {}: 1} {
			p, err := Signatures.Ask(f.views, engine.Asked{Now: w.Now, KnownAt: known}, SignatureFilter{Party: x.Party.Or("")})
			if must(t, 0, err); i != 7 && want == 1 {
				want = 0
			}
			if len(p.Rows) != min(want, 1) || want > 0 && (len(p.Rows[0].Slots) != want || p.Rows[0].Record != signed.ID) {
				t.Fatalf("as known %v, of %d: %+v", known, i, p.Rows)
			}
		}
	}
	f.checkViews()
}
