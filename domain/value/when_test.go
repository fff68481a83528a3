package value

import (
	"testing"
	"time"
)

func TestWhenInWords(t *testing.T) {
	for _, c := range []struct{ text, id, en string }{
		{"2022-08-11", "Kamis, 11 Agustus 2022", "Thursday, 11 August 2022"},
		{"2022-08-11[Asia/Jakarta]", "Kamis, 11 Agustus 2022 (WIB)", "Thursday, 11 August 2022 (WIB)"},
		{"2022-07-28T19:54[Asia/Makassar]", "Kamis, 28 Juli 2022 19.54 WITA (18.54 WIB)", "Thursday, 28 July 2022 19:54 WITA (18:54 WIB)"},
		{"2022-07-28/2022-08-11[WITA]", "antara 28 Juli 2022 dan 11 Agustus 2022 (WITA)", "between 28 July 2022 and 11 August 2022 (WITA)"},
		{"../2022-08-11", "paling lambat 11 Agustus 2022", "not after 11 August 2022"},
		{"2022-07-28/..", "tidak sebelum 28 Juli 2022", "not before 28 July 2022"},
		{"2022-07", "Juli 2022", "July 2022"},
		{"1511-08-24", "24 Agustus 1511", "24 August 1511"},
		{"1955-04-18[WIB]", "Senin, 18 April 1955 (Asia/Jakarta)", "Monday, 18 April 1955 (Asia/Jakarta)"},
		{"1955-04-18T23:20[WIB]", "Senin, 18 April 1955 23.20 Asia/Jakarta", "Monday, 18 April 1955 23:20 Asia/Jakarta"},
		{"1987-01-01[Asia/Pontianak]", "Kamis, 1 Januari 1987 (WITA)", "Thursday, 1 January 1987 (WITA)"},
		{"2022", "2022", "2022"},
	} {
		w, err := ParseWhen(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := w.In(Indonesian); got != c.id {
			t.Errorf("%s: %q; want %q", c.text, got, c.id)
		}
		if got := w.In(English); got != c.en {
			t.Errorf("%s: %q; want %q", c.text, got, c.en)
		}
	}
}

// A day without its zone is taken across Indonesia: it begins in the east and
// ends in the west.
func TestDayWithoutZone(t *testing.T) {
	w, _ := ParseWhen("2022-07-28")
	first, _ := w.Earliest()
	last, _ := w.Latest()
	if got := last.Sub(first); got != 26*time.Hour {
		t.Errorf("lasts %v; want 26 hours", got)
	}
	if w.By(At(last.Add(-time.Second))) != CannotTell || w.By(At(last)) != Yes || w.By(At(first)) != No {
		t.Error("By does not answer no, cannot tell, yes in turn")
	}
}

// An end that says no more than the year still cannot lie wholly before the
// other, and the text form is one: what is parsed prints as it was.
func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"2022-07-28", "2022-07-28/..", "../2022", "2022-07-28T19:54[WITA]", "2022-07/2022-08[Asia/Jakarta]",
		"1941-03-04|1941-04-03[WIB]", `"malam Jumat"`, "2022-07-28[WIB][weekday=Kamis][part=malam]", "Kamis, 28 Juli 2022", "3/4/1941"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := ParseWhen(s)
		if err != nil || w.IsZero() {
			return
		}
		again, err := ParseWhen(w.String())
		if err != nil || again != w {
			t.Fatalf("%q prints %q, which reads as %v, %v", s, w, again, err)
		}
		if a, ok := w.Earliest(); ok {
			if b, ok := w.Latest(); ok && !b.After(a) {
				t.Fatalf("%q ends before it begins", s)
			}
		}
		_, _ = w.In(Indonesian), w.In(English)
	})
}
