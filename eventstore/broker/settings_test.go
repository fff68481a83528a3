package broker

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"mufakat/domain/value"
)

// JetStream answers with what the stream was made with, when it is made and when
// it is asked again.
func TestSettingsAreReadBack(t *testing.T) {
	_, nc := start(t, config(t))
	made, err := ledger.Create(t.Context(), nc, 1, map[string]string{MetaLedger: "one", "ledger.meta.demo": "true"})
	must(t, err)
	read, err := ledger.Info(t.Context(), nc, true)
	must(t, err)
	for name, i := range map[string]StreamInfo{"made": made, "read back": read} {
		if err := ledger.Check(i, "one"); err != nil || i.Metadata()["ledger.meta.demo"] != "true" || i.Created.IsZero() {
			t.Errorf("%s: %v %v", name, i, err)
		}
		if err := ledger.Check(i, "two"); !errors.Is(err, AnotherLedger) {
			t.Errorf("%s: another ledger's: %v", name, err)
		}
	}
	if _, err := ledger.Create(t.Context(), nc, 1, map[string]string{MetaLedger: "two"}); !HasCode(err, 10058) {
		t.Errorf("made twice: %v", err)
	}
}

// What an operator changed on the server itself is seen.
func TestChangedSettings(t *testing.T) {
	for name, to := range map[string]any{
		"max_msgs": 10, "discard": "old", "allow_direct": true, "max_msgs_per_subject": 1, "allow_msg_ttl": true,
		"description": "x", "subjects": []string{"ledger.*.*", "more"},
	} {
		t.Run(name, func(t *testing.T) {
			_, nc := start(t, config(t))
			made, err := ledger.Create(t.Context(), nc, 1, map[string]string{MetaLedger: "one"})
			must(t, err)
			want := maps.Clone(made.Config)
			want[name] = to
			_, err = Ask[StreamInfo](t.Context(), nc, "STREAM.UPDATE.LEDGER", want)
			must(t, err)
			i, err := ledger.Info(t.Context(), nc, true)
			must(t, err)
			if err := ledger.Check(i, "one"); !errors.Is(err, SettingChanged) || !strings.Contains(err.Error(), `"`+name+`"`) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	for given, x := range map[string]struct {
		name string
		to   any
		want string // what is told of it; empty: it is as it should be
	}{
		"as it should be":            {"storage", "file", ""},
		"the operator's":             {"num_replicas", 3.0, ""},
		"another":                    {"storage", "memory", `"storage" was changed: it is "memory" and should be "file"`},
		"one that may be removed":    {"deny_delete", false, `"deny_delete" was changed: it is false and should be true`},
		"one that is missing":        {"deny_purge", nil, `"deny_purge" was changed: it is - and should be true`},
		"off, and left out":          {"sealed", nil, ""},
		"one nobody knows, and off":  {"new_ways", map[string]any{}, ""},
		"a list of nothing":          {"sources", []any{}, ""},
		"one nobody knows, and on":   {"new_ways", map[string]any{"on": true}, `"new_ways" was changed: it is {"on":true} and should be -`},
		"one nobody knows, a number": {"new_ways", 1.0, `"new_ways" was changed: it is 1 and should be -`},
	} {
		t.Run(given, func(t *testing.T) {
			got := ledger.settings()
			if got[x.name] = x.to; x.to == nil { // it is not told at all
				delete(got, x.name)
			}
			err := ledger.checkSettings(got)
			if x.want == "" && err != nil || x.want != "" && (!errors.Is(err, SettingChanged) || !strings.Contains(err.Error(), x.want)) {
				t.Errorf("%v, want %s", err, x.want)
			}
		})
	}
}

func TestHoles(t *testing.T) {
	info := func(first, last, messages uint64, deleted ...uint64) (i StreamInfo) {
		i.State.FirstSeq, i.State.LastSeq, i.State.Messages, i.State.Deleted, i.State.NumDeleted = first, last, messages, deleted, len(deleted)
		return i
	}
	for given, x := range map[string]struct {
		i       StreamInfo
		missing string
	}{
		"nothing yet":              {info(0, 0, 0), ""},
		"nothing yet, of a server": {info(1, 0, 0), ""},
		"whole":                    {info(1, 7, 7), ""},
		"without the first":        {info(2, 7, 6), "Record 1 "},
		"without one":              {info(1, 7, 6, 3), "Record 3 "},
		"without the end":          {info(1, 7, 5), "Record 6 "},
		"all removed":              {info(8, 7, 0), "Record 1 "},
	} {
		t.Run(given, func(t *testing.T) {
			err := checkWhole(x.i)
			if x.missing == "" && err != nil || x.missing != "" && (!errors.Is(err, RecordMissing) || !strings.HasPrefix(err.(*value.Refusal).EN, x.missing)) {
				t.Errorf("%v, want %q", err, x.missing)
			}
		})
	}
}
