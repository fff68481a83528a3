package fact_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func readBoth(body []byte) (quick, slow *fact.Record) {
	ref := value.Ref{Kind: "instrument", ID: "00000000-0000-7000-8000-000000000001"}
	if _, rest, ok := strings.Cut(string(body), `"subject":"`); ok {
		subject, _, _ := strings.Cut(rest, `"`)
		if r, err := value.ParseRef(subject); err == nil {
			ref = r
		}
	}
	return fact.ReadBoth(domain.Table, ref, body)
}

// Every record that was ever written is read the quick way, and alike.
func TestRecordsAreReadAsWritten(t *testing.T) {
	for _, body := range golden(t) {
		if quick, slow := readBoth(body); quick == nil || !reflect.DeepEqual(quick, slow) {
			t.Errorf("%s:\n%+v\n%+v", body, quick, slow)
		}
	}
}

func golden(t testing.TB) (all [][]byte) {
	files, err := filepath.Glob("../testdata/*.json")
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
		if quick, slow := readBoth(body); quick != nil && !reflect.DeepEqual(quick, slow) {
			t.Errorf("%q:\n%+v\n%+v", body, quick, slow)
		}
	})
}
