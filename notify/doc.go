// Package notify tells subscribers what is due to them: it signs, sends, tries
// again, and gives up. What is due, and what became of it, is kept by others
// ([Book]); nothing here outlives the process that could not be read from there.
//
// It decides neither who hears what nor what it says: that is domain's. It never
// sends to an address that is not public unless its range was allowed, whatever
// a name resolved to a moment ago, and it follows no redirect.
//
// Its one subtlety: a try is a record before it is an act. The record is guarded,
// so of two processes one drops out, and what was begun and never ended is begun
// again after [domain.Unanswered], under the same webhook-id. A subscriber may
// hear a thing twice, and can tell that it is the same.
package notify
