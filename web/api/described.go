package api

import (
	"github.com/danielgtaylor/huma/v2"

	"mufakat/projections/question"
)

func describe(ps []question.Param) (out []*huma.Param) {
	for _, p := range ps {
		if p.InPath && p.Form == question.ReferenceForm {
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

func schemaOfParam(p question.Param) *huma.Schema {
	switch p.Form {
	case question.BooleanForm:
		return &huma.Schema{Type: huma.TypeBoolean}
	case question.IntegerForm:
		least, most := float64(p.Least), float64(p.Most)
		return &huma.Schema{Type: huma.TypeInteger, Minimum: &least, Maximum: &most}
	}
	s := text()
	for _, c := range p.Choices {
		s.Enum = append(s.Enum, c.Value)
	}
	return s
}
