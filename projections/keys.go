package projections

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"mufakat/domain/value"
)

// Every key of the file. Numbers are big-endian, so that keys sort as they do.
//
//	meta      "head"                       what the file is; see [header]
//	          "position"                   sequence of the last record it holds
//	          "told"                       the same of the stream of notices
//	records   seq                          crc32c ref "\n" body
//	subjects  ref 0 seq                    (empty)
//	kinds     kind 0 seq ref's id          (empty); seq of the aggregate's first record
//	ids       record id                    seq
//	commands  command id                   seq; the first where one stands twice
//	times     newest time so far (ns)      seq of the record that raised it
//	frozen    ref                          seq of the record that cannot be read
//	rows      view row's key               from crc32c payload; from: seq since which it stands
//	past      view row's key from to       crc32c payload; it stood from from until before to
//	tellings  seq rule                     crc32c what the record gives to tell
//	planned   subscription seq rule        crc32c number ref; the notice's number, and what it is about
//	attempts  subscription seq rule notice crc32c body, as the stream of notices has it at notice
//	due       subscription seq rule        (empty); planned, and a try is still to be made
//
// The keys of rows begin with the view's letter and the letter of the order in
// which they stand; an id of 36 characters takes 16 bytes.
var (
	inMeta     = []byte("meta")
	inRecords  = []byte("records")
	inSubjects = []byte("subjects")
	inKinds    = []byte("kinds")
	inIDs      = []byte("ids")
	inCommands = []byte("commands")
	inTimes    = []byte("times")
	inFrozen   = []byte("frozen")
	inRows     = []byte("rows")
	inPast     = []byte("past")
	inTellings = []byte("tellings")
	inPlanned  = []byte("planned")
	inAttempts = []byte("attempts")
	inDue      = []byte("due")

	headKey     = []byte("head")
	positionKey = []byte("position")
	toldKey     = []byte("told")
)

// fromRecords are the buckets that follow from the records alone, and fromBoth
// those that follow from the stream of notices, too, in the order of the digests.
var (
	fromRecords = [][]byte{inRecords, inSubjects, inKinds, inIDs, inCommands, inTimes, inFrozen, inRows, inPast, inTellings, inPlanned}
	fromBoth    = [][]byte{inAttempts, inDue}

	buckets = slices.Concat(fromRecords, fromBoth)
)

// key builds a row's key from its parts.
type key []byte

func keyOf(view, order byte) key { return key{view, order} }

// id appends an id. One that is no UUID is written out behind a byte that no
// packed one is confused with, for keys end with fixed lengths.
func (k key) id(id string) key {
	if b, ok := packed(id); ok {
		return append(k, b[:]...)
	}
	return append(append(k, id...), 0)
}

// text appends a text of any length, ended so that no other begins with it.
func (k key) text(s string) key { return append(append(k, s...), 0) }

func (k key) num(n uint64) key { return binary.BigEndian.AppendUint64(k, n) }

// moment appends seconds that may be negative, sorted as numbers.
func (k key) moment(unix int64) key { return k.num(uint64(unix) ^ 1<<63) }

func number(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// refKey is the beginning of everything about one aggregate.
func refKey(r value.Ref) []byte {
	return append(append(append([]byte(r.Kind), '/'), r.ID...), 0)
}

func subjectKey(r value.Ref, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(refKey(r), seq)
}

func kindKey(r value.Ref, first uint64) []byte {
	k := append([]byte(r.Kind), 0)
	return append(binary.BigEndian.AppendUint64(k, first), r.ID...)
}

// refIn reads what refKey wrote, without its end.
func refIn(b []byte) value.Ref {
	kind, id, _ := strings.Cut(string(b), "/")
	return value.Ref{Kind: value.Kind(kind), ID: id}
}

// idKey is an id as a key: packed where it is a UUID.
func idKey(id string) string {
	if b, ok := packed(id); ok {
		return string(b[:])
	}
	return id
}

func timeKey(t time.Time) []byte { return key(nil).moment(t.UnixNano()) }

// pastKey is the key of a row that stood from one sequence until before another.
func pastKey(row []byte, from, to uint64) []byte {
	return key(append([]byte(nil), row...)).num(from).num(to)
}

const pastSuffix = 16 // from and to

// packed is a UUID in 16 bytes.
func packed(id string) (b [16]byte, ok bool) {
	if !value.IsUUID(id) {
		return b, false
	}
	var text [32]byte
	n := 0
	for i := range len(id) {
		if id[i] != '-' {
			text[n] = id[i]
			n++
		}
	}
	_, err := hex.Decode(b[:], text[:])
	return b, err == nil
}

// unpacked writes a UUID out.
func unpacked(b []byte) string {
	var t [36]byte
	hex.Encode(t[0:8], b[0:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:36], b[10:16])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return string(t[:])
}

// successor is the first key after all that begin with prefix; nil if none can be.
func successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < math.MaxUint8 {
			end := append([]byte(nil), prefix[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}
