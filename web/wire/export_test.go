package wire

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

const anID = "0190a5f2-7c1e-7000-8000-00000000000a"

// An export that was written stays readable.
func TestExportIsRead(t *testing.T) {
	head, records := ReadExport(strings.NewReader(
		`{"mufakatExport":1,"ledger":"` + anID + `","created":"2022-08-11T09:00:00Z","meta":{"demo":"true"},"last":3}` + "\n" +
			`{"seq":1,"subject":"ledger.agency.` + anID + `","record":{"a": 1,  "b":"é\u00e9\/"}}` + "\n" +
			`{"seq":2,"subject":"ledger.treaty.x","bytes":"AP8="}` + "\r\n" +
			`{"seq":3,"subject":"ledger.treaty.x","bytes":""}`))
	if head.Ledger != anID || head.Last != 3 || head.Created != at || !maps.Equal(head.Meta, map[string]string{"demo": "true"}) {
		t.Errorf("%+v", head)
	}
	got, err := collect(records)
	want := []fact.Stored{
		{Seq: 1, Ref: value.Ref{Kind: "agency", ID: anID}, Body: []byte(`{"a": 1,  "b":"é\u00e9\/"}`)},
		{Seq: 2, Ref: value.Ref{Kind: "treaty", ID: "x"}, Body: []byte("\x00\xff")},
		{Seq: 3, Ref: value.Ref{Kind: "treaty", ID: "x"}, Body: []byte{}},
	}
	if err != nil || !slices.EqualFunc(got, want, sameStored) {
		t.Errorf("%v\n%v\nwant\n%v", err, got, want)
	}
}

func sameStored(a, b fact.Stored) bool {
	return a.Seq == b.Seq && a.Ref == b.Ref && string(a.Body) == string(b.Body)
}

// collect takes a sequence up to its first error.
func collect[T any](seq iter.Seq2[T, error]) (out []T, err error) {
	for v, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

func TestExportsThatAreRefused(t *testing.T) {
	head := `{"mufakatExport":1,"ledger":"` + anID + `","created":"2022-08-11T09:00:00Z","last":2}`
	line := func(seq string) string {
		return `{"seq":` + seq + `,"subject":"ledger.agency.` + anID + `","record":{}}`
	}
	for _, c := range []struct {
		name, file, code string
		records          int
	}{
		{"whole", head + "\n" + line("1") + "\n" + line("2") + "\n", "", 2},
		{"last line without a line break", head + "\n" + line("1") + "\n" + line("2"), "", 2},
		{"empty", "", "export-header", 0},
		{"not an export", "hello\n", "export-header", 0},
		{"another format", strings.Replace(head, ":1,", ":2,", 1), "export-header", 0},
		{"no ledger", strings.Replace(head, anID, "x", 1), "export-header", 0},
		{"unknown member", strings.Replace(head, "{", `{"x":1,`, 1), "export-header", 0},
		{"cut between lines", head + "\n" + line("1") + "\n", "export-cut", 1},
		{"cut in a line", head + "\n" + line("1") + "\n" + line("2")[:20], "export-line", 1},
		{"a gap", head + "\n" + line("2") + "\n", "export-order", 0},
		{"one twice", head + "\n" + line("1") + "\n" + line("1"), "export-order", 1},
		{"one more", head + "\n" + line("1") + "\n" + line("2") + "\n" + line("3"), "export-more", 2},
		{"an empty line", head + "\n\n" + line("1"), "export-line", 0},
		{"neither", head + "\n" + strings.Replace(line("1"), `,"record":{}`, "", 1), "export-line", 0},
		{"both", head + "\n" + strings.Replace(line("1"), `{}`, `{},"bytes":""`, 1), "export-line", 0},
		{"no base64", head + "\n" + strings.Replace(line("1"), `"record":{}`, `"bytes":"*"`, 1), "export-line", 0},
		{"a wildcard", head + "\n" + strings.Replace(line("1"), anID, "*", 1), "export-line", 0},
		{"another subject", head + "\n" + strings.Replace(line("1"), "ledger.", "notices.", 1), "export-line", 0},
		{"a subject too deep", head + "\n" + strings.Replace(line("1"), anID, "a.b", 1), "export-line", 0},
		{"unknown member of a line", head + "\n" + strings.Replace(line("1"), "{", `{"x":1,`, 1), "export-line", 0},
		{"a problem", head + "\n" + line("1") + "\n" + `{"problem":{"code":"record-missing","class":"integrity","id":"hilang","en":"missing"}}`, "record-missing", 1},
	} {
		_, records := ReadExport(strings.NewReader(c.file))
		got, err := collect(records)
		var r *value.Refusal
		if errors.As(err, &r); len(got) != c.records || c.code == "" && err != nil || c.code != "" && (r == nil || r.Code != c.code) {
			t.Errorf("%s: %d records, %v; want %d, %q", c.name, len(got), err, c.records, c.code)
		}
		if r != nil && (r.ID == "" || r.EN == "" || strings.Contains(r.ID+r.EN, "%!")) {
			t.Errorf("%s: not whole: %+v", c.name, r)
		}
	}
}

func TestAsWritten(t *testing.T) {
	for body, want := range map[string]bool{
		`{}`: true, `{"a": [1, 2]}`: true, `{"a":"\u00e9"}`: true,
		``: false, `{`: false, `"text"`: false, `[]`: false, ` {}`: false, `{} `: false, "{}\n": false, "{\"a\":\r1}": false,
		"{\n}": false, `{"a":1,"a":2}`: false, "{\"a\":\"\xff\"}": false,
	} {
		if got := AsWritten([]byte(body)); got != want {
			t.Errorf("%q: %v", body, got)
		}
	}
}
