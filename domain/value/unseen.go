package value

import (
	"strings"
	"unicode"
)

// Unseen finds the first sign of a text that a reader does not see, or that has no
// look of its own: controls other than line breaks and tabs, marks of format and of
// the direction of writing, blanks of no width, soft hyphens, signs for private use
// or of no assignment, and a combining mark that follows nothing. Two texts that
// differ by one of these look alike.
func Unseen(s string) (rune, bool) {
	alone := true // nothing stands before it that a mark could be on
	for _, c := range s {
		if unseen(c) || alone && unicode.Is(unicode.M, c) {
			return c, true
		}
		alone = unicode.IsSpace(c)
	}
	return 0, false
}

func unseen(c rune) bool {
	switch {
	case c == '\n', c == '\t':
		return false
	case c == '\u2800', c == '\u2028', c == '\u2029': // braille of no dot; separators that not every screen breaks a line at
		return true
	case unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Noncharacter_Code_Point):
		return true
	}
	return !unicode.In(c, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs)
}

// Tidy is the text as its reader sees it: every kind of blank as the plain one, and
// none at its ends. Blanks within it and its lines stay.
func Tidy(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Zs, c) {
			return ' '
		}
		return c
	}, s))
}

// Says reports whether there is a letter or a digit in a text: marks alone name
// nothing, and nobody finds them again.
func Says(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) })
}
