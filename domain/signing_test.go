package domain

import (
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

const own = `"evidence":[{"grade":"own-statement"}]`

func TestSignedByOneSide(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"onBehalfOf":"64","occurred":"2022-07-28/2022-08-11[Asia/Makassar]",`+own+`,
		"assertedBy":{"party":"64"},"fact":{"slot":"64-1","office":"`+oid(2)+`"}}`)
	in := s.instrument("instrument/1")
	for _, c := range []struct{ on, want string }{
		{"2022-07-27", "35-1 not-on-record ; 64-1 not-on-record "},
		{"2022-08-05", "35-1 not-on-record ; 64-1 cannot-tell occurred"},
		{"2022-08-12", "35-1 not-on-record ; 64-1 signed "},
	} {
		w, _ := value.ParseWhen(c.on + "[Asia/Makassar]")
		end, _ := w.Latest()
		if got := slotsAt(in, end); got != c.want {
			t.Errorf("on %s: %s; want %s", c.on, got, c.want)
		}
	}
	if a := in.InForce(value.At(s.now)); a.Truth != value.NotOnRecord {
		t.Errorf("in force: %v; nothing of 35 is on record", a)
	}
	if got := in.StateAt(value.At(s.now)); got != "partly-signed" {
		t.Errorf("state %s", got)
	}
	s.refused(fact.NoSuchSlot, "fact.slot", "instrument/1", "sign", `{"fact":{"slot":"99"}}`)
	s.refused(extentOfOne, "fact.extent", "instrument/1", "sign", `{"fact":{"slot":"35-1","extent":"all"}}`)
}

func TestBundleSignedToAnUnstatedExtent(t *testing.T) {
	s := affair(t)
	s.given("instrument/2", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	if got, want := slotsAt(s.instrument("instrument/2"), s.now), "35-1 not-on-record ; 64-1 cannot-tell extent"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.given("instrument/2", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1","extent":"3/7"}}`)
	if got, want := slotsAt(s.instrument("instrument/2"), s.now), "35-1 not-on-record ; 64-1 partly "; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.refused(notAnExtent, "fact.extent", "instrument/2", "sign", `{"fact":{"extent":"8/7"}}`)
}

func TestNewsIsReportedAndNeverCounted(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"evidence":[{"grade":"news"}],"fact":{"slot":"35-1"}}`)
	s.given("instrument/1", "sign", `{"evidence":[{"grade":"own-statement"}],"assertedBy":{"party":"35"},"onBehalfOf":"64","fact":{"slot":"64-1"}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 reported ; 64-1 reported "; got != want {
		t.Errorf("%s; want %s: another party's statement is not one's own", got, want)
	}
}

