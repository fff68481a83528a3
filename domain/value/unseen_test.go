package value

import "testing"

func TestUnseenSigns(t *testing.T) {
	for _, c := range []rune{0, '\r', 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200d, 0x200e, 0x2028, 0x202e, 0x2060, 0x2066, 0x2800,
		0x3164, 0xe000, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xffff, 0x378, 0xe0041, 0xe0100, 0x10fffd} {
		if got, found := Unseen("Dinas" + string(c) + "Kelautan"); !found || got != c {
			t.Errorf("%U is not seen: %U, %t", c, got, found)
		}
	}
	for _, s := range []string{"\u0301A", "A \u0301", "A\n\u0301"} {
		if _, found := Unseen(s); !found {
			t.Errorf("%q: its mark is on nothing", s)
		}
	}
	for _, s := range []string{"", "Dinas\tKelautan\nᬅᬓ꧀ꦱꦫ – «é» 🐟 e\u0301", "Jum’at, 10 % · €5", "\u00a0 a\u3000", "\ufffd"} {
		if c, found := Unseen(s); found {
			t.Errorf("%q: %U is seen", s, c)
		}
	}
}

func TestTidyText(t *testing.T) {
	for s, want := range map[string]string{
		" a ": "a", "\u00a0a\u202fb\u3000": "a b", "a  b": "a  b", "a\n\tb\n": "a\n\tb", " \u2003\t": "", "": "",
	} {
		if got := Tidy(s); got != want {
			t.Errorf("%q: %q; want %q", s, got, want)
		}
	}
}
