package broker

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
)

// StreamConfig is what JetStream knows a stream by: its name, and the subjects
// that it takes.
type StreamConfig struct {
	Name, Subjects string

	// Async lets the server acknowledge what it has not written yet, for a stream
	// whose records are made durable elsewhere.
	Async bool
}

// settings are what the stream must be set to, as JetStream writes it. Records
// are kept for ever, in the order of arrival, and nobody can remove one; what
// could forge, move or lose records is off: direct get, roll-up, time to live,
// schedules, compression.
func (c StreamConfig) settings() map[string]any {
	want := map[string]any{
		"name": c.Name, "subjects": []any{c.Subjects},
		"storage": "file", "retention": "limits", "discard": "new", "compression": "none",
		"max_age": 0.0, "max_msgs": -1.0, "max_bytes": -1.0, "max_msg_size": -1.0,
		"max_msgs_per_subject": -1.0, "max_consumers": -1.0,
		"deny_delete": true, "deny_purge": true,
		"allow_direct": false, "mirror_direct": false, "allow_rollup_hdrs": false,
		"allow_msg_ttl": false, "sealed": false,
	}
	if c.Async {
		want["persist_mode"] = "async"
	}
	return want
}

// free are the settings that are the operator's: how many copies and where, and
// the window for message ids, of which we send none.
var free = []string{"num_replicas", "placement", "duplicate_window", "metadata"}

// checkSettings compares the stream's settings with what they must be. One that
// we do not know must be off: a newer server may have other ways to change
// records.
func (c StreamConfig) checkSettings(got map[string]any) error {
	want := c.settings()
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
		return SettingChanged.With(n, shown(g), shown(w))
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

// MetaLedger is the stream's metadata that says which ledger the stream is of.
const MetaLedger = "ledger.id"

// Create makes the stream. Whoever asks for it knows that there is none: over a
// store that it cannot read, the server deletes what it cannot make sense of.
func (c StreamConfig) Create(ctx context.Context, nc *Conn, replicas int, meta map[string]string) (StreamInfo, error) {
	want := c.settings()
	want["num_replicas"], want["metadata"] = replicas, meta
	made, err := Ask[StreamInfo](ctx, nc, "STREAM.CREATE."+c.Name, want)
	if err == nil {
		err = c.checkSettings(made.Config)
	}
	return made, err
}

// Check refuses a stream that is another ledger's, is set otherwise, or has a
// hole.
func (c StreamConfig) Check(i StreamInfo, ledger string) error {
	if err := CheckOwner(i, ledger); err != nil {
		return err
	}
	if err := c.checkSettings(i.Config); err != nil {
		return err
	}
	return checkWhole(i)
}

func CheckOwner(i StreamInfo, ledger string) error {
	if id := i.Metadata()[MetaLedger]; id != ledger {
		return AnotherLedger.With(id, ledger)
	}
	return nil
}

// checkWhole finds a hole in the stream from what JetStream itself says of it.
// A hole that JetStream does not know of is found by reading.
func checkWhole(i StreamInfo) error {
	s := i.State
	switch {
	case s.LastSeq == 0:
		return nil
	case s.FirstSeq != 1:
		return RecordMissing.With(1)
	case len(s.Deleted) > 0:
		return RecordMissing.With(s.Deleted[0])
	case s.NumDeleted > 0 || s.Messages != s.LastSeq:
		return RecordMissing.With(s.Messages + 1)
	}
	return nil
}
