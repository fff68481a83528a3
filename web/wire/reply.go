package wire

import (
	"net/http"
	"strconv"
	"strings"

	"mufakat/domain/value"
)

const (
	JsonType    = "application/json"
	ProblemType = "application/problem+json"
	LinesType   = "application/x-ndjson"
)

// Reply answers with v.
func Reply(w http.ResponseWriter, status int, v any) error {
	b, err := Encode(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", JsonType)
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
	return nil
}

// On names the field at fault where err is a refusal that names none.
func On(field string, err error) error {
	if r, ok := err.(*value.Refusal); ok && r.Field == "" {
		return r.On(field)
	}
	return err
}

// Language is the one the reader prefers: English where Accept-Language puts it
// before Indonesian, and Indonesian otherwise.
func Language(accept string) value.Lang {
	var indonesian, english float64
	for part := range strings.SplitSeq(accept, ",") {
		tag, rest, _ := strings.Cut(part, ";")
		q := 1.0
		if s, ok := strings.CutPrefix(strings.TrimSpace(rest), "q="); ok {
			q, _ = strconv.ParseFloat(s, 64)
		}
		main, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		switch main {
		case "id", "in":
			indonesian = max(indonesian, q)
		case "en":
			english = max(english, q)
		}
	}
	if english > indonesian {
		return value.English
	}
	return value.Indonesian
}
