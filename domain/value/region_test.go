package value

import (
	"errors"
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The list is of 38 provinces since 2022: 18 in the western zone, 12 in the
// middle, 8 in the east. Codes stand in order and once.
func TestTheProvinces(t *testing.T) {
	zones, names := map[string]int{}, map[string]RegionCode{}
	all := Provinces()
	for i, p := range all {
		zones[p.Zone.String()]++
		if i > 0 && all[i-1].Code >= p.Code {
			t.Errorf("%s stands after %s", p.Code, all[i-1].Code)
		}
		if other := names[p.Name]; other != "" || p.Name == "" {
			t.Errorf("%s and %s are both called %q", other, p.Code, p.Name)
		}
		names[p.Name] = p.Code
		if c, err := ParseRegionCode(string(p.Code)); err != nil || len(c) != 2 {
			t.Errorf("%s: %v", p.Code, err)
		}
	}
	if len(all) != 38 || zones["Asia/Jakarta"] != 18 || zones["Asia/Makassar"] != 12 || zones["Asia/Jayapura"] != 8 {
		t.Errorf("%d provinces, %v", len(all), zones)
	}
}

// These codes are the ministry's, not those of the statistics office.
func TestProvinceOfARegion(t *testing.T) {
	for code, want := range map[RegionCode]string{
		"35": "Jawa Timur", "64": "Kalimantan Timur", "65": "Kalimantan Utara", "91": "Papua", "92": "Papua Barat", "96": "Papua Barat Daya",
		"35.78": "Jawa Timur", "64.72": "Kalimantan Timur", "11": "Aceh",
		"20": "", "99": "", "10": "", "97": "", "": "", "6": "",
	} {
		p, ok := code.Province()
		if p.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", code, p.Name, ok, want)
		}
	}
	for _, p := range Provinces() {
		if got, ok := (p.Code + ".01").Province(); !ok || got != p {
			t.Errorf("%s.01 lies in %v", p.Code, got)
		}
	}
}

// Whoever gets the list cannot change it for others.
func TestTheListOfProvincesIsACopy(t *testing.T) {
	mine := Provinces()
	mine[0].Name = "Atlantis"
	if slices.ContainsFunc(Provinces(), func(p Province) bool { return p.Name == "Atlantis" }) {
		t.Error("the list was changed")
	}
}

func TestRegionCodes(t *testing.T) {
	for _, s := range []string{"64", "64.72", "35.07", "10", "99.99"} {
		var c RegionCode
		if err := c.UnmarshalText([]byte(s)); err != nil || string(c) != s {
			t.Errorf("%q: %q, %v", s, c, err)
		}
	}
	for _, s := range []string{"", "6", "064", "6472", "64-72", "64.7", "64.722", "64,72", "6x", "x4", "64.7x", "04", "04.72", " 64", "64 ", "٦٤", ".64", "64.", "64..2"} {
		if c, err := ParseRegionCode(s); !errors.Is(err, NotARegionCode) || c != "" {
			t.Errorf("%q: %q, %v", s, c, err)
		}
	}
}

// Any text near a code is taken just where the form of the ministry's list fits.
func TestFormOfRegionCodes(t *testing.T) {
	form := regexp.MustCompile(`^[1-9][0-9](\.[0-9][0-9])?$`)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789.x")), 0, 6, -1).Draw(t, "s")
		if c, err := ParseRegionCode(s); (err == nil) != form.MatchString(s) || err == nil && string(c) != s {
			t.Fatalf("%q, %v", c, err)
		}
	})
}
