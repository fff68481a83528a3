// Package projections keeps the views: what the records come to, in one bbolt
// file, at one position. It follows the ledger, answers questions as of a day
// and as known on a day, makes the views again from the records, and verifies
// them. It is the one place that knows bbolt.
//
// It decides nothing and keeps nothing of its own: everything in the file can
// be made again from the records, and a file that is in doubt is set aside and
// made anew. It does not know where records come from ([Source]).
//
// Its one subtlety: a view is a pure function from an aggregate to its rows
// ([view]), and the projector writes the difference between the rows before and
// after each record. A row that a later record replaced is kept with the
// sequences between which it stood, and so a list can be asked as it was known
// at any record. What depends on today, or on a second aggregate, is computed
// when it is asked.
package projections
