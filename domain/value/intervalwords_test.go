package value

import (
	"strings"
	"testing"
	"time"
)

// Both ends of an interval are as exact as they were told.
func TestIntervalsInWords(t *testing.T) {
	for _, c := range []struct{ text, id, en string }{
		{"", "tidak disebut", "not stated"},
		{"2022[WIB]", "2022 (WIB)", "2022 (WIB)"},
		{"2022-07[WITA]", "Juli 2022 (WITA)", "July 2022 (WITA)"},
		{"2021/2022-07", "antara 2021 dan Juli 2022", "between 2021 and July 2022"},
		{"2022-07-28T19:54/2022-07-29[WITA]",
			"antara 28 Juli 2022 19.54 WITA (18.54 WIB) dan 29 Juli 2022 (WITA)",
			"between 28 July 2022 19:54 WITA (18:54 WIB) and 29 July 2022 (WITA)"},
		{"2022-07-28/2022-07-29T08:05[WIB]",
			"antara 28 Juli 2022 dan 29 Juli 2022 08.05 WIB",
			"between 28 July 2022 and 29 July 2022 08:05 WIB"},
		{"../2022-08-11T16:01[WIT]",
			"paling lambat 11 Agustus 2022 16.01 WIT (14.01 WIB)",
			"not after 11 August 2022 16:01 WIT (14:01 WIB)"},
		{"2022-07-28/..[WIB]", "tidak sebelum 28 Juli 2022 (WIB)", "not before 28 July 2022 (WIB)"},
		{"2022-07-28T00:30[WIT]", "Kamis, 28 Juli 2022 00.30 WIT (22.30 WIB)", "Thursday, 28 July 2022 00:30 WIT (22:30 WIB)"},
		{"2022-07-28[Europe/Amsterdam]", "Kamis, 28 Juli 2022 (CEST)", "Thursday, 28 July 2022 (CEST)"},
		{"2022-12-28[Europe/Amsterdam]", "Rabu, 28 Desember 2022 (CET)", "Wednesday, 28 December 2022 (CET)"},
	} {
		w := when(t, c.text)
		if id, en := w.In(Indonesian), w.In(English); id != c.id || en != c.en {
			t.Errorf("%s: %q, %q\nwant %q, %q", c.text, id, en, c.id, c.en)
		}
	}
}

// Every day of a leap year reads in English as the library of the language
// writes it, and in Indonesian with the months and days of the calendar.
func TestEveryDayOfAYearInWords(t *testing.T) {
	months := strings.Fields("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")
	days := strings.Fields("Minggu Senin Selasa Rabu Kamis Jumat Sabtu")
	n := 0
	for d := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == 2024; d = d.AddDate(0, 0, 1) {
		w := when(t, d.Format(time.DateOnly))
		if got, want := w.In(English), d.Format("Monday, 2 January 2006"); got != want {
			t.Errorf("%q; want %q", got, want)
		}
		if got, want := w.In(Indonesian), days[d.Weekday()]+d.Format(", 2 ")+months[d.Month()-1]+" 2024"; got != want {
			t.Errorf("%q; want %q", got, want)
		}
		n++
	}
	if n != 366 {
		t.Errorf("%d days", n)
	}
}

// An instant is told by the clock of the reader, and by Jakarta's beside it.
func TestInstantsInWords(t *testing.T) {
	at := time.Date(2022, 8, 11, 16, 30, 0, 0, time.UTC)
	for _, c := range []struct{ zone, id, en, day, clock string }{
		{"WIB", "Kamis, 11 Agustus 2022 23.30 WIB", "Thursday, 11 August 2022 23:30 WIB", "11 Agustus 2022", "23.30 WIB"},
		{"WITA", "Jumat, 12 Agustus 2022 00.30 WITA (23.30 WIB)", "Friday, 12 August 2022 00:30 WITA (23:30 WIB)", "12 Agustus 2022", "00.30 WITA"},
		{"WIT", "Jumat, 12 Agustus 2022 01.30 WIT (23.30 WIB)", "Friday, 12 August 2022 01:30 WIT (23:30 WIB)", "12 Agustus 2022", "01.30 WIT"},
		{"UTC", "Kamis, 11 Agustus 2022 16.30 UTC (23.30 WIB)", "Thursday, 11 August 2022 16:30 UTC (23:30 WIB)", "11 Agustus 2022", "16.30 UTC"},
	} {
		z, err := ZoneOf(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if id, en := Instant(at, z, Indonesian), Instant(at, z, English); id != c.id || en != c.en {
			t.Errorf("%s: %q, %q", c.zone, id, en)
		}
		if day := Day(at, z, Indonesian); day != c.day {
			t.Errorf("%s: day %q", c.zone, day)
		}
		if clock := Clock(at, z, Indonesian); clock != c.clock {
			t.Errorf("%s: clock %q", c.zone, clock)
		}
	}
}

// Whoever asks for a day gets its end, which is told as that day.
func TestMomentsInWords(t *testing.T) {
	z, err := ZoneOf("WITA")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		h, m, s int
		id, en  string
	}{
		{0, 0, 0, "akhir 31 Desember 2022", "the end of 31 December 2022"},
		{23, 59, 59, "akhir 1 Januari 2023", "the end of 1 January 2023"},
		{23, 59, 0, "Minggu, 1 Januari 2023 23.59 WITA (22.59 WIB)", "Sunday, 1 January 2023 23:59 WITA (22:59 WIB)"},
		{12, 0, 0, "Minggu, 1 Januari 2023 12.00 WITA (11.00 WIB)", "Sunday, 1 January 2023 12:00 WITA (11:00 WIB)"},
	} {
		at := time.Date(2023, 1, 1, c.h, c.m, c.s, 0, z).UTC()
		if id, en := Moment(at, z, Indonesian), Moment(at, z, English); id != c.id || en != c.en {
			t.Errorf("%v: %q, %q", at, id, en)
		}
	}
}

func TestTheMinuteOfATime(t *testing.T) {
	at, ok := when(t, "2022-07-28T19:54[WITA]").Minute()
	if want := time.Date(2022, 7, 28, 11, 54, 0, 0, time.UTC); !ok || !at.Equal(want) {
		t.Errorf("%v, %v", at, ok)
	}
	for _, s := range []string{"", "2022-07-28[WITA]", "2022", "2022-07-28T19:54/..[WITA]", "2022-07-28T19:54/2022-07-28T19:55[WITA]"} {
		if at, ok := when(t, s).Minute(); ok {
			t.Errorf("%q is told to the minute: %v", s, at)
		}
	}
}
