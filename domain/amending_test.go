package domain

import (
	"slices"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What was written stays as it was written, however it reads now.
func TestARecordStaysAsItWasWritten(t *testing.T) {
	s := affair(t)
	rec := s.given("office/3", "register", `{"fact":{"title":"Kabag"}}`)
	body, hash := string(rec.Body), rec.Hash
	fix := s.corrected(rec, `{"fact":{"title":"Kabiro"}}`)
	e, ok := s.world[rec.Ref].Record(rec.ID)
	if !ok || string(e.Body) != body || e.Hash != hash || e.Record.Data.Fact.(OfficeRegistered).Title != "Kabag" {
		t.Errorf("%s", e.Body)
	}
	if f := e.Data.Fact.(OfficeRegistered); f.Title != "Kabiro" {
		t.Errorf("it reads %+v", f)
	}
	if len(e.Amended) != 1 || e.Amended[0].Seq != fix.Seq || e.AboutRecords() {
		t.Errorf("amended by %v", e.Amended)
	}
	then := s.world[rec.Ref].AsKnownAt(rec.Seq)
	if then.Version() != 1 || then.State.(Office).Title != "Kabag" || len(then.Entries[0].Amended) != 0 {
		t.Errorf("as known then: %+v", then.State)
	}
	if none := s.world[rec.Ref].AsKnownAt(0); none.Version() != 0 || none.State.(Office).Registered {
		t.Errorf("before anything was known: %+v", none.State)
	}
}

// An amendment tells what it changes of the other record, and nothing else: the
// old value before the new.
func TestWhatAnAmendmentChanges(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "visit", `{"fact":{"guest":"64"}}`)
	changes := func(r *fact.Record) string {
		a := s.world[r.Ref]
		e, _ := a.Record(r.ID)
		c, _ := a.ChangeBy(e)
		var parts []string
		for _, f := range c.Fields(value.English, s.names) {
			parts = append(parts, f.Field+"="+f.Was+">"+f.Reads)
		}
		return strings.Join(parts, "; ")
	}
	detail := s.detailed(rec, `{"place":{"text":"Surabaya"},"fact":{"host":"35"}}`)
	fix := s.corrected(rec, `{"occurred":"2022-08-11[WIB]","place":{"text":"Surabaya"},"fact":{"guest":"35"}}`)
	gone := s.takenBack(rec)
	for _, c := range []struct {
		by   *fact.Record
		want string
	}{
		{detail, "fact.host=>Jawa Timur; place=>Surabaya"},
		{fix, "fact.guest=Provinsi Kalimantan Timur>Jawa Timur; occurred=>Thursday, 11 August 2022 (WIB); fact.host=Jawa Timur>"},
		{rec, ""}, {gone, ""},
	} {
		if got := changes(c.by); got != c.want {
			t.Errorf("%s; want %s", got, c.want)
		}
	}
	a := s.world[rec.Ref]
	e, _ := a.Record(rec.ID)
	if cs := a.Changes(e); len(cs) != 3 || cs[0].By.ID != detail.ID || !cs[2].Reads.Retracted || cs[2].Was.Retracted {
		t.Errorf("%+v", cs)
	}
}

func TestHowAmendmentsRead(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "visit", `{"fact":{"guest":"64"}}`)
	fix := s.given("engagement/1", "correct", `{"fact":{"record":"`+string(rec.ID)+`","notHappened":true,"reason":"salah baca","authority":"nota dinas"}}`)
	s.says(fix, "Catatan "+string(rec.ID)+" diperbaiki. Alasan: salah baca. Dasar: nota dinas.",
		"Record "+string(rec.ID)+" was corrected. Reason: salah baca. Authority: nota dinas.")
	e, _ := s.world[rec.Ref].Record(rec.ID)
	if !e.Retracted {
		t.Error("it counts, though it did not happen")
	}
	if e, _ := s.world[fix.Ref].Record(fix.ID); e.Retracted || !e.AboutRecords() {
		t.Errorf("%+v", e)
	}
}

