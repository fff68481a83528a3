// Package value holds what facts are made of: identifiers, times, words in two
// languages, closed lists, refusals, evidence, and the value that may be unknown.
//
// It is pure, and knows no fact: nothing here says what may be recorded.
//
// Its one subtlety: absence is a value. [Stated] and [When] are zero where a
// source says nothing, and every question put to them can be answered by
// [CannotTell]; a no needs a value that excludes it.
package value
