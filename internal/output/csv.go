package output

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

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
