package demo

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

const slotJatim, slotKaltim value.Slot = "35-1", "64-1"

func affirms(slots ...value.Slot) (cs []fact.Claim) {
	for _, s := range slots {
		cs = append(cs, fact.Claim{Slot: value.Is(s)})
	}
	return cs
}

func denies(slots ...value.Slot) []fact.Claim {
	cs := affirms(slots...)
	for i := range cs {
		cs[i].Denies = true
	}
	return cs
}

// recordMission is told by several outlets; their figures stand side by side.
func recordMission(r *recorder) (reported value.RecordID) {
	on := func(command string, d fact.Data) value.RecordID {
		d.Occurred = when(onTheMission)
		return r.on(value.KindEngagement, string(misiDagang), command, d)
	}
	on("mission", fact.Data{Evidence: append(spn.news(), jp.news()...),
		Place: value.Place{Text: "Hotel Bumi Senyiur, Samarinda", Region: value.Is[value.RegionCode]("64")},
		Fact: domain.TradeMissionHeld{Title: "Misi dagang Jawa Timur ke Kalimantan Timur",
			Guest: value.Is(jatim), Host: value.Is(kaltim)}})
	on("represent", fact.Data{Evidence: spn.news(), Fact: domain.HeadRepresented{Party: value.Is(jatim),
		Head: value.Is(gubernurJatim), By: value.Is(wagubJatim), Power: value.Is(domain.AttendOnly)}})
	on("represent", fact.Data{Evidence: spn.news(), Fact: domain.HeadRepresented{Party: value.Is(kaltim),
		By: value.Is(wagubKaltim)}})
	on("transactions", fact.Data{Evidence: gck.news(), Fact: domain.TransactionValueReported{
		Amount: value.Is(value.Rupiah(75_000_000_000)), AsOf: when(onTheMission)}})
	return on("transactions", fact.Data{Evidence: jp.own(),
		AssertedBy: value.AssertedBy{Party: value.Is(jatim), Name: "Dinas Perindustrian dan Perdagangan Jawa Timur"},
		Fact: domain.TransactionValueReported{Amount: value.Is(value.Rupiah(107_098_600_000)),
			Commodities: value.Is(41), AsOf: when("2022-07-28T19:54[Asia/Makassar]")}})
}

// seedRecords are the records that a later report says more about.
type seedRecords struct{ bundle, visit, delivery value.RecordID }

// recordSeedReport records what Jawa Timur's own newsroom told on 11 August.
func recordSeedReport(r *recorder) (first seedRecords) {
	byJatim := said(jatim, kabiroJatim)
	pks := func(command string, d fact.Data) value.RecordID {
		return r.on(value.KindInstrument, string(PKS), command, d)
	}
	first.bundle = pks("draft", fact.Data{Evidence: seed.news(),
		Fact: domain.InstrumentDrafted{Kind: value.Is(domain.PKS), Bundle: true,
			Title: "PKS perangkat daerah Jawa Timur dan Kalimantan Timur",
			Fields: []string{"kelautan", "kepegawaian", "kehutanan", "peternakan", "komunikasi dan informatika",
				"kelautan dan perikanan"},
			Signatories: []domain.Signatory{
				{Slot: slotJatim, Party: value.Is(jatim)},
				{Slot: slotKaltim, Party: value.Is(kaltim), Office: value.InWords[value.OfficeID]("para kepala OPD Kaltim")},
			}}})
	r.on(value.KindEngagement, string(signing28), "defer", fact.Data{Occurred: when(onTheMission), Evidence: seed.own(), AssertedBy: byJatim,
		Fact: domain.SigningDeferred{Occasion: value.Is(misiDagang), Planned: when(onTheMission),
			Reason:      value.Is(domain.SignatoryAbsent),
			Explanation: "gubernur tidak dapat hadir",
			Absent:      value.Several[value.OfficeID]{value.OneOf(gubernurJatim, gubernurKaltim)}, Documents: []value.InstrumentID{PKS}}})
	pks("account", fact.Data{Occurred: when(onTheMission), Evidence: seed.own(), AssertedBy: byJatim,
		Fact: fact.StatementRecorded{Says: "PKS belum dapat ditandatangani para pihak pada misi dagang",
			Claims: denies(slotJatim, slotKaltim)}})
	pks("sign", fact.Data{OnBehalfOf: value.Is(kaltim), Occurred: when(inBetween), Evidence: seed.own(), AssertedBy: byJatim,
		Fact: domain.SignedByParty{Slot: value.Is(slotKaltim), Office: value.InWords[value.OfficeID]("para kepala OPD Kaltim")}})
	pks("remind", fact.Data{Occurred: when(onTheVisit), Evidence: seed.own(), AssertedBy: said(kaltim, kabagKaltim),
		Fact: domain.PendingSignatoryReminded{}})
	recordVisit(r, &first)
	return first
}

