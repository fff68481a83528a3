package engine

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"mufakat/domain/value"
)

// Bucket is one of the file's: its name, and how its keys and values are laid
// out. Values of a sealed one stand behind the checksum over their key and
// themselves.
type Bucket struct {
	Name       []byte
	Key, Value string
	Sealed     bool
}

var (
	InMeta     = []byte("meta")
	InRecords  = []byte("records")
	inSubjects = []byte("subjects")
	inKinds    = []byte("kinds")
	inIDs      = []byte("ids")
	inCommands = []byte("commands")
	inTimes    = []byte("times")
	inFrozen   = []byte("frozen")
	InRows     = []byte("rows")
	inPast     = []byte("past")

	HeadKey     = []byte("head")
	PositionKey = []byte("position")
)

// fromRecords are the engine's own buckets, all of which follow from the records
// alone, in the order of the digest. Numbers are big-endian, so that keys sort
// as they do; an id of 36 characters takes 16 bytes.
var fromRecords = []Bucket{
	{InRecords, "seq", `crc32c ref "\n" body`, true},
	{inSubjects, "ref 0 seq", "(empty)", false},
	{inKinds, "kind 0 seq ref's id", "(empty); seq of the aggregate's first record", false},
	{inIDs, "record id", "seq", false},
	{inCommands, "command id", "seq; the first where one stands twice", false},
	{inTimes, "newest time so far (ns)", "seq of the record that raised it", false},
	{inFrozen, "ref", "seq of the record that cannot be read", false},
	{InRows, "view order row's key", "crc32c from payload; from: seq since which it is current", true},
	{inPast, "view order row's key from to", "crc32c payload; it was current from from until before to", true},
}

// recordBuckets follow from the records alone, and buckets are all that are
// digested.
func (db *DB) recordBuckets() []Bucket { return slices.Concat(fromRecords, db.c.Effects.Buckets) }
func (db *DB) buckets() []Bucket {
	return slices.Concat(db.recordBuckets(), db.c.Effects.FeedBuckets)
}

// Key builds a row's key from its parts.
type Key []byte

// id appends an id. One that is no UUID is written out behind a byte that no
// packed one is confused with, for keys end with fixed lengths.
func (k Key) ID(id string) Key {
	if b, ok := Packed(id); ok {
		return append(k, b[:]...)
	}
	return append(append(k, id...), 0)
}

// text appends a text of any length, ended so that no other begins with it.
func (k Key) Text(s string) Key { return append(append(k, s...), 0) }

func (k Key) Num(n uint64) Key { return binary.BigEndian.AppendUint64(k, n) }

// moment appends seconds that may be negative, sorted as numbers.
func (k Key) Moment(unix int64) Key { return k.Num(uint64(unix) ^ 1<<63) }

func Number(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

func SeqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// RefKey is the beginning of everything about one aggregate.
func RefKey(r value.Ref) []byte {
	return append(append(append([]byte(r.Kind), '/'), r.ID...), 0)
}

func subjectKey(r value.Ref, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(RefKey(r), seq)
}

func kindKey(r value.Ref, first uint64) []byte {
	k := append([]byte(r.Kind), 0)
	return append(binary.BigEndian.AppendUint64(k, first), r.ID...)
}

// RefIn reads what refKey wrote, without its end.
func RefIn(b []byte) value.Ref {
	kind, id, _ := strings.Cut(string(b), "/")
	return value.Ref{Kind: value.Kind(kind), ID: id}
}

// idKey is an id as a key: packed where it is a UUID.
func idKey(id string) string {
	if b, ok := Packed(id); ok {
		return string(b[:])
	}
	return id
}

func timeKey(t time.Time) []byte { return Key(nil).Moment(t.UnixNano()) }

// pastKey is the key of a row that stood from one sequence until before another.
func pastKey(row []byte, from, to uint64) []byte {
	return Key(append([]byte(nil), row...)).Num(from).Num(to)
}

const pastSuffix = 16 // from and to

// Packed is a UUID in 16 bytes.
func Packed(id string) (b [16]byte, ok bool) {
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

// Unpacked writes a UUID out.
func Unpacked(b []byte) string {
	var t [36]byte
	hex.Encode(t[0:8], b[0:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:36], b[10:16])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return string(t[:])
}

// Successor is the first key after all that begin with prefix; nil if none can be.
func Successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < math.MaxUint8 {
			end := append([]byte(nil), prefix[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}
