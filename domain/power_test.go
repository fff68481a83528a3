package domain

import (
	"strings"
	"testing"

	"mufakat/domain/value"
)

// underPower is a PKS of two regions, to be signed for 64 by its agency's head.
// Office 2 is the governor, 3 the head of the agency, 4 of another one.
func underPower(t *testing.T) *story {
	s := affair(t)
	s.given("office/3", "register", `{"fact":{"title":"Kepala Dinas Kesehatan","party":"64","role":"agency-head"}}`)
	s.given("office/4", "register", `{"fact":{"title":"Kepala Dinas Kelautan","party":"64","role":"agency-head"}}`)
	s.given("instrument/3", "draft", `{"fact":{"kind":"pks","title":"PKS Kesehatan","fields":["Kesehatan"],"signatories":[
		{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`)
	return s
}

// signedUnder is the notes on a signature of the agency's head, under the power.
func (s *story) signedUnder(grant, sign string, also ...string) string {
	s.t.Helper()
	s.given("mandate/1", "grant", `{`+grant+`}`)
	for _, revoked := range also {
		s.given("mandate/1", "revoke", revoked)
	}
	s.given("instrument/3", "sign", `{`+own+`,`+sign+`}`)
	return s.judged("instrument/3")
}

// judged are the rules of the notes, marked where they cannot be told.
func (s *story) judged(r string, powers ...value.MandateID) string {
	s.t.Helper()
	var names []string
	for _, n := range Findings(s.world[ref(s.t, r)], s, func(value.OfficeID) []value.MandateID { return powers }, nil) {
		if n.Basis.ID == "" || n.Words.ID == n.Words.EN || strings.Contains(n.Words.ID+n.Words.EN, "%!") {
			s.t.Errorf("%s is not told: %+v", n.Rule, n)
		}
		if n.Unsure {
			n.Rule += "?"
		}
		names = append(names, n.Rule)
	}
	return strings.Join(names, " ")
}

