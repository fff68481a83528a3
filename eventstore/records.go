package eventstore

import (
	"context"
	"strings"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
)

const ledgerName = "LEDGER"

// Records is the stream of the ledger itself.
type Records = Stream[value.Ref, fact.Stored]

// ledgerRecords has a subject for each aggregate, ledger.<kind>.<uuid>, whose
// last sequence guards the aggregate's next record.
var ledgerRecords = streamSpec[value.Ref, fact.Stored]{
	StreamConfig: broker.StreamConfig{Name: ledgerName, Subjects: "ledger.*.*"},
	subject:      subjectOf,
	key:          refOf,
	record: func(seq uint64, ref value.Ref, body []byte) fact.Stored {
		return fact.Stored{Seq: seq, Ref: ref, Body: body}
	},
}

// recordsOf is the stream of a ledger's records. In this process it need not sync
// what it acknowledges: the journal is synced before anybody is answered.
func recordsOf(l Ledger) streamSpec[value.Ref, fact.Stored] {
	spec := ledgerRecords
	spec.Async = l.NATS == ""
	return spec
}

func subjectOf(r value.Ref) string { return "ledger." + string(r.Kind) + "." + r.ID }

// refOf is the aggregate that a subject names, known kind or not.
func refOf(subject string) (value.Ref, bool) {
	rest, ok := strings.CutPrefix(subject, "ledger.")
	if !ok {
		return value.Ref{}, false
	}
	kind, id, ok := strings.Cut(rest, ".")
	if !ok || kind == "" || id == "" || strings.IndexByte(id, '.') >= 0 {
		return value.Ref{}, false
	}
	return value.Ref{Kind: value.Kind(kind), ID: id}, true
}

// What else the metadata of the ledger's stream says: when it was made, and,
// under metaPrefix, what Init was given.
const (
	metaCreated = "ledger.created"
	metaPrefix  = "ledger.meta."
)

// createLedger makes the stream of a new ledger. It never touches one that is
// there.
func createLedger(ctx context.Context, nc *broker.Conn, l Ledger, replicas int) error {
	switch was, err := ledgerRecords.Info(ctx, nc, false); {
	case err == nil:
		return streamTaken.With(was.Metadata()[broker.MetaLedger])
	case !broker.HasCode(err, broker.CodeStreamNotFound):
		return err
	}
	meta := map[string]string{broker.MetaLedger: l.ID, metaCreated: l.Created.Format(time.RFC3339Nano)}
	for k, v := range l.Meta {
		meta[metaPrefix+k] = v
	}
	_, err := recordsOf(l).Create(ctx, nc, replicas, meta)
	return err
}

// identify reads which ledger the stream is.
func identify(i broker.StreamInfo) Ledger {
	l := Ledger{Meta: map[string]string{}}
	for k, v := range i.Metadata() {
		if name, ok := strings.CutPrefix(k, metaPrefix); ok {
			l.Meta[name] = v
		}
	}
	l.ID = i.Metadata()[broker.MetaLedger]
	l.Created, _ = time.Parse(time.RFC3339Nano, i.Metadata()[metaCreated])
	return l
}
