package engine

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"

	"mufakat/domain/value"
)

// The engine's own buckets. All but the first follow from the records alone.
// Numbers are big-endian, so that keys sort as they do; an id of 36 characters
// takes 16 bytes.
var (
	inMeta     = bucket("meta", "", "")
	inSubjects = bucket("subjects", "ref 0 seq", "(empty)")
	inKinds    = bucket("kinds", "kind 0 seq ref's id", "(empty); seq of the aggregate's first record")
	inIDs      = bucket("ids", "record id", "seq")
	inCommands = bucket("commands", "command id", "seq; the first where one stands twice")
	inTimes    = bucket("times", "newest time so far (ns), as accepted", "seq of the record that raised it")
	inFrozen   = bucket("frozen", "ref", "seq of the record that cannot be read")
	inRows     = bucket("rows", "view order row's key", "from payload; from: seq since which it is current")
	inPast     = bucket("past", "view order row's key from to", "payload; it was current from from until before to")

	// fromRecords are in the order of the digest.
	fromRecords = []Bucket{inSubjects, inKinds, inIDs, inCommands, inTimes, inFrozen, inRows, inPast}
)

func bucket(name, key, value string) Bucket {
	return Bucket{Name: []byte(name), Key: key, Value: value}
}

// recordBuckets follow from the records alone, and buckets are all that are
// digested.
func (db *DB) recordBuckets() []Bucket { return slices.Concat(fromRecords, db.c.Effects.Buckets) }
func (db *DB) buckets() []Bucket {
	return slices.Concat(db.recordBuckets(), db.c.Effects.FeedBuckets)
}

// SeqKey is the key of a record.
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

func timeKey(t time.Time) []byte { return Key(nil).Moment(nanos(t)) }

// nanos is a time in nanoseconds, those before 1678 and after 2261 as the first
// and the last that there are.
func nanos(t time.Time) int64 {
	switch y := t.Year(); {
	case y < 1678:
		return math.MinInt64
	case y > 2261:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// pastKey is the key of a row that stood from one sequence until before another.
func pastKey(row []byte, from, to uint64) []byte {
	return Key(append([]byte(nil), row...)).Num(from).Num(to)
}

const pastSuffix = 16 // from and to
