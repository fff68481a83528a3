// Package engine keeps views of whatever: it follows streams, folds records, writes
// the difference between the rows before and after each, reads rows as they are
// current and as they were known, makes the file again and verifies it. It is the
// one place that knows bbolt.
//
// It knows no noun: it is handed the table of events, the views ([View]), how a
// name is found, and what follows from records besides rows ([Effects]), all in
// its [Config].
//
// Its one subtlety: a view's author writes a pure function from an aggregate to
// rows. Which parts of an aggregate a record changed, and so which rows must be
// made again, is the engine's business; folding with and without that short cut
// gives the same.
package engine
