// Package domain says what Mufakat records and what follows from it: the kinds
// of aggregate, the facts that may be recorded of each, when a fact is refused,
// how records fold into a state, and how people read them in Indonesian and
// English.
//
// It is pure. It never asks the clock, the disk, the network or chance: now and
// everything else it needs come in as arguments, and one record list always
// folds into one state.
//
// Its one subtlety: unknown is a value. A field that a source does not state is
// left out and stays *not stated* ([value.Stated], [value.When]), and whatever depends on it
// answers *cannot be told yet* and names the field ([value.Answer]).
package domain
