package value

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// WhenSaid reads a time in an account's own words: as it is written here, or as
// people write a day or a month, such as Kamis, 28 Juli 2022 or July 2022.
func WhenSaid(s string) (w When, ok bool) {
	if w, err := ParseWhen(Tidy(s)); err == nil && w.Words() == "" {
		return w, !w.IsZero()
	}
	var numbers []int
	month, zone := 0, ""
	for _, word := range strings.Fields(Fold(s)) {
		n, err := strconv.Atoi(word)
		switch m := named(months[:], word); {
		case err == nil:
			numbers = append(numbers, n)
		case m > 0 && month == 0:
			month = m
		case slices.Contains([]string{"wib", "wita", "wit"}, word) && zone == "":
			zone = "[" + strings.ToUpper(word) + "]"
		case named(weekdays[:], word) < 0:
			return When{}, false
		}
	}
	text := ""
	switch {
	case month == 0:
		return When{}, false
	case len(numbers) == 1:
		text = fmt.Sprintf("%04d-%02d", numbers[0], month)
	case len(numbers) == 2:
		text = fmt.Sprintf("%04d-%02d-%02d", numbers[1], month, numbers[0])
	}
	w, err := ParseWhen(text + zone)
	return w, err == nil && !w.IsZero()
}

// named is the place of a word in a list, in either language; -1 if it is not there.
func named(list []Words, word string) int {
	return slices.IndexFunc(list, func(w Words) bool { return word == Fold(w.ID) || word == Fold(w.EN) })
}
