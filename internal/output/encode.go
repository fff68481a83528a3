package output

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

func writeJSON(w io.Writer, v any) error {
	b, err := json.Marshal(v, asAnswered, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return writeLines(w, [][]byte{b})
}

func writeYAML(w io.Writer, v any) error {
	b, err := json.Marshal(v, asAnswered)
	if err == nil {
		b, err = yaml.JSONToYAML(b)
	}
	if err != nil {
		return err
	}
	return writeLines(w, [][]byte{bytes.TrimSpace(b)})
}

func writeLines(w io.Writer, lines [][]byte) error {
	for _, l := range lines {
		if _, err := w.Write(append(l, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// encoded is each row as one line of JSON. A demonstration says so in every
// one, for rows travel without their head.
func encoded(ans Answer) (rows [][]byte, err error) {
	for _, r := range ans.Rows {
		b, err := json.Marshal(r, asAnswered)
		if err != nil {
			return nil, err
		}
		if ans.Head.Demo && len(b) > 2 {
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