// A power is judged at the act: its time, what it is for, to whom, and by whom.
func TestASignatureUnderAPower(t *testing.T) {
	const (
		giver = `"giver":"office/2",`
		whole = giver + `"attorney":"office/3","kinds":["pks"]`
		sign  = `"occurred":"2022-07-28[WITA]","fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`
	)
	for _, c := range []struct{ name, grant, sign, want string }{
		{"it holds", whole + `,"from":"2022-07-01[WITA]","to":"2022-12-31[WITA]"`, sign, ""},
		{"on its first and last day", whole + `,"from":"2022-07-28[WITA]","to":"2022-07-28[WITA]"`, sign, ""},
		{"the same day elsewhere", whole + `,"from":"2022-07-28","to":"2022-07-28"`, sign, ""},
		{"without any time", whole, sign, ""},
		{"not begun", whole + `,"from":"2022-07-29[WITA]"`, sign, "mandate-not-begun"},
		{"perhaps not begun", whole + `,"from":"2022-07"`, sign, "mandate-not-begun?"},
		{"ended the day before", whole + `,"to":"2022-07-27[WITA]"`, sign, "mandate-ended"},
		{"ended some time that month", whole + `,"to":"2022-07"`, sign, "mandate-ended?"},
		{"ended, of an unknown day", whole + `,"to":"2022-07-27[WITA]"`, `"fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`, "mandate-ended?"},
		{"begun after it was on record", whole + `,"from":"2022-09"`, `"fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`, "mandate-not-begun"},

		{"it names the paper", giver + `"attorney":"office/3","instruments":["instrument/1","instrument/3"]`, sign, ""},
		{"it names another paper", giver + `"attorney":"office/3","instruments":["instrument/1"]`, sign, "mandate-other-papers"},
		{"of another kind", giver + `"attorney":"office/3","kinds":["addendum","minutes"]`, sign, "mandate-other-papers"},
		{"of its field", giver + `"attorney":"office/3","fields":["kesehatan "]`, sign, ""},
		{"of another field", giver + `"attorney":"office/3","fields":["Kelautan"]`, sign, "mandate-other-papers"},
		{"of a field that may be its", giver + `"attorney":"office/3","fields":["bidang kesehatan"]`, sign, "mandate-other-papers?"},
		{"its kind, another field", giver + `"attorney":"office/3","kinds":["pks"],"fields":["Kelautan"]`, sign, "mandate-other-papers"},
		{"scope not stated", giver + `"attorney":"office/3"`, sign, "mandate-other-papers?"},
		{"scope in words", giver + `"attorney":"office/3","scope":"kerja sama daerah"`, sign, "mandate-other-papers?"},

		{"to another office", giver + `"attorney":"office/4","kinds":["pks"]`, sign, "mandate-other-office"},
		{"to one of two", giver + `"attorney":{"oneOf":["office/3","office/4"]},"kinds":["pks"]`, sign, "mandate-other-office?"},
		{"to nobody stated", giver + `"kinds":["pks"]`, sign, "mandate-other-office?"},
		{"to another person", whole + `,"attorneyPerson":"Pejabat Satu"`, strings.Replace(sign, `"office"`, `"signer":"Pejabat Dua","office"`, 1), "mandate-other-person"},
		{"to that person, with titles", whole + `,"attorneyPerson":"Dr. H. PEJABAT Dua, M.Si."`, strings.Replace(sign, `"office"`, `"signer":"Pejabat Dua","office"`, 1), ""},
		{"to a person, signer not stated", whole + `,"attorneyPerson":"Pejabat Satu"`, sign, "mandate-other-person?"},

		{"by another region's head", `"giver":"office/1","attorney":"office/3","kinds":["pks"]`, sign, "mandate-other-party"},
		{"by who is not head", `"giver":"office/4","attorney":"office/3","kinds":["pks"]`, sign, "mandate-giver-not-head"},
		{"by nobody stated", `"attorney":"office/3","kinds":["pks"]`, sign, "mandate-other-party? mandate-giver-not-head?"},
		{"by an acting head", whole + `,"giverActingAs":"plh"`, sign, "mandate-giver-not-head?"},
		{"one of two powers", whole, strings.Replace(sign, `"mandate/1"`, `{"oneOf":["mandate/1","mandate/2"]}`, 1), "mandate-uncertain?"},
	} {
		s := underPower(t)
		s.given("mandate/2", "grant", `{"fact":{"number":"2"}}`)
		if got := s.signedUnder(ids(`"fact":{`+c.grant+`}`), ids(c.sign)); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

// ids writes out the ids of "office/3" and the like.
func ids(s string) string {
	for _, kind := range []string{"office/", "mandate/", "instrument/"} {
		for _, n := range []string{"1", "2", "3", "4"} {
			s = strings.ReplaceAll(s, `"`+kind+n+`"`, `"00000000-0000-7000-8000-00000000000`+n+`"`)
		}
	}
	return s
}

// Its letter's day counts where no start is stated; what is only reported is
// neither taken for so nor for not so.
func TestAPowerByItsLetter(t *testing.T) {
	const fact = `"fact":{"giver":"office/2","attorney":"office/3","kinds":["pks"]}`
	const sign = `"occurred":"2022-07-28[WITA]","fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`
	for grant, want := range map[string]string{
		`"occurred":"2022-07-20[WITA]",` + fact:     "",
		`"occurred":"2022-08-01[WITA]",` + fact:     "mandate-not-begun",
		`"evidence":[{"grade":"news"}],` + fact:     "mandate-only-reported?",
		`"evidence":[{"grade":"original"}],` + fact: "",
	} {
		if got := underPower(t).signedUnder(ids(grant), ids(sign)); got != want {
			t.Errorf("%s: %q; want %q", grant, got, want)
		}
	}
}

// A revocation does not touch what was signed before it.
func TestAPowerThatWasRevoked(t *testing.T) {
	for _, c := range []struct{ revoked, signed, want string }{
		{`{"occurred":"2022-07-01[WITA]"}`, "2022-07-28[WITA]", "mandate-revoked"},
		{`{"occurred":"2022-08-01[WITA]"}`, "2022-07-28[WITA]", ""},
		{`{"occurred":"2022-07-28[WITA]"}`, "2022-07-28[WITA]", "mandate-revoked?"},
		{`{"occurred":"2022-07-28T09:00[WITA]"}`, "2022-07-28T14:00[WITA]", "mandate-revoked"},
		{`{"occurred":"2022-07-28T15:00[WITA]"}`, "2022-07-28T14:00[WITA]", ""},
		{`{"fact":{"reason":"diganti"}}`, "2022-07-28[WITA]", "mandate-revoked?"},
		{`{"occurred":"2022-07-01[WITA]","evidence":[{"grade":"news"}]}`, "2022-07-28[WITA]", "mandate-revoked?"},
	} {
		got := underPower(t).signedUnder(ids(`"fact":{"giver":"office/2","attorney":"office/3","kinds":["pks"]}`),
			ids(`"occurred":"`+c.signed+`","fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`), c.revoked)
		if got != c.want {
			t.Errorf("revoked %s, signed %s: %q; want %q", c.revoked, c.signed, got, c.want)
		}
	}
	s := underPower(t)
	s.given("mandate/1", "grant", `{"fact":{"number":"183/1"}}`)
	s.given("mandate/1", "revoke", `{"evidence":[{"grade":"news"}]}`)
	rec := s.given("mandate/1", "revoke", `{"occurred":"2022-08-01[WITA]","fact":{"reason":"diganti"}}`)
	s.says(rec, "Surat kuasa dicabut, Senin, 1 Agustus 2022 (WITA), alasan: diganti.", "The power of attorney was revoked, Monday, 1 August 2022 (WITA), reason: diganti.")
	s.refused(alreadyRevoked, "fact", "mandate/1", "revoke", `{"occurred":"2022-08-02[WITA]"}`)
}

// Presence of some power does not silence a signature that names none: whether it
// would fit is compared.
func TestAPowerThatIsNotNamed(t *testing.T) {
	const sign = `{` + own + `,"occurred":"2022-07-28[WITA]","fact":{"slot":"64-1","office":"office/3"}}`
	for grant, want := range map[string]string{
		`{"fact":{"giver":"office/2","attorney":"office/3","instruments":["instrument/3"]}}`:                           "mandate-missing?",
		`{"fact":{"giver":"office/2","attorney":"office/4","instruments":["instrument/3"]}}`:                           "mandate-missing",
		`{"fact":{"giver":"office/2","attorney":"office/3","instruments":["instrument/3"],"to":"2021-12-31[WITA]"}}`:   "mandate-missing",
		`{"fact":{"giver":"office/2","attorney":"office/3","instruments":["instrument/1"],"from":"2022-01-01[WITA]"}}`: "mandate-missing",
		`{"fact":{"giver":{"inWords":"gubernur"},"attorney":"office/3","kinds":["pks"],"from":"2022-01-01[WITA]"}}`:    "mandate-missing?",
	} {
		s := underPower(t)
		s.given("mandate/1", "grant", ids(grant))
		s.given("instrument/3", "sign", ids(sign))
		if got := s.judged("instrument/3", value.MandateID(oid(1))); got != want {
			t.Errorf("%s: %q; want %q", grant, got, want)
		}
	}
}

// Who signed is compared with who held the office by the ledger's own holders, and
// so is who gave the power.
func TestWhoHeldTheOffice(t *testing.T) {
	for _, c := range []struct{ name, holders, sign, want string }{
		{"held it", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2022-01-01[WITA]"}`, `"signer":"H. PEJABAT DUA, S.H."`, ""},
		{"time over", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2018-01-01[WITA]","to":"2022-06-30[WITA]"}`, `"signer":"Pejabat Dua"`, "signer-not-holder"},
		{"not begun", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2022-08-01[WITA]"}`, `"signer":"Pejabat Dua"`, "signer-not-holder"},
		{"on the last day", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2018-01-01[WITA]","to":"2022-07-28[WITA]"}`, `"signer":"Pejabat Dua"`, ""},
		{"perhaps over", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2018-01-01[WITA]","to":"2022-07"}`, `"signer":"Pejabat Dua"`, "signer-not-holder?"},
		{"no time stated", `{"holder":"Pejabat Dua","actingAs":"definitive"}`, `"signer":"Pejabat Dua"`, ""},
		{"somebody else holds it", `{"holder":"Pejabat Satu","actingAs":"definitive","from":"2022-01-01[WITA]"}`, `"signer":"Pejabat Dua"`, "signer-not-holder"},
		{"somebody else, their time unknown", `{"holder":"Pejabat Satu","actingAs":"definitive"}`, `"signer":"Pejabat Dua"`, "signer-not-holder?"},
		{"a name that may be theirs", `{"holder":"Pejabat","actingAs":"definitive","from":"2022-01-01[WITA]"}`, `"signer":"Pejabat Dua"`, "signer-not-holder?"},
		{"somebody followed", `{"holder":"Pejabat Dua","actingAs":"definitive","from":"2018-01-01[WITA]"}|{"holder":"Pejabat Satu","actingAs":"definitive","from":"2022-07-01[WITA]"}`,
			`"signer":"Pejabat Dua"`, "signer-not-holder"},
		{"nobody that day", `{"holder":"Pejabat Satu","actingAs":"definitive","from":"2018-01-01[WITA]","to":"2021-12-31[WITA]"}`, ``, "signer-not-holder?"},
		{"an acting one, by the holders", `{"holder":"Pejabat Dua","actingAs":"plh","from":"2022-07-01[WITA]","to":"2022-07-31[WITA]"}`, `"signer":"Pejabat Dua"`, "acting-official"},
		{"an acting one beside the holder", `{"holder":"Pejabat Satu","actingAs":"definitive","from":"2022-01-01[WITA]"}`, `"signer":"Pejabat Dua","actingAs":"plh"`, "acting-official"},
		{"acting, but not that day", `{"holder":"Pejabat Dua","actingAs":"plh","from":"2022-06-01[WITA]","to":"2022-06-30[WITA]"}`, `"signer":"Pejabat Dua","actingAs":"plh"`, "acting-official signer-not-holder"},
	} {
		s := affair(t)
		for _, h := range strings.Split(c.holders, "|") {
			s.given("office/2", "appoint", `{"fact":`+h+`}`)
		}
		if c.sign != "" {
			c.sign += ","
		}
		s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{`+c.sign+`"slot":"64-1","office":"`+oid(2)+`"}}`)
		if got := s.judged("instrument/1"); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
	for person, want := range map[string]string{"Pejabat Dua": "mandate-giver-not-holder", "Pejabat Satu": "", "Pejabat": "mandate-giver-not-holder?"} {
		s := underPower(t)
		s.given("office/2", "appoint", `{"fact":{"holder":"Pejabat Satu","actingAs":"definitive","from":"2018-01-01[WITA]","to":"2023-12-31[WITA]"}}`)
		got := s.signedUnder(ids(`"occurred":"2022-07-01[WITA]","fact":{"giver":"office/2","giverPerson":"`+person+`","attorney":"office/3","kinds":["pks"]}`),
			ids(`"occurred":"2022-07-28[WITA]","fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}`))
		if got != want {
			t.Errorf("given by %s: %q; want %q", person, got, want)
		}
	}
}

// A note says which power, which papers and which days.
func TestANoteSaysWhatItRestsOn(t *testing.T) {
	s := underPower(t)
	s.given("mandate/1", "grant", ids(`{"fact":{"number":"183/1","giver":"office/2","attorney":"office/4","instruments":["instrument/1"],"to":"2021-12-31[WITA]"}}`))
	s.given("instrument/3", "sign", ids(`{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1","office":"office/3","mandate":"mandate/1"}}`))
	var id, en []string
	for _, n := range Findings(s.world[ref(t, "instrument/3")], s, nil, nil) {
		id, en = append(id, n.Words.ID), append(en, n.Words.EN)
	}
	const wantID = "Surat kuasa 183/1 sudah berakhir Jumat, 31 Desember 2021 (WITA), sebelum ditandatangani, Kamis, 28 Juli 2022 (WITA).\n" +
		"Surat kuasa 183/1 bukan untuk naskah ini: yang disebut Kesber.\n" +
		"Surat kuasa 183/1 diberikan kepada Kepala Dinas Kelautan, bukan kepada yang menandatangani (Kepala Dinas Kesehatan)."
	const wantEN = "Power of attorney 183/1 had ended on Friday, 31 December 2021 (WITA), before the signature, Thursday, 28 July 2022 (WITA).\n" +
		"Power of attorney 183/1 is not for this document: it names Kesber.\n" +
		"Power of attorney 183/1 was given to Kepala Dinas Kelautan, not to who signed (Kepala Dinas Kesehatan)."
	if got := strings.Join(id, "\n"); got != wantID {
		t.Errorf("%s\nwant\n%s", got, wantID)
	}
	if got := strings.Join(en, "\n"); got != wantEN {
		t.Errorf("%s\nwant\n%s", got, wantEN)
	}
}
