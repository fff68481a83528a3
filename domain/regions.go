package domain

import (
	"cmp"
	"slices"
	"time"
)

// RegionCode is the Kemendagri code of a region (kode wilayah): two digits for a
// province, with a dot and two more for a regency or city. It is not the code
// of the statistics office, which uses the same digits for other provinces.
type RegionCode string

var notARegionCode = NewRefusal(Invalid, "not-a-region-code",
	"%q bukan kode wilayah Kemendagri. Tulis dua angka provinsi, misalnya 64, atau 64.72 untuk kabupaten/kota.",
	"%q is not a Kemendagri region code. Write the two digits of a province, such as 64, or 64.72 for a regency or city.")

// ParseRegionCode reads 64 or 64.72. It does not ask whether the region exists.
func ParseRegionCode(s string) (RegionCode, error) {
	if !codeForm(s) {
		return "", notARegionCode.With(clip(s))
	}
	return RegionCode(s), nil
}

func codeForm(s string) bool {
	if len(s) != 2 && len(s) != 5 {
		return false
	}
	for i := range len(s) {
		if (i == 2) != (s[i] == '.') || i != 2 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s[0] != '0'
}

func (c *RegionCode) UnmarshalText(b []byte) (err error) {
	*c, err = ParseRegionCode(string(b))
	return err
}

// Province is a row of the dated list of provinces.
type Province struct {
	Code RegionCode
	Name string
	Zone *time.Location
}

// ProvincesSource is where the list of provinces comes from and from when it
// holds. Zones: Keppres 41/1987; Kalimantan Utara follows its mother province.
var ProvincesSource = struct{ Decree, ValidFrom string }{"Kepmendagri 300.2.2-2430 Tahun 2025", "2025"}

var provinces = []Province{
	{"11", "Aceh", wib}, {"12", "Sumatera Utara", wib}, {"13", "Sumatera Barat", wib}, {"14", "Riau", wib},
	{"15", "Jambi", wib}, {"16", "Sumatera Selatan", wib}, {"17", "Bengkulu", wib}, {"18", "Lampung", wib},
	{"19", "Kepulauan Bangka Belitung", wib}, {"21", "Kepulauan Riau", wib},
	{"31", "DKI Jakarta", wib}, {"32", "Jawa Barat", wib}, {"33", "Jawa Tengah", wib},
	{"34", "Daerah Istimewa Yogyakarta", wib}, {"35", "Jawa Timur", wib}, {"36", "Banten", wib},
	{"51", "Bali", wita}, {"52", "Nusa Tenggara Barat", wita}, {"53", "Nusa Tenggara Timur", wita},
	{"61", "Kalimantan Barat", wib}, {"62", "Kalimantan Tengah", wib}, {"63", "Kalimantan Selatan", wita},
	{"64", "Kalimantan Timur", wita}, {"65", "Kalimantan Utara", wita},
	{"71", "Sulawesi Utara", wita}, {"72", "Sulawesi Tengah", wita}, {"73", "Sulawesi Selatan", wita},
	{"74", "Sulawesi Tenggara", wita}, {"75", "Gorontalo", wita}, {"76", "Sulawesi Barat", wita},
	{"81", "Maluku", wit}, {"82", "Maluku Utara", wit},
	{"91", "Papua", wit}, {"92", "Papua Barat", wit}, {"93", "Papua Selatan", wit}, {"94", "Papua Tengah", wit},
	{"95", "Papua Pegunungan", wit}, {"96", "Papua Barat Daya", wit},
}

// Provinces lists the 38 provinces by code.
func Provinces() []Province { return slices.Clone(provinces) }

// Province is the province the region is or lies in.
func (c RegionCode) Province() (Province, bool) {
	if len(c) < 2 {
		return Province{}, false
	}
	i, ok := slices.BinarySearchFunc(provinces, c[:2], func(p Province, c RegionCode) int { return cmp.Compare(p.Code, c) })
	if !ok {
		return Province{}, false
	}
	return provinces[i], true
}
