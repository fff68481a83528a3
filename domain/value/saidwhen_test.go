package value

import "testing"

func TestTimesAsTheyAreSaid(t *testing.T) {
	for s, want := range map[string]string{
		"2022-07-28": "2022-07-28", " 2022-07-28 ": "2022-07-28", "28 Juli 2022": "2022-07-28", "Kamis, 28 Juli 2022": "2022-07-28[weekday=Kamis]",
		"Jum'at 29 juli 2022": "2022-07-29[weekday=Jum'at]", "July 28, 2022": "2022-07-28", "28 July 2022 (WITA)": "2022-07-28[WITA]", "Juli 2022": "2022-07",
		"sekitar Juli 2022": "", "30 Februari 2022": "", "28 2022": "", "dua kali": "", "": "", "1 2 Juli 2022": "",
	} {
		w, ok := WhenSaid(s)
		if want == "" {
			if ok {
				t.Errorf("%q is read as %s", s, w)
			}
			continue
		}
		is, _ := ParseWhen(want)
		if !ok || w != is {
			t.Errorf("%q: %s, %t; want %s", s, w, ok, want)
		}
	}
}
