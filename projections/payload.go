package projections

import (
	"github.com/go-json-experiment/json"
)

// encoded writes a row of ours as JSON; ours can always be written.
func encoded(v any) []byte {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err)
	}
	return b
}

// decoded reads what encoded wrote.
func decoded[R any](r *Reader, b []byte) (v R) {
	if err := json.Unmarshal(b, &v); err != nil {
		r.fail(rowDamaged)
	}
	return v
}
