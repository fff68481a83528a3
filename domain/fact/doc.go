// Package fact is the machinery of what may be recorded: the table of events, how
// a command is read and decided, how a record is written and read, how records
// fold into an aggregate, amendments and accounts of records, what a notice is,
// and how an entry is told to people.
//
// It is pure, and knows no event: the topics of package domain hand it theirs.
//
// Its one subtlety: a record is read twice. As it was written, which never
// changes, and as it is to be read now, after what later records say of it
// ([Entry]); only the second folds.
package fact
