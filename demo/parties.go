package demo

import (
	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// registerParties enters the parties, their agencies and their offices.
func registerParties(r *recorder) {
	codes := []value.Evidence{{Title: "Kode wilayah Kementerian Dalam Negeri"}}
	for _, p := range []domain.PartyRegistered{
		{Code: value.Is[value.RegionCode]("35"), Name: "Provinsi Jawa Timur", Zone: value.Is[domain.ZoneID]("Asia/Jakarta")},
		{Code: value.Is[value.RegionCode]("64"), Name: "Provinsi Kalimantan Timur", Zone: value.Is[domain.ZoneID]("Asia/Makassar")},
	} {
		r.on(value.KindParty, string(value.PartyOf(p.Code.Or(""))), "register", fact.Data{Evidence: codes, Fact: p})
	}
	for _, a := range []struct {
		id      value.AgencyID
		party   value.PartyID
		name    string
		aliases []string
	}{
		{biroJatim, jatim, "Biro Pemerintahan dan Otonomi Daerah Jawa Timur",
			[]string{"Biro Pemerintahan Otonomi Daerah", "Biro POD", "BPOD Jatim"}},
		{BiroKaltim, kaltim, "Biro Pemerintahan dan Otonomi Daerah Kalimantan Timur", []string{"BPOD Kaltim"}},
		{dagang, jatim, "Dinas Perindustrian dan Perdagangan Jawa Timur", nil},
	} {
		r.on(value.KindAgency, string(a.id), "register", fact.Data{
			Fact: domain.AgencyRegistered{Party: value.Is(a.party), Name: a.name}})
		for _, alias := range a.aliases {
			r.on(value.KindAgency, string(a.id), "alias", fact.Data{Fact: domain.AgencyAliasRecorded{Alias: alias}})
		}
	}
	var ofParty value.Stated[value.AgencyID]
	head, deputy, unit := domain.RoleHead, domain.RoleDeputy, domain.RoleUnitHead
	for _, o := range []struct {
		id     value.OfficeID
		title  string
		party  value.PartyID
		agency value.Stated[value.AgencyID]
		role   domain.Role
	}{
		{gubernurJatim, "Gubernur Jawa Timur", jatim, ofParty, head},
		{wagubJatim, "Wakil Gubernur Jawa Timur", jatim, ofParty, deputy},
		{gubernurKaltim, "Gubernur Kalimantan Timur", kaltim, ofParty, head},
		{wagubKaltim, "Wakil Gubernur Kalimantan Timur", kaltim, ofParty, deputy},
		{kabiroJatim, "Kepala Biro POD Jawa Timur", jatim, value.Is(biroJatim), unit},
		{KabiroKaltim, "Kepala Biro POD Kalimantan Timur", kaltim, value.Is(BiroKaltim), unit},
		{kabagKaltim, "Kepala Bagian Kerja Sama Biro POD Kalimantan Timur", kaltim, value.Is(BiroKaltim), unit},
	} {
		r.on(value.KindOffice, string(o.id), "register", fact.Data{
			Fact: domain.OfficeRegistered{Title: o.title, Party: value.Is(o.party), Agency: o.agency, Role: value.Is(o.role)}})
	}
}
