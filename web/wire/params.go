package wire

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mufakat/domain/value"
	"mufakat/projections/question"
)

// InQuery are the parameters that do not stand in the address itself.
func InQuery(ps []question.Param) (out []question.Param) {
	for _, p := range ps {
		if !p.InPath {
			out = append(out, p)
		}
	}
	return out
}

// ReadParams reads a request's query. A parameter that is not in the list, that
// stands twice, or whose value cannot be read, is refused by name.
func ReadParams(r *http.Request, ps []question.Param) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return badQuery
	}
	var names []string
	for _, p := range ps {
		names = append(names, p.Name)
		values := q[p.Name]
		delete(q, p.Name)
		if len(values) > 1 {
			return parameterTwice.With(p.Name).On(p.Name)
		}
		if len(values) == 0 || values[0] == "" {
			continue
		}
		if err := p.Set(values[0]); err != nil {
			return On(p.Name, err)
		}
	}
	if len(q) > 0 { // of several always the same one
		name := value.Clip(slices.Min(slices.Collect(maps.Keys(q))))
		return unknownParameter.With(name, strings.Join(names, ", ")).On(name)
	}
	return nil
}

func WriteParams(ps []question.Param) url.Values {
	q := url.Values{}
	for _, p := range ps {
		if s := p.Get(); s != "" {
			q.Set(p.Name, s)
		}
	}
	return q
}