// What amends must say what, of a record that is there, in a way that its event
// can read, and may not name what is not on record.
func TestAmendmentsThatAreRefused(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "visit", `{"fact":{"guest":"64"}}`)
	fix := s.corrected(rec, `{"fact":{"guest":"35"}}`)
	about := `{"fact":{"record":"` + string(rec.ID) + `",`
	for _, c := range []struct {
		want                 *value.Refusal
		field, command, body string
	}{
		{fact.NotInThisFile, "fact.record", "correct", `{"fact":{"record":"` + oid(44) + `","notHappened":true}}`},
		{fact.NoRecordNamed, "fact.record", "correct", `{"fact":{"notHappened":true}}`},
		{fact.ReadsOrNot, "fact.reads", "correct", about + `"reads":{"fact":{"guest":"35"}},"notHappened":true}}`},
		{fact.NoSuchAggregate, "fact.reads.fact.guest", "correct", about + `"reads":{"fact":{"guest":"32"}}}}`},
		{fact.NotYet, "fact.reads.occurred", "correct", about + `"reads":{"occurred":"2022-09-01[WIB]"}}}`},
		{fact.UnknownMember, "fact.reads.facts", "correct", about + `"reads":{"facts":{"name":"x"}}}}`},
		{value.NoSuchDay, "fact.reads.occurred", "correct", about + `"reads":{"occurred":"2022-02-30"}}}`},
		{fact.NotATypeHere, "fact.reads.type", "correct", about + `"reads":{"type":"id.mufakat.engagement.party-held.v1"}}}`},
		{fact.NotInThisFile, "fact.record", "state", `{"fact":{"record":"` + oid(44) + `","details":{"fact":{"host":"35"}}}}`},
		{fact.NoSuchAggregate, "fact.details.fact.host", "state", about + `"details":{"fact":{"host":"32"}}}}`},
		{fact.NotATypeHere, "fact.details.type", "state", about + `"details":{"type":"id.mufakat.engagement.trade-mission-held.v1"}}}`},
		{fact.UnknownMember, "fact.details.fact.hosts", "state", about + `"details":{"fact":{"hosts":"35"}}}}`},
		{fact.NotMoreThan, "fact.details.fact", "state", strings.Replace(about, string(rec.ID), string(fix.ID), 1) + `"details":{"fact":{"notHappened":true}}}}`},
		{fact.NoSource, "fact", "add-source", about[:len(about)-1] + `}}`},
		{fact.NotInThisFile, "fact.record", "add-source", `{"evidence":[{"title":"x"}],"fact":{"record":"` + oid(44) + `"}}`},
	} {
		s.refused(c.want, c.field, "engagement/1", c.command, c.body)
	}
	if a := s.world[rec.Ref]; a.Version() != 2 {
		t.Errorf("%d records", a.Version())
	}
}

// A source that is added stands beside the record's own, with its own grade and
// speaker, and not in its place.
func TestASourceIsAdded(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "visit", `{"evidence":[{"title":"Berita","grade":"news"}],"assertedBy":{"name":"koran"},"fact":{"guest":"64"}}`)
	add := s.given("engagement/1", "add-source", `{"evidence":[{"title":"Foto","grade":"copy"}],"assertedBy":{"party":"64"},"fact":{"record":"`+string(rec.ID)+`"}}`)
	cited := func() string {
		e, _ := s.world[rec.Ref].Record(rec.ID)
		parts := []string{string(e.Grade())}
		for x := range e.Statements() {
			parts = append(parts, string(x.Record[len(x.Record)-1:])+" "+x.SaidBy.Format(value.English, s.names)+" "+x.Evidence[0].Cite())
		}
		return strings.Join(parts, ", ")
	}
	own := string(rec.ID[len(rec.ID)-1:]) + " koran Berita"
	if got, want := cited(), "copy, "+own+", "+string(add.ID[len(add.ID)-1:])+" Provinsi Kalimantan Timur Foto"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	s.says(add, "Sumber ditambahkan pada catatan "+string(rec.ID)+": tingkat bukti: salinan atau foto, judul: Foto.",
		"A source was added to record "+string(rec.ID)+": grade: copy or photo, title: Foto.")
	s.corrected(rec, `{"evidence":[{"title":"Siaran","grade":"news"}],"assertedBy":{"name":"koran"},"fact":{"guest":"64"}}`)
	if got := cited(); !strings.HasPrefix(got, "copy, "+strings.Replace(own, "Berita", "Siaran", 1)) {
		t.Errorf("%s; a correction of the first took the second away", got)
	}
	s.takenBack(add)
	if got := cited(); got != "news, "+strings.Replace(own, "Berita", "Siaran", 1) {
		t.Errorf("%s; that source was taken back", got)
	}
}

