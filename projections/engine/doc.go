// Package engine keeps views of whatever: it follows streams, folds records, writes
// the difference between the rows before and after each, reads rows as they are
// current and as they were known, makes the file again and verifies it.
//
// It knows no noun: it is handed the table of events, the views ([View]), how a
// name is found, and what follows from records besides rows ([Effects]), all in
// its [Config]. Three rooms stand below it: view, which is rows as records make
// them; kv, which is the file; and extsort, which sorts for a rebuild.
//
// Its one subtlety: the file is read by many while one writes, and another takes
// its place when it is made again. Whatever is read together is read in one
// transaction, through a [Reader], and so at one position.
package engine
