package value

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestZonesOfIndonesia(t *testing.T) {
	at := time.Date(2022, 7, 28, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		people, iana string
		hours        int
	}{{"WIB", "Asia/Jakarta", 7}, {"WITA", "Asia/Makassar", 8}, {"WIT", "Asia/Jayapura", 9}} {
		for _, name := range []string{c.people, c.iana} {
			z, err := ZoneOf(name)
			if err != nil {
				t.Fatal(err)
			}
			_, offset := at.In(z).Zone()
			if z.String() != c.iana || offset != c.hours*3600 || ZoneName(z, at) != c.people {
				t.Errorf("%s: %s, %d seconds, called %s", name, z, offset, ZoneName(z, at))
			}
		}
	}
}

// Zones elsewhere go by their own abbreviation, which changes in the year.
func TestNamesOfOtherZones(t *testing.T) {
	july, january := time.Date(2022, 7, 28, 12, 0, 0, 0, time.UTC), time.Date(2022, 1, 28, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		zone string
		at   time.Time
		want string
	}{
		{"Asia/Pontianak", july, "WIB"},
		{"Asia/Pontianak", time.Date(1987, 12, 31, 0, 0, 0, 0, time.UTC), "WITA"},
		{"Asia/Pontianak", time.Date(1988, 1, 2, 0, 0, 0, 0, time.UTC), "WIB"},
		{"Asia/Jakarta", time.Date(1955, 4, 18, 0, 0, 0, 0, time.UTC), "Asia/Jakarta"},
		{"Asia/Jakarta", time.Date(1511, 8, 24, 0, 0, 0, 0, time.UTC), "Asia/Jakarta"},
		{"Asia/Singapore", july, "Asia/Singapore"},
		{"Europe/Amsterdam", july, "CEST"},
		{"Europe/Amsterdam", january, "CET"},
		{"UTC", july, "UTC"},
	} {
		z, err := ZoneOf(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := ZoneName(z, c.at); got != c.want {
			t.Errorf("%s: %q; want %q", c.zone, got, c.want)
		}
	}
}

// The machine's own zone is nobody's place, and no name leads out of the list.
func TestWhatIsNoZone(t *testing.T) {
	for _, name := range []string{"", "Local", "Asia/Surabaya", "WIBB", "+08:00", "../../etc/passwd", "/etc/localtime", "Asia/", strings.Repeat("Asia/", 50)} {
		z, err := ZoneOf(name)
		if !errors.Is(err, NoSuchZone) || z != nil {
			t.Errorf("%q: %v, %v", name, z, err)
		}
		var r *Refusal
		if errors.As(err, &r) && len([]rune(r.EN)) > 250 {
			t.Errorf("%q is shown back at length: %s", name, r.EN)
		}
	}
}