func TestSlotNotStatedIsOneOfThoseLeft(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{`+own+`,"fact":{}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 cannot-tell slot; 64-1 cannot-tell slot"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.given("instrument/1", "state", `{"fact":{"record":"00000000-0000-7000-9000-000000000007","details":{"fact":{"slot":"64-1"}}}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 not-on-record ; 64-1 signed "; got != want {
		t.Errorf("once stated: %s; want %s", got, want)
	}
	s.refused(fact.NotMoreThan, "fact.details.fact.slot", "instrument/1", "state",
		`{"fact":{"record":"00000000-0000-7000-9000-000000000007","details":{"fact":{"slot":"35-1"}}}}`)
}

func TestCorrectionOfASignatureWaitsForAnotherPerson(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{"onBehalfOf":"64",`+own+`,"fact":{"slot":"64-1"}}`)
	s.by.Name = "petugas satu"
	fix := s.given("instrument/1", "correct", `{"fact":{"record":"`+string(sig.ID)+`","notHappened":true,"reason":"salah baca"}}`)
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 signed " {
		t.Errorf("counts before it is confirmed: %s", got)
	}
	confirm := `{"fact":{"correction":"` + string(fix.ID) + `"}}`
	s.refused(fact.SamePerson, "fact", "instrument/1", "confirm-correction", confirm)
	s.by.Name = "petugas dua"
	s.given("instrument/1", "confirm-correction", confirm)
	if got := slotsAt(s.instrument("instrument/1"), s.now); got != "35-1 not-on-record ; 64-1 not-on-record " {
		t.Errorf("does not count once confirmed: %s", got)
	}
}

func TestTenWorkingDays(t *testing.T) {
	from := time.Date(2022, 7, 28, 12, 0, 0, 0, value.WITA)
	to := time.Date(2022, 8, 11, 9, 0, 0, 0, value.WITA)
	w := value.WorkingDays(from, to, value.WIB)
	if w.Days != 10 || len(w.NoList) != 1 || w.NoList[0] != 2022 {
		t.Errorf("28 July to 11 August 2022: %+v; want 10, with no list for 2022", w)
	}
	w = value.WorkingDays(time.Date(2026, 8, 14, 0, 0, 0, 0, value.WIB), time.Date(2026, 8, 18, 0, 0, 0, 0, value.WIB), value.WIB)
	if w.Days != 1 || len(w.NoList) != 0 {
		t.Errorf("over 17 August 2026: %+v; want 1", w)
	}
}

func TestHowASignatureReads(t *testing.T) {
	s := affair(t)
	s.given("mandate/1", "grant", `{"fact":{"number":"183/1"}}`)
	s.says(s.given("instrument/2", "sign", `{"onBehalfOf":"64","occurred":"2022-07-28T19:54[WITA]",`+own+`,
		"fact":{"slot":"64-1","office":{"inWords":"para kepala OPD"},"signer":"A. Contoh","actingAs":"plh","extent":"3/7","mandate":"`+oid(1)+`","method":"wet"}}`),
		"Ditandatangani untuk Provinsi Kalimantan Timur (penanda tangan 64-1) oleh “para kepala OPD”, A. Contoh, sebagai Plh. (pelaksana harian), "+
			"3 dari 7 naskah, Kamis, 28 Juli 2022 19.54 WITA (18.54 WIB), berdasarkan Surat kuasa 183/1.",
		"Signed for Provinsi Kalimantan Timur (signatory 64-1) by “para kepala OPD”, A. Contoh, as Plh. (acting, holder prevented), "+
			"3 of 7 documents, Thursday, 28 July 2022 19:54 WITA (18:54 WIB), under Power of attorney 183/1.")
	s.says(s.given("instrument/1", "sign", `{"fact":{"slot":"64-1"}}`),
		"Ditandatangani (penanda tangan 64-1) oleh tidak disebut, tidak disebut.", "Signed (signatory 64-1) by not stated, not stated.")
	sig := s.instrument("instrument/2").Signatures.Slice()[0]
	if sig.Method.Is("wet") != value.Yes || sig.ActingAs.Is("plh") != value.Yes || sig.Mandate.Is(value.MandateID(oid(1))) != value.Yes || !sig.Recorded.Equal(s.now) {
		t.Errorf("%+v", sig)
	}
}

func TestSignaturesThatAreRefused(t *testing.T) {
	s := affair(t)
	text, other := string(fact.HashOf([]byte("naskah"))), string(fact.HashOf([]byte("naskah lain")))
	s.given("instrument/1", "finalise", `{"fact":{"textHash":"`+text+`"}}`)
	s.given("instrument/4", "draft", `{"fact":{"bundle":true,"count":7,"signatories":[{"slot":"64-1"}]}}`)
	for _, c := range []struct {
		want            *value.Refusal
		field, at, fact string
	}{
		{anotherText, "fact.textHash", "instrument/1", `{"slot":"64-1","textHash":"` + other + `"}`},
		{fact.NoSuchSlot, "fact.slot", "instrument/1", `{"slot":{"oneOf":["64-1","64-2"]}}`},
		{extentOfOne, "fact.extent", "instrument/1", `{"slot":"64-1","extent":"1/1"}`},
		{extentBeyond, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"3/8"}`},
		{extentBeyond, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"3/6"}`},
		{notAnExtent, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"0/7"}`},
		{notAnExtent, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"-1/7"}`},
		{notAnExtent, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"most"}`},
		{notAnExtent, "fact.extent", "instrument/4", `{"slot":"64-1","extent":"3/7/8"}`},
		{notAnExtent, "fact.extent", "instrument/4", `{"slot":"64-1","extent":""}`},
		{fact.NoSuchAggregate, "fact.mandate", "instrument/1", `{"slot":"64-1","mandate":"` + oid(44) + `"}`},
		{value.NotAChoice, "fact.method", "instrument/1", `{"slot":"64-1","method":"stamp"}`},
	} {
		s.refused(c.want, c.field, c.at, "sign", `{`+own+`,"fact":`+c.fact+`}`)
	}
	s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"64-1","textHash":"`+text+`"}}`)
	s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"35-1","textHash":{"oneOf":["`+text+`","`+other+`"]}}}`) // perhaps the same text
	s.given("instrument/4", "sign", `{`+own+`,"fact":{"slot":"64-1","extent":"3/7"}}`)
}