func recordVisit(r *recorder, first *seedRecords) {
	byJatim, byKaltim := said(jatim, kabiroJatim), said(kaltim, kabagKaltim)
	on := func(command string, by value.AssertedBy, ev []value.Evidence, f fact.Fact) value.RecordID {
		return r.on(value.KindEngagement, string(Visit), command, fact.Data{Occurred: when(onTheVisit), Evidence: ev, AssertedBy: by,
			Place: value.Place{Text: "ruang rapat Biro POD Jawa Timur, Surabaya", Region: value.Is[value.RegionCode]("35")}, Fact: f})
	}
	first.visit = on("visit", byJatim, seed.own(), domain.VisitHeld{Title: "Kunjungan kerja Kalimantan Timur ke Jawa Timur",
		Guest: value.Is(kaltim), Host: value.Is(jatim), LedBy: value.Is(KabiroKaltim), Follows: value.Is(misiDagang)})
	first.delivery = on("deliver", byJatim, seed.own(), domain.CopiesDelivered{From: value.Is(kaltim), To: value.Is(jatim)})
	on("coordinate", byKaltim, seed.own(), domain.CoordinationHeld{Parties: []value.PartyID{jatim, kaltim},
		Subject: "tugas tiap perangkat daerah", Result: "perangkat daerah saling memberi informasi untuk disesuaikan"})
	on("benefit", byJatim, seed.own(), domain.ExpectedBenefitStated{Benefit: "kenaikan PAD masing-masing daerah",
		Parties: []value.PartyID{jatim, kaltim}})
	on("practice", byKaltim, seed.own(), domain.GoodPracticeRecorded{Practice: "persiapan, pertemuan perangkat daerah, dan fasilitasi",
		Of: value.Is(jatim), ForWhom: "kerja sama berikutnya dan dengan provinsi lain"})
	on("account", value.AssertedBy{}, seed.news(), fact.StatementRecorded{Record: first.visit, Field: "fact.spokesOffice",
		Says: "Kepala Bagian Kerja Sama Biro POD Kalimantan Timur"})
}

// recordKaltimToday records what became known a day later.
func recordKaltimToday(r *recorder, first seedRecords) {
	byKaltim := said(kaltim, KabiroKaltim)
	on := func(id value.InstrumentID, command, occurred string, ev []value.Evidence, f fact.Fact) {
		d := fact.Data{Occurred: when(occurred), Evidence: ev, Fact: f}
		if command == "sign" {
			d.OnBehalfOf = value.Is(kaltim)
		}
		if ev[0].Grade.Is(value.GradeOwnStatement) == value.Yes {
			d.AssertedBy = byKaltim
		}
		r.on(value.KindInstrument, string(id), command, d)
	}
	on(KesepakatanBersama, "draft", "", kt.news(), domain.InstrumentDrafted{Kind: value.Is(domain.KesepakatanBersama),
		Title: "Kesepakatan Bersama Jawa Timur dan Kalimantan Timur", Fields: []string{"pembangunan daerah"},
		Signatories: []domain.Signatory{
			{Slot: slotJatim, Party: value.Is(jatim), Office: value.Is(gubernurJatim)},
			{Slot: slotKaltim, Party: value.Is(kaltim), Office: value.Is(gubernurKaltim)},
		}})
	on(KesepakatanBersama, "sign", inBetween, kt.own(),
		domain.SignedByParty{Slot: value.Is(slotKaltim), Office: value.Is(gubernurKaltim)})
	on(KesepakatanBersama, "account", onTheVisit, kt.own(),
		fact.StatementRecorded{Says: "Gubernur Jawa Timur belum menandatangani", Claims: denies(slotJatim)})
	on(KesepakatanBersama, "account", onTheMission, kt.news(),
		fact.StatementRecorded{Says: "ditandatangani kedua provinsi pada 28 Juli 2022", Claims: affirms(slotJatim, slotKaltim)})
	on(PKS, "state", "", kt.own(), fact.DetailStated{Record: first.bundle,
		Details: r.details(domain.InstrumentDrafted{Count: value.Is(7), Under: value.Is(KesepakatanBersama)})})
	on(PKS, "sign", inBetween, kt.own(), domain.SignedByParty{Slot: value.Is(slotKaltim),
		Office: value.InWords[value.OfficeID]("kepala OPD Kaltim")})

	r.on(value.KindEngagement, string(Visit), "state", fact.Data{Evidence: kt.own(), AssertedBy: byKaltim,
		Fact: fact.DetailStated{Record: first.delivery, Details: r.details(domain.CopiesDelivered{Count: value.Is(8),
			Papers: []domain.Paper{
				{Document: value.Is(KesepakatanBersama), Count: value.Is(1)},
				{Document: value.Is(PKS), Count: value.Is(7)},
			}})}})
	r.on(value.KindEngagement, string(Visit), "account", fact.Data{Evidence: kt.news(), Fact: fact.StatementRecorded{
		Record: first.visit, Field: "fact.spokesOffice", Says: "Plh. Kepala Biro POD Kalimantan Timur"}})
	r.on(value.KindOffice, string(KabiroKaltim), "appoint", fact.Data{Occurred: when(onTheVisit), Evidence: kt.news(),
		Fact: domain.HolderAppointed{ActingAs: value.Is(domain.Plh), From: when("../" + onTheVisit)}})
}

// recordContradictions records the reports that contradict the ones above.
func recordContradictions(r *recorder, reported value.RecordID) {
	r.on(value.KindInstrument, string(PKS), "account", fact.Data{Occurred: when(onTheMission), Evidence: gck.news(),
		Fact: fact.StatementRecorded{Says: "perangkat daerah kedua provinsi menandatangani nota kesepahaman pada 28 Juli 2022",
			Claims: affirms(slotJatim, slotKaltim)}})
	for _, x := range []struct{ field, says string }{{"fact.asOf", "19.54 WIB"}, {"fact.amount", "Rp10709860000"}} {
		r.on(value.KindEngagement, string(misiDagang), "account", fact.Data{Occurred: when(onTheMission), Evidence: tb.news(),
			Fact: fact.StatementRecorded{Record: reported, Field: x.field, Says: x.says}})
	}
}
