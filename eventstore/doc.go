// Package eventstore keeps the ledger: one JetStream stream, in a NATS server
// within the process or in one somewhere else, and a journal of the same bytes
// beside it. No other package knows that NATS exists. It appends records under a
// guard, hands them out in order, and says whether the ledger may be written.
//
// The stream orders records and refuses what comes too late. The journal is synced
// before anybody is answered, many answers with one sync, and is what everybody
// in this process reads. Opening holds the two against each other and makes each
// whole from the other (copies.go); on an external server the journal is the
// process's own copy, which follows the stream (copier.go).
//
// A second stream keeps which notices were sent, and when ([Store.OpenNotices]).
// It is a record too, but nothing in the ledger rests on it: while it is in doubt
// no notice is sent, and everything else goes on. Both are values of one type,
// [Stream]: what is particular to either stands in records.go and notices.go.
//
// It will not fold, decide or judge what a record says: deciding is domain's,
// loading an aggregate is the views' ([Views]). It never changes or removes a
// record, and it never makes a ledger where one was only to be opened.
//
// Its one subtlety: an answer that did not come is not a no. A publish that
// failed may have been stored, so the same bytes are sent again under the same
// guard until the outcome is known, and before a command is refused the views
// are brought up to what the stream holds ([Store.Append]).
//
// What lies in the data directory:
//
//	ledger.json       which ledger this is and where its stream is; see [Ledger]
//	ledger.json.begun the same while it is being made; see [Init]
//	lock              held while a process has the directory open
//	differed          there from when the copies differed until they were compared whole
//	jetstream/        the stream of an embedded ledger, made again from the journal
//	journal/          every record once more: made again from the stream
//	set-aside/        what was damaged when it was made again; nobody reads it
//	nats-reader.json  how other programs read an embedded ledger that listens
package eventstore
