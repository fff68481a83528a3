package value

import (
	"strings"
	"time"
)

// The three zones of Indonesia (Keppres 41/1987).
var (
	WIB  = mustZone("Asia/Jakarta")
	WITA = mustZone("Asia/Makassar")
	WIT  = mustZone("Asia/Jayapura")
)

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// ZoneOf is the zone of an IANA name, or of WIB, WITA, WIT.
func ZoneOf(name string) (*time.Location, error) {
	switch name {
	case "Asia/Jakarta", "WIB":
		return WIB, nil
	case "Asia/Makassar", "WITA":
		return WITA, nil
	case "Asia/Jayapura", "WIT":
		return WIT, nil
	case "", "Local":
		return nil, NoSuchZone.With(Clip(name))
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, NoSuchZone.With(Clip(name))
	}
	return z, nil
}

// ZoneName is what people call the zone at that time: WIB, WITA, WIT or another
// abbreviation that was in use then; where there was none, its IANA name.
func ZoneName(z *time.Location, at time.Time) string {
	name, _ := at.In(z).Zone()
	if name == "LMT" || strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return z.String()
	}
	return name
}
