package value

import (
	"cmp"
	"slices"
	"time"
)

// RegionCode is the Kemendagri code of a region (kode wilayah): two digits for a
// province, with a dot and two more for a regency or city. It is not the code
// of the statistics office, which uses the same digits for other provinces.
type RegionCode string

// NotARegionCode refuses what has not the form of a code.
var NotARegionCode = NewRefusal(Invalid, "not-a-region-code",
	"%q bukan kode wilayah Kemendagri. Tulis dua angka provinsi, misalnya 64, atau 64.72 untuk kabupaten/kota.",
	"%q is not a Kemendagri region code. Write the two digits of a province, such as 64, or 64.72 for a regency or city.")

// ParseRegionCode reads 64 or 64.72. It does not ask whether the region exists.
func ParseRegionCode(s string) (RegionCode, error) {
	if !codeForm(s) {
		return "", NotARegionCode.With(Clip(s))
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
	{"11", "Aceh", WIB}, {"12", "Sumatera Utara", WIB}, {"13", "Sumatera Barat", WIB}, {"14", "Riau", WIB},
	{"15", "Jambi", WIB}, {"16", "Sumatera Selatan", WIB}, {"17", "Bengkulu", WIB}, {"18", "Lampung", WIB},
	{"19", "Kepulauan Bangka Belitung", WIB}, {"21", "Kepulauan Riau", WIB},
	{"31", "DKI Jakarta", WIB}, {"32", "Jawa Barat", WIB}, {"33", "Jawa Tengah", WIB},
	{"34", "Daerah Istimewa Yogyakarta", WIB}, {"35", "Jawa Timur", WIB}, {"36", "Banten", WIB},
	{"51", "Bali", WITA}, {"52", "Nusa Tenggara Barat", WITA}, {"53", "Nusa Tenggara Timur", WITA},
	{"61", "Kalimantan Barat", WIB}, {"62", "Kalimantan Tengah", WIB}, {"63", "Kalimantan Selatan", WITA},
	{"64", "Kalimantan Timur", WITA}, {"65", "Kalimantan Utara", WITA},
	{"71", "Sulawesi Utara", WITA}, {"72", "Sulawesi Tengah", WITA}, {"73", "Sulawesi Selatan", WITA},
	{"74", "Sulawesi Tenggara", WITA}, {"75", "Gorontalo", WITA}, {"76", "Sulawesi Barat", WITA},
	{"81", "Maluku", WIT}, {"82", "Maluku Utara", WIT},
	{"91", "Papua", WIT}, {"92", "Papua Barat", WIT}, {"93", "Papua Selatan", WIT}, {"94", "Papua Tengah", WIT},
	{"95", "Papua Pegunungan", WIT}, {"96", "Papua Barat Daya", WIT},
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
