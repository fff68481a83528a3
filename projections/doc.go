// Package projections keeps the views: what the records come to, in one bbolt
// file, at one position. It follows the ledger, answers questions as of a day
// and as known on a day, makes the views again from the records, and verifies
// them.
//
// It decides nothing and keeps nothing of its own: everything in the file can
// be made again from the records, and a file that is in doubt is set aside and
// made anew. It does not know where records come from ([engine.Stream]).
//
// Its one subtlety: a view is a pure function from an aggregate to its rows
// ([engine.View]), and the engine writes the difference between the rows before and
// after each record. A row that a later record superseded is kept with the
// sequences between which it was current, and so a list can be asked as it was
// known at any record. What depends on today, or on a second aggregate, is
// computed when it is asked.
//
// It is the nouns: a file each, with a view, its rows and its questions, and the
// two lists, views.go and queries.go. Below it stand engine, which folds, writes
// and reads and knows no noun; question, which makes of a question's value what is
// asked and answered; records, which is what is on record of anything, as people
// read it; and outbox, which is what follows from records besides rows: whom to
// tell, what was tried, what is due.
//
// The buckets of the file and their keys, and the keys of rows, by view:
//
//	meta        "head"                                       what the file is, and folded by which views
//	meta        "position"                                   sequence of the last record it holds
//	meta        "told"                                       the same of a stream beside the ledger
//	subjects    ref 0 seq                                    (empty)
//	kinds       kind 0 seq ref's id                          (empty); seq of the aggregate's first record
//	ids         record id                                    seq
//	commands    command id                                   seq; the first where one stands twice
//	times       newest time so far (ns), as accepted         seq of the record that raised it
//	frozen      ref                                          seq of the record that cannot be read
//	rows        view order row's key                         from payload; from: seq since which it is current
//	past        view order row's key from to                 payload; it was current from from until before to
//	tellings    seq rule                                     what the record gives to tell
//	planned     subscription seq rule 0                      number ref; the notice's number, and what it is about
//	attempts    subscription seq rule 0 notice               body, as the stream of notices has it at notice
//	due         subscription seq rule 0                      (empty); planned, and a try is still to be made
//
//	names       'N' 'f' kind 0 name 0 id                     of each name, folded, by which a party, an agency or an office is known
//	            'N' 'r' kind / id 0                          all
//	            'N' 'w' word 0 kind 0 id                     of each word of those names
//	signatures  'S' 'd' day instrument seq n                 all; n tells the claims of one account apart
//	            'S' 'i' instrument day instrument seq n      of a document
//	            'S' 'm' mandate day instrument seq n         of a power of attorney, or one that it may be
//	            'S' 'n' word 0 day instrument seq n          of each word of a person's name, folded, without titles
//	            'S' 'o' office day instrument seq n          of an office, or one that it may be
//	            'S' 'p' party day instrument seq n           of a party, or one that it may be
//	instruments 'I' 'a' instrument                           all
//	            'I' 'p' party instrument                     of each party that is, or may be, one of its
//	            'I' 't' instrument seq                       of each record that can be searched; the payload is its text, folded, and whom it names
//	            'I' 'u' instrument instrument                the documents that are, or may be, under one
//	open        'O' 'a' signed-from since instrument slot 0  all
//	            'O' 'p' party signed-from since instrument slot 0 of a party, or one that it may be
//	deferrals   'D' 'a' planned engagement seq               all
//	            'D' 'i' instrument planned engagement seq    of a document
//	copies      'C' 'a' day engagement seq                   all
//	            'C' 'i' instrument day engagement seq        of a document
//	            'C' 'w' received day engagement seq          all; received is the largest number while there is no receipt
//	accounts    'A' 'a' kind 0 id                            all
//	holders     'H' 'a' agency office                        an office of the agency
//	            'H' 'f' office                               the agencies that the office may be of
//	            'H' 'o' office from n                        a holding
//	            'H' 'p' party office from n                  a holding of an office of the party
//	mandates    'M' 'a' mandate                              all
//	            'M' 'g' office mandate                       of an office that gave it, or may have
//	            'M' 'i' instrument mandate                   of a document
//	            'M' 'o' office mandate                       of an office that it was given to, or may have been
//	subscribers 'B' 'a' subscription                         all
//	ranges      'G' 'a' setting                              all
package projections
