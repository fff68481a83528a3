package eventstore

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mufakat/domain/fact"
)

// TestInitCutShort cuts Init at each of its steps. The directory holds no ledger
// then, and is made one by the next Init, on an external server with the same id.
func TestInitCutShort(t *testing.T) {
	cut := errors.New("cut")
	for name, missing := range map[string][]string{
		"when it is begun":                {"jetstream", "journal"},
		"when the store is made":          {"journal"},
		"when the journal is half made":   {"journal/00000000000000000001.journal"},
		"when everything is made but one": nil,
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c Config) {
				c.Beside = func() error { return cut }
				id, err := Init(t.Context(), c, nil)
				if err != cut {
					t.Fatal(err)
				}
				for _, m := range missing {
					if err := os.RemoveAll(filepath.Join(c.Dir, m)); err != nil {
						t.Fatal(err)
					}
				}
				if err := os.WriteFile(filepath.Join(c.Dir, ".tmp-1"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
				_, err = Open(t.Context(), c)
				refusedAs(t, err, nothingHere)

				c.Beside = nil
				again, err := Init(t.Context(), c, nil)
				if err != nil || again != id {
					t.Fatal(again, err)
				}
				if _, err := os.Stat(begunPath(c.Dir)); err == nil {
					t.Fatal("what was begun is left")
				}
				f := start(t, c, newMemory())
				f.mustAppend(alias(t, agency(1), "a"), "k", fact.Recorded)
			})
		})
	}
}

// TestInitKeepsWhatItDidNotMake has a directory in which somebody put a file of
// his own after Init was cut short, and one that lost only its ledger.json.
func TestInitKeepsWhatItDidNotMake(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Beside = func() error { return os.WriteFile(filepath.Join(c.Dir, "letter.odt"), nil, 0o600) }
	if _, err := Init(t.Context(), c, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(ledgerPath(c.Dir), begunPath(c.Dir)); err != nil {
		t.Fatal(err)
	}
	_, err := Init(t.Context(), c, nil)
	refusedAs(t, err, notEmpty)
	for _, name := range []string{ledgerPath(c.Dir), begunPath(c.Dir), filepath.Join(c.Dir, "letter.odt")} {
		os.Remove(name)
	}
	_, err = Init(t.Context(), c, nil)
	refusedAs(t, err, notEmpty)
	if _, err := os.Stat(journalDir(c.Dir)); err != nil {
		t.Fatal(err)
	}
}