// Of a bundle a place may be signed piece by piece, until all of it is.
func TestABundleIsSignedPieceByPiece(t *testing.T) {
	s := affair(t)
	for _, extent := range []string{"1/7", "3/7", "all"} {
		s.given("instrument/2", "sign", `{`+own+`,"fact":{"slot":"64-1","extent":"`+extent+`"}}`)
	}
	if got, want := slotsAt(s.instrument("instrument/2"), s.now), "35-1 not-on-record ; 64-1 signed "; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

// A party's word counts for its own signature and for nobody else's.
func TestWhoseWordCounts(t *testing.T) {
	for _, c := range []struct {
		by     string
		counts bool
	}{
		{`{"party":"64"}`, true},
		{`{"party":"35"}`, false},
		{`{"name":"Biro POD"}`, true},
	} {
		s := affair(t)
		s.given("instrument/1", "sign", `{`+own+`,"assertedBy":`+c.by+`,"fact":{"slot":"64-1"}}`)
		if sig := s.instrument("instrument/1").Signatures.Slice()[0]; sig.Counts != c.counts {
			t.Errorf("%s: %s counts %v", c.by, sig.Grade, sig.Counts)
		}
	}
	s := affair(t) // what is more than a word counts whoever shows it
	s.given("instrument/1", "sign", `{"evidence":[{"grade":"copy"}],"assertedBy":{"party":"35"},"fact":{"slot":"64-1"}}`)
	if !s.instrument("instrument/1").Signatures.Slice()[0].Counts {
		t.Error("a copy that the other party shows does not count")
	}
}

func TestReminders(t *testing.T) {
	s := affair(t)
	rec := s.given("instrument/1", "remind", `{"fact":{"slots":["35-1","64-1"],"party":"35","channel":"surat"}}`)
	s.says(rec, "Yang belum menandatangani diingatkan: 35-1 dan 64-1, pihak Jawa Timur, melalui surat.",
		"Those who have not signed were reminded: 35-1 and 64-1, of Jawa Timur, by surat.")
	s.given("instrument/1", "remind", `{"fact":{"channel":"telepon"}}`)
	if n := s.instrument("instrument/1").Reminders.Len(); n != 2 {
		t.Errorf("%d reminders", n)
	}
	s.takenBack(rec)
	if n := s.instrument("instrument/1").Reminders.Len(); n != 1 {
		t.Errorf("%d reminders, one of which did not happen", n)
	}
	s.refused(fact.NoSuchSlot, "fact.slots.1", "instrument/1", "remind", `{"fact":{"slots":["35-1","35-9"]}}`)
	s.refused(fact.NoSuchAggregate, "fact.party", "instrument/1", "remind", `{"fact":{"party":"32"}}`)
}

// A correction of who signed does not count until somebody else says so too; a
// correction of anything else does at once.
func TestWhatASecondPersonMustConfirm(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"64-1"}}`)
	s.refused(fact.NamelessCorrection, "fact", "instrument/1", "correct", `{"fact":{"record":"`+string(sig.ID)+`","notHappened":true}}`)
	s.by.Name = "petugas satu"
	fix := s.corrected(sig, `{`+own+`,"fact":{"slot":"35-1"}}`)
	is := func(want string) {
		t.Helper()
		if got := slotsAt(s.instrument("instrument/1"), s.now); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
	is("35-1 not-on-record ; 64-1 signed ")
	if e, _ := s.world[sig.Ref].Record(sig.ID); len(e.Pending) != 1 || e.Pending[0] != fix.Seq || len(e.Amended) != 0 {
		t.Errorf("waiting: %v, amended by %v", e.Pending, e.Amended)
	}
	s.by.Name = ""
	s.refused(fact.SamePerson, "fact", "instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`) // perhaps the same
	s.by.Name = " Petugas  SATU "
	s.refused(fact.SamePerson, "fact", "instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`)
	s.by.Name = "petugas dua"
	s.refused(fact.NotACorrection, "fact.correction", "instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(sig.ID)+`"}}`)
	s.refused(fact.NotInThisFile, "fact.correction", "instrument/1", "confirm-correction", `{"fact":{"correction":"`+oid(44)+`"}}`)
	confirm := s.given("instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`)
	is("35-1 signed ; 64-1 not-on-record ")
	if e, _ := s.world[sig.Ref].Record(sig.ID); len(e.Pending) != 0 || len(e.Amended) != 1 {
		t.Errorf("waiting: %v, amended by %v", e.Pending, e.Amended)
	}
	// Taking the confirmation back changes who signed as well, and waits in turn.
	s.takenBack(confirm)
	is("35-1 signed ; 64-1 not-on-record ")
}

// A confirmation is of the one correction that it names.
func TestAConfirmationIsOfOneCorrection(t *testing.T) {
	s := affair(t)
	one := s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"35-1"}}`)
	two := s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"64-1"}}`)
	s.by.Name = "petugas satu"
	s.takenBack(one)
	fix := s.takenBack(two)
	s.by.Name = "petugas dua"
	s.given("instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`)
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "35-1 signed ; 64-1 not-on-record "; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}

