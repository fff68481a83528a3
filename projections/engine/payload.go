package engine

import (
	"github.com/go-json-experiment/json"
)

// Encoded writes a row of ours as JSON; ours can always be written.
func Encoded(v any) []byte {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err)
	}
	return b
}

// Decoded reads what encoded wrote.
func Decoded[R any](r *Reader, b []byte) (v R) {
	if err := json.Unmarshal(b, &v); err != nil {
		r.Fail(RowDamaged)
	}
	return v
}
