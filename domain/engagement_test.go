package domain

import (
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Each fact of an occasion: how it reads, and what it makes of the occasion.
func TestFactsOfOccasions(t *testing.T) {
	for _, c := range []struct {
		command, body, id, en string
		sort                  EngagementType
		name                  string
	}{
		{"mission", `{"occurred":"2022-07-28[WITA]","place":{"text":"Samarinda"},"fact":{"title":"Misi Dagang","guest":"35","host":"64"}}`,
			"Misi dagang Jawa Timur ke Provinsi Kalimantan Timur berlangsung Kamis, 28 Juli 2022 (WITA) di Samarinda.",
			"Jawa Timur held a trade mission to Provinsi Kalimantan Timur on Thursday, 28 July 2022 (WITA) at Samarinda.",
			"trade-mission", "Misi Dagang"},
		{"mission", `{"fact":{"guest":"35"}}`,
			"Misi dagang Jawa Timur ke tidak disebut berlangsung tidak disebut.",
			"Jawa Timur held a trade mission to not stated on not stated.",
			"trade-mission", "kegiatan 00000000"},
		{"visit", `{"occurred":"2022-08-11[WIB]","fact":{"guest":"64","host":"35","ledBy":"` + oid(2) + `"}}`,
			"Provinsi Kalimantan Timur berkunjung ke Jawa Timur, Kamis, 11 Agustus 2022 (WIB), dipimpin Gubernur Kalimantan Timur.",
			"Provinsi Kalimantan Timur visited Jawa Timur on Thursday, 11 August 2022 (WIB), led by Gubernur Kalimantan Timur.",
			"visit", "Kunjungan kerja, Kamis, 11 Agustus 2022 (WIB)"},
		{"coordinate", `{"occurred":"2022-08","fact":{"parties":["35","64"],"subject":"jadwal","result":"ditunda"}}`,
			"Pertemuan Jawa Timur dan Provinsi Kalimantan Timur membahas jadwal. Hasil: ditunda.",
			"Jawa Timur and Provinsi Kalimantan Timur met about jadwal. Outcome: ditunda.",
			"coordination", "Pertemuan, Agustus 2022"},
		{"coordinate", `{"fact":{"subject":"jadwal"}}`,
			"Pertemuan tidak disebut membahas jadwal.", "not stated met about jadwal.",
			"coordination", "kegiatan 00000000"},
		{"represent", `{"fact":{"party":"64","head":"` + oid(2) + `","by":{"inWords":"asisten"},"power":"attend-only","basis":"surat tugas"}}`,
			"Kepala daerah Provinsi Kalimantan Timur (Gubernur Kalimantan Timur) diwakili oleh “asisten”, menghadiri saja, dasar: surat tugas.",
			"The head of region of Provinsi Kalimantan Timur (Gubernur Kalimantan Timur) was represented by “asisten”, attending only, on the basis of surat tugas.",
			"", "kegiatan 00000000"},
		{"represent", `{"fact":{"by":"` + oid(1) + `"}}`,
			"Kepala daerah diwakili oleh Gubernur Jawa Timur.", "The head of region was represented by Gubernur Jawa Timur.",
			"", "kegiatan 00000000"},
		{"transactions", `{"fact":{"amount":75000000000,"commodities":12,"asOf":"2022-07-28T19:54[WITA]"}}`,
			"Nilai transaksi dilaporkan Rp75.000.000.000, 12 jenis, per Kamis, 28 Juli 2022 19.54 WITA (18.54 WIB).",
			"Transactions of Rp75,000,000,000 were reported, 12 kinds, as of Thursday, 28 July 2022 19:54 WITA (18:54 WIB).",
			"", "kegiatan 00000000"},
		{"transactions", `{"fact":{"amount":{"oneOf":[75000000000,100000000000]}}}`,
			"Nilai transaksi dilaporkan salah satu dari Rp75.000.000.000 atau Rp100.000.000.000.",
			"Transactions of one of Rp75,000,000,000 or Rp100,000,000,000 were reported.",
			"", "kegiatan 00000000"},
		{"benefit", `{"fact":{"benefit":"harga stabil","parties":["35"]}}`,
			"Manfaat yang diharapkan bagi Jawa Timur: harga stabil.", "Benefit hoped for by Jawa Timur: harga stabil.",
			"", "kegiatan 00000000"},
		{"practice", `{"fact":{"practice":"pasar tani","of":"35","forWhom":"dinas pertanian"}}`,
			"Praktik baik dari Jawa Timur: pasar tani; untuk dinas pertanian.", "Good practice of Jawa Timur: pasar tani; for dinas pertanian.",
			"", "kegiatan 00000000"},
	} {
		t.Run(c.command, func(t *testing.T) {
			s := affair(t)
			s.says(s.given("engagement/1", c.command, c.body), c.id, c.en)
			if e := stateIn[Engagement](s, "engagement/1"); e.Sort != c.sort {
				t.Errorf("it is %q; want %q", e.Sort, c.sort)
			}
			if got := s.world[ref(t, "engagement/1")].Name(value.Indonesian); got != c.name {
				t.Errorf("it is called %q; want %q", got, c.name)
			}
		})
	}
}

func TestOccasionsThatAreRefused(t *testing.T) {
	s := affair(t)
	for _, c := range []struct {
		want                 *value.Refusal
		field, command, body string
	}{
		{fact.NoSuchAggregate, "fact.guest", "mission", `{"fact":{"guest":"32"}}`},
		{fact.NoSuchAggregate, "fact.host", "visit", `{"fact":{"host":{"oneOf":["35","32"]}}}`},
		{fact.NoSuchAggregate, "fact.ledBy", "visit", `{"fact":{"ledBy":"` + oid(44) + `"}}`},
		{fact.NoSuchAggregate, "fact.follows", "visit", `{"fact":{"follows":"` + oid(44) + `"}}`},
		{fact.NoSuchAggregate, "fact.parties.1", "coordinate", `{"fact":{"parties":["35","32"]}}`},
		{fact.NoSuchAggregate, "fact.agencies.0", "coordinate", `{"fact":{"agencies":["` + oid(44) + `"]}}`},
		{value.NotARegionCode, "place.region", "represent", `{"place":{"region":"Jatim"}}`},
		{value.NotAChoice, "fact.power", "represent", `{"fact":{"power":"full"}}`},
		{fact.NotYet, "occurred", "mission", `{"occurred":"2022-08-16[WIB]","fact":{"guest":"35"}}`},
		{fact.WrongForm, "fact.amount", "transactions", `{"fact":{"amount":"75 miliar"}}`},
		{fact.WrongForm, "fact.amount", "transactions", `{"fact":{"amount":0.5}}`},
		{value.NoSuchZone, "fact.asOf", "transactions", `{"fact":{"asOf":"2022-07-28T19:54[Samarinda]"}}`},
		{fact.NoSuchAggregate, "fact.of", "practice", `{"fact":{"of":"32"}}`},
	} {
		s.refused(c.want, c.field, "engagement/1", c.command, c.body)
	}
}

// An occasion is what the first fact that says so makes of it; a meeting about
// it, or a report of it, does not change that.
func TestWhatAnOccasionWas(t *testing.T) {
	s := affair(t)
	s.given("engagement/1", "transactions", `{"fact":{"amount":5}}`)
	s.given("engagement/1", "coordinate", `{"occurred":"2022-07-20[WITA]","fact":{"subject":"persiapan"}}`)
	if e := stateIn[Engagement](s, "engagement/1"); e.Sort != "coordination" || e.When.String() != "2022-07-20[Asia/Makassar]" {
		t.Errorf("%+v", e)
	}
	held := s.given("engagement/1", "mission", `{"occurred":"2022-07-28[WITA]","fact":{"title":"Misi Dagang","guest":"35","host":"64"}}`)
	s.given("engagement/1", "coordinate", `{"occurred":"2022-08-01[WITA]","fact":{"subject":"evaluasi"}}`)
	e := stateIn[Engagement](s, "engagement/1")
	if e.Sort != "trade-mission" || e.When.String() != "2022-07-28[Asia/Makassar]" || e.Guest.Is(value.PartyOf("35")) != value.Yes || e.Host.Is(value.PartyOf("64")) != value.Yes {
		t.Errorf("%+v", e)
	}
	s.takenBack(held)
	if e := stateIn[Engagement](s, "engagement/1"); e.Sort != "coordination" || e.Title != "" || !e.Guest.IsZero() {
		t.Errorf("%+v, though no mission was held", e)
	}
}

// Who came is stated later; what is known is not stated otherwise.
func TestAnOccasionDetailedAndCorrected(t *testing.T) {
	s := affair(t)
	rec := s.given("engagement/1", "visit", `{"occurred":"2022-08","fact":{"guest":"64"}}`)
	s.detailed(rec, `{"occurred":"2022-08-11[WIB]","place":{"text":"Surabaya"},"fact":{"host":"35"}}`)
	e := stateIn[Engagement](s, "engagement/1")
	if e.When.String() != "2022-08-11[Asia/Jakarta]" || e.Place.Text != "Surabaya" || e.Host.Is(value.PartyOf("35")) != value.Yes {
		t.Errorf("%+v", e)
	}
	s.noDetail(rec, "fact.guest", `{"fact":{"guest":"35"}}`)
	s.noDetail(rec, "occurred", `{"occurred":"2022-08-12[WIB]"}`)
	s.noDetail(rec, "place.text", `{"place":{"text":"Malang"}}`)
	s.refused(fact.NotYet, "fact.details.occurred", "engagement/1", "state", `{"fact":{"record":"`+string(rec.ID)+`","details":{"occurred":"2022-09-01[WIB]"}}}`)

	// It was no visit but a mission.
	s.corrected(rec, `{"type":"id.mufakat.engagement.trade-mission-held.v1","occurred":"2022-08-11[WIB]","place":{"text":"Surabaya"},"fact":{"guest":"64","host":"35"}}`)
	if e := stateIn[Engagement](s, "engagement/1"); e.Sort != "trade-mission" || e.Guest.Is(value.PartyOf("64")) != value.Yes {
		t.Errorf("%+v", e)
	}
	s.says(rec, "Misi dagang Provinsi Kalimantan Timur ke Jawa Timur berlangsung Kamis, 11 Agustus 2022 (WIB) di Surabaya.",
		"Provinsi Kalimantan Timur held a trade mission to Jawa Timur on Thursday, 11 August 2022 (WIB) at Surabaya.")
	s.refused(fact.NotATypeHere, "fact.reads.type", "engagement/1", "correct",
		`{"fact":{"record":"`+string(rec.ID)+`","reads":{"type":"id.mufakat.instrument.drafted.v1"}}}`)
}
