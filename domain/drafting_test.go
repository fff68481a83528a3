package domain

import (
	"slices"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func TestADocumentIsDrafted(t *testing.T) {
	s := affair(t)
	s.says(s.given("instrument/3", "draft", `{"occurred":"2022-06[WIB]","fact":{"kind":"pks","title":"PKS Perikanan","under":"`+oid(1)+`","fields":["perikanan","kelautan"],
		"signatories":[{"slot":"35-1","party":"35"},{"slot":"64-1","office":{"inWords":"kepala dinas"}}]}}`),
		"Naskah disusun: PKS Perikanan (Perjanjian Kerja Sama (PKS)), di bawah Kesber.",
		"Drafted: PKS Perikanan (cooperation agreement (PKS)), under Kesber.")
	in := s.instrument("instrument/3")
	if !in.Drafted || in.Bundle || in.Under.Is(value.InstrumentID(oid(1))) != value.Yes || in.DraftedOn.String() != "2022-06[Asia/Jakarta]" ||
		!slices.Equal(in.Fields, []string{"perikanan", "kelautan"}) || !slices.Equal(in.SignatorySlots(), []value.Slot{"35-1", "64-1"}) {
		t.Errorf("%+v", in)
	}
	if x := in.Signatories.Slice(); !x[0].Office.IsZero() || !x[1].Party.IsZero() || x[1].Office.Words() != "kepala dinas" {
		t.Errorf("%+v", x)
	}
	s.says(s.given("instrument/4", "draft", `{"fact":{"bundle":true,"count":7,"title":"Tujuh PKS"}}`),
		"Naskah disusun: Tujuh PKS (tidak disebut), 7 naskah dalam satu berkas.", "Drafted: Tujuh PKS (not stated), a bundle of 7.")
}

// A document goes by its title, else by what it is in law, else by its number.
func TestNamesOfDocuments(t *testing.T) {
	for fact, want := range map[string][2]string{
		`{"kind":"minutes","title":"Risalah"}`:                   {"Risalah", "Risalah"},
		`{"kind":"minutes"}`:                                     {"Berita Acara", "minutes"},
		`{"kind":{"oneOf":["minutes","pks"]},"fields":["bina"]}`: {"naskah 00000000", "document 00000000"},
		`{"kind":{"inWords":"MoU"}}`:                             {"naskah 00000000", "document 00000000"},
	} {
		s := newStory(t)
		s.given("instrument/3", "draft", `{"fact":`+fact+`}`)
		s.DisplayName("instrument/3", want[0], want[1])
	}
}

func TestDraftsThatAreRefused(t *testing.T) {
	s := affair(t)
	s.given("instrument/5", "draft", `{"fact":{"kind":"pks","title":"PKS"}}`)
	for _, c := range []struct {
		want        *value.Refusal
		field, fact string
	}{
		{countWithoutBundle, "fact.count", `{"count":7}`},
		{countWithoutBundle, "fact.count", `{"count":{"inWords":"beberapa"}}`},
		{bundleTooSmall, "fact.count", `{"bundle":true,"count":1}`},
		{bundleTooSmall, "fact.count", `{"bundle":true,"count":{"oneOf":[7,1]}}`},
		{slotTwice, "fact.signatories.2.slot", `{"signatories":[{"slot":"35-1"},{"slot":"64-1"},{"slot":"35-1"}]}`},
		{value.NotASlot, "fact.signatories.1.slot", `{"signatories":[{"slot":"35-1"},{"party":"64"}]}`},
		{value.NotASlot, "fact.signatories.0.slot", `{"signatories":[{"slot":"35 1"}]}`},
		{underItself, "fact.under", `{"under":"` + oid(3) + `"}`},
		{underOperative, "fact.under", `{"under":"` + oid(5) + `"}`},
		{fact.NoSuchAggregate, "fact.under", `{"under":"` + oid(44) + `"}`},
		{fact.NoSuchAggregate, "fact.signatories.0.party", `{"signatories":[{"slot":"32-1","party":"32"}]}`},
		{fact.NoSuchAggregate, "fact.signatories.0.office", `{"signatories":[{"slot":"35-1","office":"` + oid(44) + `"}]}`},
		{value.NotAChoice, "fact.kind", `{"kind":"mou"}`},
	} {
		s.refused(c.want, c.field, "instrument/3", "draft", `{"fact":`+c.fact+`}`)
	}
	s.refused(alreadyDrafted, "fact", "instrument/5", "draft", `{"fact":{"title":"PKS lain"}}`)
	s.given("instrument/3", "draft", `{"fact":{"title":"Adendum","under":{"oneOf":["`+oid(5)+`","`+oid(1)+`"]}}}`) // perhaps under the umbrella
}

// Nothing is said of a document before it is on record.
func TestWhatNeedsADraft(t *testing.T) {
	s := affair(t)
	for command, fact := range map[string]string{
		"sign": `{"slot":"35-1"}`, "finalise": `{"version":"2"}`, "itemise": `{"items":[{"title":"a"}]}`,
		"add-signatory": `{"slot":"35-2"}`, "remind": `{"party":"35"}`, "state-term": `{"years":5}`,
	} {
		s.refused(NotDrafted, "fact", "instrument/9", command, `{"fact":`+fact+`}`)
	}
}

func TestABundleItemByItem(t *testing.T) {
	s := affair(t)
	s.given("instrument/4", "draft", `{"fact":{"bundle":true,"count":3,"title":"Tiga PKS"}}`)
	first := s.given("instrument/4", "itemise", `{"fact":{"items":[{"title":"Perikanan","field":"laut"},{"document":"`+oid(1)+`"}]}}`)
	s.says(first, "Isi berkas dirinci: judul: Perikanan, bidang: laut; naskah: Kesber.",
		"The bundle was itemised: title: Perikanan, field: laut; document: Kesber.")
	s.refused(moreItemsThanCount, "fact.items", "instrument/4", "itemise", `{"fact":{"items":[{"title":"Hutan"},{"title":"Tambang"}]}}`)
	s.given("instrument/4", "itemise", `{"fact":{"items":[{"title":"Hutan"}]}}`)
	if items := s.instrument("instrument/4").Items.Slice(); len(items) != 3 || items[2].Title != "Hutan" {
		t.Errorf("%+v", items)
	}
	s.refused(fact.NoSuchAggregate, "fact.items.0.document", "instrument/4", "itemise", `{"fact":{"items":[{"document":"`+oid(44)+`"}]}}`)
	s.refused(notABundle, "fact", "instrument/1", "itemise", `{"fact":{"items":[{"title":"Hutan"}]}}`)
	s.given("instrument/2", "itemise", `{"fact":{"items":[{"title":"a"},{"title":"b"},{"title":"c"}]}}`) // of how many is not stated
	s.takenBack(first)
	if items := s.instrument("instrument/4").Items.Slice(); len(items) != 1 || items[0].Title != "Hutan" {
		t.Errorf("%+v", items)
	}
}

// A signatory that comes later stands behind the others; one without a number
// gets the next that is free, so that it can be pointed at.
func TestSignatoriesThatComeLater(t *testing.T) {
	s := affair(t)
	s.says(s.given("instrument/1", "add-signatory", `{"fact":{"slot":"35-2","party":"35","office":{"inWords":"ketua DPRD"}}}`),
		"Penanda tangan 35-2 ditambahkan: “ketua DPRD”, untuk Jawa Timur.", "Signatory 35-2 was added: “ketua DPRD”, for Jawa Timur.")
	s.given("instrument/1", "add-signatory", `{"fact":{"slot":"x-5"}}`)
	s.given("instrument/1", "add-signatory", `{"fact":{"party":"64"}}`)
	s.given("instrument/1", "add-signatory", `{"fact":{"slot":{"inWords":"saksi"}}}`)
	slots := s.instrument("instrument/1").SignatorySlots()
	// Later records point at the numbers given here: they are as stored ones.
	if !slices.Equal(slots, []value.Slot{"35-1", "64-1", "35-2", "x-5", "x-6", "x-7"}) {
		t.Fatalf("%v", slots)
	}
	s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"`+string(slots[4])+`"}}`)
	s.refused(slotTwice, "fact.slot", "instrument/1", "add-signatory", `{"fact":{"slot":"35-1","party":"64"}}`)
	s.refused(fact.NoSuchAggregate, "fact.office", "instrument/1", "add-signatory", `{"fact":{"office":"`+oid(44)+`"}}`)
	s.refused(value.NotASlot, "fact.slot", "instrument/1", "add-signatory", `{"fact":{"slot":""}}`)
}

func TestTheFinalText(t *testing.T) {
	s := affair(t)
	hash := string(fact.HashOf([]byte("naskah")))
	rec := s.given("instrument/1", "finalise", `{"occurred":"2022-07-20[WIB]","fact":{"version":"3"}}`)
	s.says(rec, "Naskah final disepakati, Rabu, 20 Juli 2022 (WIB), versi 3.",
		"The text was agreed as final on Wednesday, 20 July 2022 (WIB), version 3.")
	in := s.instrument("instrument/1")
	if !in.Finalised || in.FinalisedOn.String() != "2022-07-20[Asia/Jakarta]" || !in.FinalText.IsZero() {
		t.Errorf("%+v", in)
	}
	s.refused(alreadyFinal, "fact", "instrument/1", "finalise", `{"fact":{"version":"4"}}`)
	s.refused(value.NotAHash, "fact.textHash", "instrument/2", "finalise", `{"fact":{"textHash":"abc"}}`)
	s.detailed(rec, `{"fact":{"textHash":"`+hash+`"}}`)
	if s.instrument("instrument/1").FinalText.Is(value.Hash(hash)) != value.Yes {
		t.Error("the text stated since is not the final one")
	}
	s.takenBack(rec)
	if in := s.instrument("instrument/1"); in.Finalised || !in.FinalisedOn.IsZero() {
		t.Errorf("%+v", in)
	}
	s.given("instrument/1", "finalise", `{"fact":{"version":"4"}}`)
}

// A correction of the draft is judged as the draft was; what signed its places
// stays where it was.
func TestADraftCorrected(t *testing.T) {
	s := affair(t)
	s.given("instrument/1", "sign", `{`+own+`,"fact":{"slot":"64-1"}}`)
	draft := s.world[ref(t, "instrument/1")].Entries[0].Record
	s.refused(slotTwice, "fact.reads.fact.signatories.1.slot", "instrument/1", "correct",
		`{"fact":{"record":"`+string(draft.ID)+`","reads":{"fact":{"signatories":[{"slot":"35-1"},{"slot":"35-1"}]}}}}`)
	s.refused(underItself, "fact.reads.fact.under", "instrument/1", "correct",
		`{"fact":{"record":"`+string(draft.ID)+`","reads":{"fact":{"under":"`+oid(1)+`"}}}}`)
	s.corrected(draft, `{"fact":{"kind":"kesepakatan-bersama","title":"Kesepakatan","signatories":[
		{"slot":"32-1"},{"slot":"35-1","party":"35"},{"slot":"64-1","party":"64"}]}}`)
	s.DisplayName("instrument/1", "Kesepakatan", "Kesepakatan")
	if got, want := slotsAt(s.instrument("instrument/1"), s.now), "32-1 not-on-record ; 35-1 not-on-record ; 64-1 signed "; got != want {
		t.Errorf("%s; want %s", got, want)
	}
}
