package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden words of the affair's notices")

// What both provinces would have been told of the affair of 2022, word for word,
// in both languages.
func TestWordsOfTheAffair(t *testing.T) {
	t.Setenv("COLUMNS", "100")
	t.Setenv("TZ", "Asia/Jakarta")
	for lang, title := range map[string]string{"id": "Siapa akan diberi tahu", "en": "Who would have been told"} {
		var out, notes bytes.Buffer
		if code := run([]string{"demo", "--exit", "--lang", lang}, nil, &out, &notes); code != 0 {
			t.Fatal(code, notes.String())
		}
		_, text, _ := strings.Cut(out.String(), title+" ==")
		text, _, _ = strings.Cut(text, "\n== ")
		_, text, _ = strings.Cut(text, "\n\n") // the head names the ledger and the day
		file := filepath.Join("testdata", "golden", "affair-notices."+lang+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || text != string(want) {
			t.Errorf("%v\n%s\nwant\n%s", err, text, want)
		}
	}
}
