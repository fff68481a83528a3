package eventstore

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"mufakat/domain/value"
)

// subjects are those of the records: ledger.<kind>.<uuid>, one per aggregate.
const subjects = "ledger.*.*"

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

// settings are what the stream must be set to, as JetStream writes it. Records
// are kept for ever, in the order of arrival, and nobody can remove one; what
// could forge, move or lose records is off: direct get, roll-up, time to live,
// schedules, compression.
func settings() map[string]any { return settingsOf(streamName, subjects) }

func settingsOf(stream, subjects string) map[string]any {
	return map[string]any{
		"name": stream, "subjects": []any{subjects},
		"storage": "file", "retention": "limits", "discard": "new", "compression": "none",
		"max_age": 0.0, "max_msgs": -1.0, "max_bytes": -1.0, "max_msg_size": -1.0,
		"max_msgs_per_subject": -1.0, "max_consumers": -1.0,
		"deny_delete": true, "deny_purge": true,
		"allow_direct": false, "mirror_direct": false, "allow_rollup_hdrs": false,
		"allow_msg_ttl": false, "sealed": false,
	}
}

// free are the settings that are the operator's: how many copies and where, and
// the window for message ids, of which we send none.
var free = []string{"num_replicas", "placement", "duplicate_window", "metadata"}

// checkSettings compares the stream's settings with [settings]. One that we do
// not know must be off: a newer server may have other ways to change records.
func checkSettings(got map[string]any) error { return compareSettings(got, settings()) }

func compareSettings(got, want map[string]any) error {
	names := slices.Collect(maps.Keys(got))
	for n := range want {
		if _, ok := got[n]; !ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	for _, n := range names {
		g, w := got[n], want[n]
		if slices.Contains(free, n) || reflect.DeepEqual(g, w) || isOff(g) && isOff(w) {
			continue
		}
		return settingChanged.With(n, shown(g), shown(w))
	}
	return nil
}

func isOff(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return reflect.ValueOf(v).IsZero()
}

func shown(v any) string {
	if v == nil {
		return "-"
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// The stream's metadata that says which ledger it is. What Init was given
// stands under metaPrefix.
const (
	metaID      = "ledger.id"
	metaCreated = "ledger.created"
	metaPrefix  = "ledger.meta."
)

// createStream makes the stream of a new ledger. It never touches one that is
// there: over a store that it cannot read, creating a stream would delete it.
func createStream(ctx context.Context, nc *conn, l Ledger, replicas int) error {
	switch was, err := info(ctx, nc, false); {
	case err == nil:
		return streamTaken.With(was.metadata()[metaID])
	case !hasCode(err, codeStreamNotFound):
		return err
	}
	meta := map[string]string{metaID: l.ID, metaCreated: l.Created.Format(time.RFC3339Nano)}
	for k, v := range l.Meta {
		meta[metaPrefix+k] = v
	}
	c := settings()
	c["num_replicas"], c["metadata"] = replicas, meta
	made, err := ask[streamInfo](ctx, nc, "STREAM.CREATE."+streamName, c)
	if err != nil {
		return err
	}
	return checkSettings(made.Config)
}

// identify reads which ledger the stream is.
func identify(i streamInfo) Ledger {
	l := Ledger{Meta: map[string]string{}}
	for k, v := range i.metadata() {
		if name, ok := strings.CutPrefix(k, metaPrefix); ok {
			l.Meta[name] = v
		}
	}
	l.ID = i.metadata()[metaID]
	l.Created, _ = time.Parse(time.RFC3339Nano, i.metadata()[metaCreated])
	return l
}

// checkWhole finds a hole in the stream from what JetStream itself says of it.
// A hole that JetStream does not know of is found by reading.
func checkWhole(i streamInfo) error {
	s := i.State
	switch {
	case s.LastSeq == 0:
		return nil
	case s.FirstSeq != 1:
		return recordMissing.With(1)
	case len(s.Deleted) > 0:
		return recordMissing.With(s.Deleted[0])
	case s.NumDeleted > 0 || s.Messages != s.LastSeq:
		return recordMissing.With(s.Messages + 1)
	}
	return nil
}
