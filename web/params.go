package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/projections"
)

// inQuery are the parameters that do not stand in the address itself.
func inQuery(ps []projections.Param) (out []projections.Param) {
	for _, p := range ps {
		if !p.InPath {
			out = append(out, p)
		}
	}
	return out
}

// readParams reads a request's query. A parameter that is not in the list, that
// stands twice, or whose value cannot be read, is refused by name.
func readParams(r *http.Request, ps []projections.Param) error {
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
			return on(p.Name, err)
		}
	}
	for name := range q {
		return unknownParameter.With(projections.Clip(name), strings.Join(names, ", ")).On(projections.Clip(name))
	}
	return nil
}

func writeParams(ps []projections.Param) url.Values {
	q := url.Values{}
	for _, p := range ps {
		if s := p.Get(); s != "" {
			q.Set(p.Name, s)
		}
	}
	return q
}

func describe(ps []projections.Param) (out []*huma.Param) {
	for _, p := range ps {
		if p.InPath && p.Form == projections.ReferenceForm {
			out = append(out, inPath("{kind}/{id}")...)
			continue
		}
		x := &huma.Param{Name: p.Name, In: "query", Description: p.Words.ID + " / " + p.Words.EN, Schema: schemaOfParam(p)}
		if p.InPath {
			x.In, x.Required = "path", true
		}
		out = append(out, x)
	}
	return out
}

func text() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

func schemaOfParam(p projections.Param) *huma.Schema {
	switch p.Form {
	case projections.BooleanForm:
		return &huma.Schema{Type: huma.TypeBoolean}
	case projections.IntegerForm:
		least, most := float64(p.Least), float64(p.Most)
		return &huma.Schema{Type: huma.TypeInteger, Minimum: &least, Maximum: &most}
	}
	s := text()
	for _, c := range p.Choices {
		s.Enum = append(s.Enum, c.Value)
	}
	return s
}
