// Package view is what the author of a view writes, a pure function from an
// aggregate to rows ([View], [Part], [Rows], [Key]), and what a record makes of
// them ([Differences]). It is pure: it reads and writes nothing.
//
// Its one subtlety: of a record only the parts are made again that it can have
// changed ([View.Changed]). Taken together the parts are the whole.
package view