// What somebody says of a fact changes no state, and stays when it is set aside.
func TestAccountsChangeNothing(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{"occurred":"2022-07-28[WITA]",`+own+`,"fact":{"slot":"64-1"}}`)
	before := slotsAt(s.instrument("instrument/1"), s.now)
	account := s.given("instrument/1", "account", `{"fact":{"about":"penandatanganan","says":"belum ada","words":"belum","claims":[{"denies":true}]}}`)
	s.says(account, "Keterangan tentang penandatanganan: belum ada “belum”.", "Account of penandatanganan: belum ada “belum”.")
	a := s.world[account.Ref]
	if got := slotsAt(a.State.(Instrument), s.now); got != before || !a.HasAccounts() {
		t.Errorf("%s; it was %s", got, before)
	}
	if cs := claims(a); len(cs) != 1 || !cs[0].Denies || !slices.Equal(cs[0].Slots, []value.Slot{"35-1", "64-1"}) {
		t.Errorf("%+v; a claim that names nobody is about all", cs)
	}
	aside := s.given("instrument/1", "set-aside", `{"fact":{"account":"`+string(account.ID)+`","reason":"tanpa nama"}}`)
	s.says(aside, "Keterangan "+string(account.ID)+" dikesampingkan. Alasan: tanpa nama.", "The account "+string(account.ID)+" was set aside. Reason: tanpa nama.")
	if len(claims(s.world[account.Ref])) != 1 {
		t.Error("set aside, it is not on record any more")
	}
	s.takenBack(account)
	if a := s.world[account.Ref]; a.HasAccounts() || len(claims(a)) > 0 {
		t.Error("nobody said it, and it is there")
	}
}

func TestAccountsThatAreRefused(t *testing.T) {
	s := affair(t)
	sig := s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"64-1"}}`)
	for _, c := range []struct {
		want                 *value.Refusal
		field, command, fact string
	}{
		{fact.NoSuchSlot, "fact.claims.1.slot", "account", `{"claims":[{"slot":"35-1"},{"slot":"99-1"}]}`},
		{fact.NoSuchSlot, "fact.claims.0.slot", "account", `{"claims":[{"slot":{"oneOf":["35-1","99-1"]}}]}`},
		{fact.NotInThisFile, "fact.account", "uphold", `{"account":"` + oid(44) + `"}`},
		{fact.NotInThisFile, "fact.account", "set-aside", `{"account":"` + oid(44) + `"}`},
		{fact.NotAnAccount, "fact.account", "set-aside", `{"account":"` + string(sig.ID) + `"}`},
	} {
		s.refused(c.want, c.field, "instrument/1", c.command, `{"fact":`+c.fact+`}`)
	}
	s.refused(fact.NoSuchSlot, "fact.claims.0.slot", "party/64", "account", `{"fact":{"claims":[{"slot":"64-1"}]}}`) // nothing that is signed
}

// Whether accounts differ: by what they say, unless they claim who signed, when
// it is by yes and no and by their days.
func TestWhenAccountsDiffer(t *testing.T) {
	claim := func(says, day string, denies bool) string {
		at := ""
		if day != "" {
			at = `"occurred":"` + day + `",`
		}
		no := ""
		if denies {
			no = `,"denies":true`
		}
		return `{` + at + `"fact":{"says":"` + says + `","claims":[{"slot":"64-1"` + no + `}]}}`
	}
	for _, c := range []struct {
		name, one, two string
		differ         bool
	}{
		{"both say yes, in other words", claim("sudah", "", false), claim("telah", "", false), false},
		{"both say yes, of other days", claim("sudah", "2022-07-28[WITA]", false), claim("sudah", "2022-08-01[WITA]", false), true},
		{"both say yes, of a day and its month", claim("sudah", "2022-07-28[WITA]", false), claim("telah", "2022-07[WITA]", false), false},
		{"both say no", claim("belum", "2022-07-28[WITA]", true), claim("tidak", "2022-08-01[WITA]", true), false},
		{"yes and no, of no day", claim("sudah", "", false), claim("belum", "", true), true},
		{"no and yes, of no day", claim("belum", "", true), claim("sudah", "", false), true},
		{"not yet, then yes", claim("belum", "2022-07-28[WITA]", true), claim("sudah", "2022-08-01[WITA]", false), false},
		{"yes, then not yet", claim("sudah", "2022-07-28[WITA]", false), claim("belum", "2022-08-01[WITA]", true), true},
		{"in words, otherwise", `{"fact":{"about":"jadwal","says":"ditunda"}}`, `{"fact":{"about":"jadwal","says":"batal"}}`, true},
		{"in words, alike", `{"occurred":"2022-07-28[WITA]","fact":{"about":"jadwal","says":"ditunda"}}`, `{"fact":{"about":"jadwal","says":"ditunda"}}`, false},
		{"of two things", `{"fact":{"about":"jadwal","says":"ditunda"}}`, `{"fact":{"about":"tempat","says":"Surabaya"}}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := affair(t)
			s.given("instrument/1", "account", c.one)
			second := s.given("instrument/1", "account", c.two)
			differ := func() (d bool) {
				for _, q := range s.questions("instrument/1") {
					d = d || q.Differ
				}
				return d
			}
			if differ() != c.differ {
				t.Errorf("%+v", s.questions("instrument/1"))
			}
			s.given("instrument/1", "uphold", `{"fact":{"account":"`+string(second.ID)+`"}}`)
			if differ() {
				t.Error("they differ, though one is upheld")
			}
		})
	}
}

// claims are those of all accounts on record.
func claims(a fact.Aggregate) (cs []fact.Claimed) {
	for _, e := range a.Entries {
		cs = append(cs, a.ClaimsOf(e)...)
	}
	return cs
}
