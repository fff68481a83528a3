package domain

import "time"

// The three zones of Indonesia (Keppres 41/1987).
var (
	wib  = mustZone("Asia/Jakarta")
	wita = mustZone("Asia/Makassar")
	wit  = mustZone("Asia/Jayapura")
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
		return wib, nil
	case "Asia/Makassar", "WITA":
		return wita, nil
	case "Asia/Jayapura", "WIT":
		return wit, nil
	case "", "Local":
		return nil, noSuchZone.With(clip(name))
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, noSuchZone.With(clip(name))
	}
	return z, nil
}

// ZoneName is what people call the zone on that instant: WIB, WITA, WIT, or its
// own abbreviation.
func ZoneName(z *time.Location, at time.Time) string {
	switch z.String() {
	case "Asia/Jakarta", "Asia/Pontianak":
		return "WIB"
	case "Asia/Makassar":
		return "WITA"
	case "Asia/Jayapura":
		return "WIT"
	}
	name, _ := at.In(z).Zone()
	return name
}
