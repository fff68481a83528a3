// Package journal is the second copy of the ledger: the exact bytes of its
// records in order, in files of our own beside the stream, on synced disk before
// anybody is answered.
//
// It knows files and nothing else: no NATS, no fact. What the journal and the
// stream say of each other is compared by the package above; this one says
// precisely what can be read here and what cannot, and mends it when given what
// is missing. It never drops a byte that may once have been acknowledged
// without saying so: see [Condition].
//
// # The files
//
// A journal is a directory of segments, named by the sequence of their first
// entry in twenty digits: 00000000000000000001.journal. Numbers are big endian.
// A segment is a head of 128 bytes and then entries without anything between:
//
//	offset  bytes
//	     0      8  "MUFAKATJ"
//	     8      4  version of this format, 1
//	    12      8  sequence of the first entry
//	    20     32  running hash before the first entry; 32 zeroes before entry 1
//	    52     72  id of the ledger, filled up with zeroes
//	   124      4  CRC-32C (Castagnoli) of the 124 bytes before
//
// An entry, with S bytes of subject and B of body:
//
//	     0      4  size of the whole entry, 54 + S + B
//	     4      4  how many entries just before it were not synced when it was written
//	     8      8  sequence
//	    16      2  S
//	    18      S  subject
//	  18+S      B  body
//	18+S+B     32  running hash
//	50+S+B      4  CRC-32C of all the bytes before
//
// The running hash is SHA-256(the one before ‖ bytes 8 to 18+S ‖
// SHA-256(body)), so that the last one vouches for every sequence, subject and
// body, and can be worked out from hashes of bodies alone. The checksum finds
// accidents in any byte of an entry; the running hash finds what somebody
// changed and gave a sound checksum. The second field alone is outside the
// hash: it says of the writing, not of the record, which entries may never have
// been acknowledged when the power went.
//
// An entry is found again after a broken one by its sequence and checksum. A
// body that is text cannot hold such bytes: a sequence begins with a zero byte.
//
// Beside each full segment lies an index, 00000000000000000001.index, with the
// place of an entry every 4 KiB, its own checksum and the size of the segment.
// It is made again from the segment wherever it is missing or does not fit, and
// nothing rests on it. What ends in .tmp was never finished and counts for
// nothing.
package journal
