package domain

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// readAnyway reads a record as any JSON.
func readAnyway(body []byte) (w wire, ok bool) {
	return w, json.Unmarshal(body, &w) == nil
}

// Every record that was ever written is read the quick way, and alike.
func TestRecordsAreReadAsWritten(t *testing.T) {
	for _, body := range golden(t) {
		quick, ok := readAsWritten(body)
		slow, ok2 := readAnyway(body)
		if !ok || !ok2 || !reflect.DeepEqual(quick, slow) {
			t.Errorf("%s:\n%+v\n%+v", body, quick, slow)
		}
	}
}

func golden(t testing.TB) (all [][]byte) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, []byte(strings.TrimSpace(string(b))))
	}
	return all
}

// What is not just so is left to the other way, and never read otherwise.
func FuzzReadAsWritten(f *testing.F) {
	for _, body := range golden(f) {
		f.Add(body)
	}
	for _, s := range []string{"", "{}", `{"specversion":"1.0"}`, `{"specversion":"1.0","id":"x`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		quick, ok := readAsWritten(body)
		if !ok {
			return
		}
		if slow, ok := readAnyway(body); !ok || !reflect.DeepEqual(quick, slow) {
			t.Errorf("%q:\n%+v\n%+v", body, quick, slow)
		}
	})
}
