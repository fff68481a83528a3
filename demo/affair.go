package demo

import (
	"time"

	"github.com/google/uuid"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The affair of 2022, as its reports tell it: each record with its source, its
// grade and the day it became known. Nothing that no report says is filled in,
// and officials are named by office.

// affairSpace is the namespace of the ids of everything in the affair, so that
// each demonstration has the same.
var affairSpace = uuid.MustParse("6d756661-6b61-5074-8070-616666616972")

func idOf[T ~string](name string) T {
	return T(uuid.NewSHA1(affairSpace, []byte(name)).String())
}

var (
	jatim  = value.PartyOf("35")
	kaltim = value.PartyOf("64")

	biroJatim  = idOf[value.AgencyID]("biro-pod-jatim")
	BiroKaltim = idOf[value.AgencyID]("biro-pod-kaltim")
	dagang     = idOf[value.AgencyID]("disperindag-jatim")

	gubernurJatim  = idOf[value.OfficeID]("gubernur-jatim")
	wagubJatim     = idOf[value.OfficeID]("wagub-jatim")
	gubernurKaltim = idOf[value.OfficeID]("gubernur-kaltim")
	wagubKaltim    = idOf[value.OfficeID]("wagub-kaltim")
	kabiroJatim    = idOf[value.OfficeID]("kabiro-pod-jatim")
	KabiroKaltim   = idOf[value.OfficeID]("kabiro-pod-kaltim")
	kabagKaltim    = idOf[value.OfficeID]("kabag-kerja-sama-kaltim")

	misiDagang = idOf[value.EngagementID]("misi-dagang")
	signing28  = idOf[value.EngagementID]("penandatanganan-28-juli")
	Visit      = idOf[value.EngagementID]("kunjungan-11-agustus")

	KesepakatanBersama = idOf[value.InstrumentID]("kesepakatan-bersama")
	PKS                = idOf[value.InstrumentID]("pks")
)

// The reports. A publication time that a report does not print is left out.
var (
	seed = report{title: "Jatim Terima Kunjungan Kerja Pemprov Kaltim", by: "Jatim Newsroom",
		published: "2022-08-11T16:01[Asia/Jakarta]",
		url:       "https://kominfo.jatimprov.go.id/berita/jatim-terima-kunjungan-kerja-pemprov-kaltim"}
	kt = report{title: "Pemprov Kaltim tindak lanjuti kerja sama dengan Pemprov Jatim terkait pembangunan daerah", by: "Kaltim Today",
		published: "2022-08-12",
		url:       "https://kaltimtoday.co/pemprov-kaltim-tindak-lanjuti-kerja-sama-dengan-pemprov-jatim-terkait-pembangunan-daerah/"}
	spn = report{title: "Misi dagang Jatim-Kaltim", by: "Suara Publik News",
		url: "https://suarapubliknews.net/misi-dagang-jatim-kaltim-emil-dardak-upaya-akselerasi-kebangkitan-ekonomi-pasca-pandemi"}
	jp = report{title: "Nilai transaksi misi dagang dan investasi Jatim dan Kaltim", by: "Pemerintah Provinsi Jawa Timur",
		url: "https://jatimprov.go.id/berita/nilai-transaksi-misi-dagang-dan-investasi-jatim-dan-kaltim-lebih-dari-rp-107-miliar_4qWf5472BHaang"}
	num = report{title: "Kaltim raup Rp 78 miliar dari misi dagang dan investasi bersama Jatim", by: "Numesa",
		published: "2022-08-02",
		url:       "https://infopemilu.numesa.co.id/read/2022/08/02/1470/kaltim-raup-rp-78-miliar-dari-misi-dagang-dan-investasi-bersama-jatim"}
	gck = report{title: "Rombongan misi dagang Jatim sambangi Kaltim", by: "GoCSR Kaltim",
		url: "https://gocsrkaltim.com/rombongan-misi-dagang-jatim-sambangi-kaltim-bicarakan-berbagai-kerja-sama/"}
	tb = report{title: "Misi dagang Jawa Timur dan Kalimantan Timur mencapai 107 miliar rupiah", by: "Terbaru Berita",
		url: "https://terbaruberita.id/incidents/42043-misi-dagang-jawa-timur-dan-kalimantan-timur-mencapai-107-miliar-rupiah"}
)

type report struct{ title, by, published, url string }

// as is the report as evidence of a grade: a reporter's own sentence is news,
// an official quoted is that party's statement.
func (r report) as(g value.Grade) []value.Evidence {
	return []value.Evidence{{Grade: value.Is(g), Title: r.title, By: r.by, Published: when(r.published), URL: r.url}}
}

func (r report) news() []value.Evidence { return r.as(value.GradeNews) }
func (r report) own() []value.Evidence  { return r.as(value.GradeOwnStatement) }

func when(s string) value.When {
	w, err := value.ParseWhen(s)
	if err != nil {
		panic(err) // written in this file
	}
	return w
}

func said(p value.PartyID, o value.OfficeID) value.AssertedBy {
	return value.AssertedBy{Party: value.Is(p), Office: value.Is(o)}
}

const (
	onTheMission = "2022-07-28[Asia/Makassar]"
	onTheVisit   = "2022-08-11[Asia/Jakarta]"
	inBetween    = "2022-07-28/2022-08-11[Asia/Makassar]"
)

// When each report became known to those who keep the record: on its own day
// where it prints one.
var (
	beforeIt   = time.Date(2022, 7, 27, 2, 0, 0, 0, time.UTC)
	afterEvent = time.Date(2022, 7, 29, 1, 30, 0, 0, time.UTC)
	onNumesa   = time.Date(2022, 8, 2, 9, 0, 0, 0, time.UTC)
	onSeed     = time.Date(2022, 8, 11, 9, 15, 0, 0, time.UTC)
	onKT       = time.Date(2022, 8, 12, 10, 30, 0, 0, time.UTC)
)

// recordAffair records the whole affair in the order in which it became known;
// before it, once those who take part are on record, whatever begin does. Then
// the clock goes on by itself.
func recordAffair(r *recorder, begin func(*recorder)) error {
	registerParties(r)
	begin(r)
	r.day(afterEvent)
	reported := recordMission(r)
	r.day(onNumesa)
	r.on(value.KindEngagement, string(misiDagang), "transactions", fact.Data{Occurred: when(onTheMission), Evidence: num.news(),
		Fact: domain.TransactionValueReported{Amount: value.Is(value.Rupiah(78_000_000_000)), Commodities: value.Is(26)}})
	r.day(onSeed)
	first := recordSeedReport(r)
	r.day(onKT)
	recordKaltimToday(r, first)
	recordContradictions(r, reported)
	r.day(time.Time{})
	return r.err
}
