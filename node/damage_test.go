package node

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/records"
	"mufakat/web/client"
)

// zeroed writes zeros over all of a file but its first pages.
func zeroed(t *testing.T, path string, from int) {
	t.Helper()
	i, err := os.Stat(path)
	must(t, err)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	defer f.Close()
	at := int64(from * os.Getpagesize())
	_, err = f.WriteAt(make([]byte, i.Size()-at), at)
	must(t, err)
}

// Views that are damaged, under a running node or before it starts, are made anew by
// themselves: whatever is asked or commanded meanwhile is answered rightly or told to
// come again, and an operator hears of it.
func TestDamagedViewsMendThemselves(t *testing.T) {
	for name, from := range map[string]int{"all": 0, "all but the heads": 2, "the end": 6} {
		t.Run(name, func(t *testing.T) {
			dir := made(t, "")
			n := booted(t, Config{Dir: dir})
			_, err := register(n.Client(), "64")
			must(t, err)
			zeroed(t, filepath.Join(dir, "views.db"), from)
			asks := func() bool {
				found, err := client.Ask(t.Context(), n.Client(), records.List, engine.Asked{}, records.ListFilter{Kind: value.KindParty})
				if err == nil && len(found.Rows) == 0 {
					t.Error("nothing is on record")
				}
				r, refusal := errors.AsType[*value.Refusal](err)
				if err != nil && (!refusal || r.Class != value.Unavailable) {
					t.Error(err)
				}
				return err == nil && n.Err() == nil
			}
			asks()
			until(t, "a record", func() bool { _, err := register(n.Client(), "35"); return err == nil })
			until(t, "an answer", asks)
			s, err := n.Client().Status(t.Context())
			if must(t, err); !strings.Contains(s.Warnings[len(s.Warnings)-1].EN, "views.db.damaged-") {
				t.Errorf("%+v", s.Warnings)
			}
			if v, err := n.Client().Verify(t.Context(), nil); err != nil || len(v.Wrong) > 0 || v.Digest != v.Afresh {
				t.Errorf("%+v %v", v, err)
			}
			n.Close()

			zeroed(t, filepath.Join(dir, "views.db"), from)
			n = booted(t, Config{Dir: dir})
			if !asks() {
				t.Error(n.Err())
			}
		})
	}
}

// A ledger whose server cannot start is served from its journal, and says so.
func TestServedFromTheJournalAlone(t *testing.T) {
	dir := made(t, "")
	n := booted(t, Config{Dir: dir})
	_, err := register(n.Client(), "64")
	must(t, err)
	n.Close()
	store := filepath.Join(dir, "jetstream")
	must(t, os.RemoveAll(store))
	must(t, os.WriteFile(store, nil, 0o600))
	must(t, os.Remove(filepath.Join(dir, "views.db")))

	n = booted(t, Config{Dir: dir})
	refused(t, n.Err(), value.Integrity, "journal-alone")
	if !strings.Contains(n.Err().Error(), store) {
		t.Error(n.Err())
	}
	_, err = register(n.Client(), "35")
	refused(t, err, value.Integrity, "journal-alone")
	found, err := client.Ask(t.Context(), n.Client(), records.List, engine.Asked{}, records.ListFilter{Kind: value.KindParty})
	if err != nil || len(found.Rows) != 1 {
		t.Error(found, err)
	}
}
