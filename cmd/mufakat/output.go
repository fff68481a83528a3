package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// answer is what a command prints in any form: the whole as JSON or YAML, its
// rows as NDJSON or CSV, and a text for people.
type answer struct {
	head  engine.Head
	whole any
	rows  []any
	text  func(*page)
}

// print writes the answer on stdout in the form that was asked for.
func (a *app) print(ans answer) error {
	switch a.format {
	case "json", "yaml":
		return a.printWhole(ans.whole)
	case "ndjson", "csv":
		rows, err := encoded(ans)
		if err != nil {
			return err
		}
		if a.format == "csv" {
			return writeCSV(a.out, rows)
		}
		for _, r := range rows {
			if _, err := a.out.Write(append(r, '\n')); err != nil {
				return err
			}
		}
		return nil
	}
	p := a.page(ans.head)
	ans.text(p)
	_, err := a.out.Write(p.buf.Bytes())
	return err
}

func (a *app) printWhole(v any) error {
	b, err := json.Marshal(v, asAnswered, jsontext.WithIndent("  "))
	if err == nil && a.format == "yaml" {
		b, err = yaml.JSONToYAML(b)
	}
	if err != nil {
		return err
	}
	_, err = a.out.Write(append(bytes.TrimSpace(b), '\n'))
	return err
}

// encoded is each row as one line of JSON. A demonstration says so in every
// one, for rows travel without their head.
func encoded(ans answer) (rows [][]byte, err error) {
	for _, r := range ans.rows {
		b, err := json.Marshal(r, asAnswered)
		if err != nil {
			return nil, err
		}
		if ans.head.Demo && len(b) > 2 {
			b = append([]byte(`{"demo":true,`), b[1:]...)
		}
		rows = append(rows, b)
	}
	return rows, nil
}

// asAnswered writes a record as its bytes and a refusal with both sentences, as
// the API does.
var asAnswered = json.JoinOptions(json.Deterministic(true), json.WithMarshalers(json.JoinMarshalers(
	json.MarshalToFunc(func(enc *jsontext.Encoder, r *fact.Record) error { return enc.WriteValue(r.Body) }),
	json.MarshalToFunc(func(enc *jsontext.Encoder, r *value.Refusal) error {
		return json.MarshalEncode(enc, struct {
			Code  string `json:"code"`
			Field string `json:"field,omitempty"`
			ID    string `json:"id"`
			EN    string `json:"en"`
		}{r.Code, r.Field, r.ID, r.EN})
	}),
)))

// writeCSV writes rows flattened: a column for each path that any row has, in
// the order in which they first come; a list of plain values is one cell.
func writeCSV(w io.Writer, rows [][]byte) error {
	var columns []string
	var flat []map[string]string
	for _, r := range rows {
		cells := map[string]string{}
		dec := jsontext.NewDecoder(bytes.NewReader(r))
		for path, value := range leaves(dec) {
			if !slices.Contains(columns, path) {
				columns = append(columns, path)
			}
			if was, ok := cells[path]; ok {
				value = was + "; " + value
			}
			cells[path] = value
		}
		flat = append(flat, cells)
	}
	if len(columns) == 0 {
		return nil
	}
	out := csv.NewWriter(w)
	record := make([]string, len(columns))
	err := out.Write(columns)
	for _, cells := range flat {
		for i, c := range columns {
			record[i] = cells[c]
		}
		err = errors.Join(err, out.Write(record))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

// leaves goes through the plain values of one JSON value with their paths. The
// members of a list of plain values have the path of the list.
func leaves(dec *jsontext.Decoder) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for {
			t, err := dec.ReadToken()
			if err != nil {
				return
			}
			switch t.Kind() {
			case '{', '[', '}', ']':
				if dec.StackDepth() == 0 {
					return
				}
				continue
			}
			kind, n := dec.StackIndex(dec.StackDepth())
			if kind == '{' && n%2 == 1 {
				continue // the name of a member
			}
			parts := strings.Split(strings.TrimPrefix(string(dec.StackPointer()), "/"), "/")
			if kind == '[' {
				parts = parts[:len(parts)-1]
			}
			if !yield(strings.Join(parts, "."), t.String()) {
				return
			}
		}
	}
}

func itoa[T ~int | ~uint64 | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }
