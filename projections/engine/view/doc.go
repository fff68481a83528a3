// Package view is what the author of a view writes, a pure function from an
// aggregate to rows ([View], [Rows], [Key]), and what records make of rows: those
// of an aggregate with one more record ([Next]), and what changed between the two
// ([Differences]). It is pure: it reads and writes nothing.
//
// Its one subtlety: rows are not written out again while what they follow from is
// where it was ([View.Parts]). Folding with and without that short cut gives the
// same.
package view