// What was recorded as something else and should have been a signature changes
// who signed, too, and so does making it something else again.
func TestACorrectionThatMakesASignature(t *testing.T) {
	s := affair(t)
	s.by.Name = "petugas satu"
	rec := s.given("instrument/1", "remind", `{"fact":{"slots":["64-1"]}}`)
	fix := s.corrected(rec, `{"type":"id.mufakat.instrument.signed-by-party.v1",`+own+`,"fact":{"slot":"64-1"}}`)
	signed := func() bool { return s.instrument("instrument/1").Signatures.Len() == 1 }
	if signed() || s.instrument("instrument/1").Reminders.Len() != 1 {
		t.Error("it is a signature before anybody confirmed that")
	}
	s.by.Name = "petugas dua"
	s.given("instrument/1", "confirm-correction", `{"fact":{"correction":"`+string(fix.ID)+`"}}`)
	if !signed() || s.instrument("instrument/1").Reminders.Len() != 0 {
		t.Error("it is no signature, though that was confirmed")
	}
	s.takenBack(fix)
	if !signed() {
		t.Error("the correction was taken back without a second person")
	}
}

// A signature of a day without its hour: as of that day it had been given, whoever
// asks; as of an hour of the day it cannot be told; the day before it had not.
func TestASignatureAsOfItsOwnDay(t *testing.T) {
	for _, zone := range []string{"WIB", "WITA", "WIT", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Honolulu"} {
		s := affair(t)
		s.now = time.Date(2022, 12, 1, 3, 0, 0, 0, time.UTC)
		s.given("instrument/1", "sign", `{"occurred":"2022-11-20[`+zone+`]",`+own+`,"fact":{"slot":"35-1"}}`)
		for _, asked := range []string{"", "[WIB]", "[WITA]", "[WIT]", "[Asia/Tokyo]", "[Pacific/Honolulu]"} {
			for day, want := range map[string]SlotState{"2022-11-19": SlotNotSigned, "2022-11-20": SlotSigned, "2022-11": SlotSigned, "2022-11-20T12:00[" + zone + "]": SlotUnclear} {
				if day[len(day)-1] != ']' {
					day += asked
				}
				at, err := value.ParseAsOf(day)
				if err != nil {
					t.Fatal(err)
				}
				for x := range s.instrument("instrument/1").Slots(at) {
					if x.Slot == "35-1" && x.State != want {
						t.Errorf("in %s, as of %s: %s because of %v; want %s", zone, day, x.State, x.Because, want)
					}
				}
			}
		}
	}
}

// A party's own statement that is added to a signature first told otherwise makes
// it count, as far as that party says so of itself.
func TestTheBestSourceOfASignatureCounts(t *testing.T) {
	const news, other = `"evidence":[{"grade":"news"}]`, `"evidence":[{"grade":"own-statement"}],"assertedBy":{"party":"35"}`
	const party = `"evidence":[{"grade":"own-statement"}],"assertedBy":{"party":"64"}`
	for _, c := range []struct {
		name   string
		told   []string
		grade  value.Grade
		saidBy string
	}{
		{"the news, then the party", []string{news, party}, value.GradeOwnStatement, "64"},
		{"the other side, then the party", []string{other, party}, value.GradeOwnStatement, "64"},
		{"the party, then the other side", []string{party, other}, value.GradeOwnStatement, "64"},
		{"the news, then the other side", []string{news, other}, value.GradeOthersStatement, "35"},
		{"the other side, then a copy", []string{other, `"evidence":[{"grade":"copy"}]`}, value.GradeCopy, ""},
		{"the other side, news, the party", []string{other, news, party}, value.GradeOwnStatement, "64"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			rec := s.given("instrument/1", "sign", `{`+c.told[0]+`,"fact":{"slot":"64-1"}}`)
			for _, more := range c.told[1:] {
				s.given("instrument/1", "add-source", `{`+more+`,"fact":{"record":"`+string(rec.ID)+`"}}`)
			}
			sig := s.instrument("instrument/1").Signatures.Last()
			by, _ := sig.SaidBy.Party.Known()
			if want := partyID(c.saidBy); sig.Grade != c.grade || by != want || sig.Counts != c.grade.Counts(sig.When) {
				t.Errorf("%s by %q, counts %v; want %s by %q", sig.Grade, by, sig.Counts, c.grade, want)
			}
			if n := s.instrument("instrument/1").Signatures.Len(); n != 1 {
				t.Errorf("%d signatures", n)
			}
		})
	}
}

// partyID is the id of the party with the code.
func partyID(code string) value.PartyID {
	if code == "" {
		return ""
	}
	return value.PartyOf(value.RegionCode(code))
}
