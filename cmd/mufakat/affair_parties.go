package main

import "mufakat/domain"

// whoTakesPart enters the parties, their agencies and their offices.
func whoTakesPart(t *teller) {
	codes := []domain.Evidence{{Title: "Kode wilayah Kementerian Dalam Negeri"}}
	for _, p := range []domain.PartyRegistered{
		{Code: domain.Is[domain.RegionCode]("35"), Name: "Provinsi Jawa Timur", Zone: domain.Is[domain.ZoneID]("Asia/Jakarta")},
		{Code: domain.Is[domain.RegionCode]("64"), Name: "Provinsi Kalimantan Timur", Zone: domain.Is[domain.ZoneID]("Asia/Makassar")},
	} {
		t.on(domain.KindParty, string(domain.PartyOf(p.Code.Or(""))), "register", domain.Data{Evidence: codes, Fact: p})
	}
	for _, a := range []struct {
		id      domain.AgencyID
		party   domain.PartyID
		name    string
		aliases []string
	}{
		{biroJatim, jatim, "Biro Pemerintahan dan Otonomi Daerah Jawa Timur",
			[]string{"Biro Pemerintahan Otonomi Daerah", "Biro POD", "BPOD Jatim"}},
		{biroKaltim, kaltim, "Biro Pemerintahan dan Otonomi Daerah Kalimantan Timur", []string{"BPOD Kaltim"}},
		{dagang, jatim, "Dinas Perindustrian dan Perdagangan Jawa Timur", nil},
	} {
		t.on(domain.KindAgency, string(a.id), "register", domain.Data{
			Fact: domain.AgencyRegistered{Party: domain.Is(a.party), Name: a.name}})
		for _, alias := range a.aliases {
			t.on(domain.KindAgency, string(a.id), "alias", domain.Data{Fact: domain.AgencyAliasRecorded{Alias: alias}})
		}
	}
	var ofParty domain.Told[domain.AgencyID]
	head, deputy, unit := domain.RoleHead, domain.RoleDeputy, domain.RoleUnitHead
	for _, o := range []struct {
		id     domain.OfficeID
		title  string
		party  domain.PartyID
		agency domain.Told[domain.AgencyID]
		role   domain.Role
	}{
		{gubernurJatim, "Gubernur Jawa Timur", jatim, ofParty, head},
		{wagubJatim, "Wakil Gubernur Jawa Timur", jatim, ofParty, deputy},
		{gubernurKaltim, "Gubernur Kalimantan Timur", kaltim, ofParty, head},
		{wagubKaltim, "Wakil Gubernur Kalimantan Timur", kaltim, ofParty, deputy},
		{kabiroJatim, "Kepala Biro POD Jawa Timur", jatim, domain.Is(biroJatim), unit},
		{kabiroKaltim, "Kepala Biro POD Kalimantan Timur", kaltim, domain.Is(biroKaltim), unit},
		{kabagKaltim, "Kepala Bagian Kerja Sama Biro POD Kalimantan Timur", kaltim, domain.Is(biroKaltim), unit},
	} {
		t.on(domain.KindOffice, string(o.id), "register", domain.Data{
			Fact: domain.OfficeRegistered{Title: o.title, Party: domain.Is(o.party), Agency: o.agency, Role: domain.Is(o.role)}})
	}
}
