package web

import (
	"encoding"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
)

// param is one query parameter: its name, what it is, and how it goes into and
// out of what is asked. The server reads by it, the client writes by it, and
// OpenAPI describes it.
type param struct {
	name   string
	words  value.Words
	schema *huma.Schema
	set    func(string) error
	get    func() string // "" where nothing is asked
}

// readParams reads a request's query. A parameter that is not in the list, that
// stands twice, or whose value cannot be read, is refused by name.
func readParams(r *http.Request, ps []param) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return badQuery
	}
	var names []string
	for _, p := range ps {
		names = append(names, p.name)
		values := q[p.name]
		delete(q, p.name)
		if len(values) > 1 {
			return parameterTwice.With(p.name).On(p.name)
		}
		if len(values) == 0 || values[0] == "" {
			continue
		}
		if err := p.set(values[0]); err != nil {
			return on(p.name, err)
		}
	}
	for name := range q {
		return unknownParameter.With(clip(name), strings.Join(names, ", ")).On(clip(name))
	}
	return nil
}

func writeParams(ps []param) url.Values {
	q := url.Values{}
	for _, p := range ps {
		if s := p.get(); s != "" {
			q.Set(p.name, s)
		}
	}
	return q
}

func describe(ps []param) (out []*huma.Param) {
	for _, p := range ps {
		out = append(out, &huma.Param{Name: p.name, In: "query", Description: p.words.ID + " / " + p.words.EN, Schema: p.schema})
	}
	return out
}

func text() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

// id is a parameter that names something: whatever reads itself from text.
func id[T ~string, P interface {
	*T
	encoding.TextUnmarshaler
}](name string, v P, words value.Words) param {
	return param{name, words, text(),
		func(s string) error { return v.UnmarshalText([]byte(s)) },
		func() string { return string(*v) }}
}

func reference(name string, v *value.Ref, words value.Words) param {
	return param{name, words, text(),
		func(s string) error { return v.UnmarshalText([]byte(s)) },
		func() string {
			if v.Kind == "" {
				return ""
			}
			return v.String()
		}}
}

// words is a parameter of free text.
func words[T ~string](name string, v *T, w value.Words) param {
	const longest = 200
	return param{name, w, text(),
		func(s string) error {
			if !visible(s, longest) {
				return badFilterText.With(longest)
			}
			*v = T(s)
			return nil
		},
		func() string { return string(*v) }}
}

func choice[T ~string](name string, v *T, values []T, w value.Words) param {
	s := text()
	var list []string
	for _, x := range values {
		s.Enum, list = append(s.Enum, string(x)), append(list, string(x))
	}
	return param{name, w, s,
		func(s string) error {
			if !slices.Contains(values, T(s)) {
				return value.NotAChoice.With(clip(s), strings.Join(list, ", "))
			}
			*v = T(s)
			return nil
		},
		func() string { return string(*v) }}
}

func yesNo(name string, v *bool, w value.Words) param {
	return param{name, w, &huma.Schema{Type: huma.TypeBoolean},
		func(s string) error {
			if s != "true" && s != "false" {
				return notYesNo.With(clip(s))
			}
			*v = s == "true"
			return nil
		},
		func() string {
			if *v {
				return "true"
			}
			return ""
		}}
}

func number(name string, v *int, least, most int, w value.Words) param {
	lo, hi := float64(least), float64(most)
	return param{name, w, &huma.Schema{Type: huma.TypeInteger, Minimum: &lo, Maximum: &hi},
		func(s string) (err error) {
			if *v, err = strconv.Atoi(s); err != nil || *v < least || *v > most {
				return notANumber.With(clip(s), least, most)
			}
			return nil
		},
		func() string {
			if *v == 0 {
				return ""
			}
			return strconv.Itoa(*v)
		}}
}

func when(name string, v *value.When, w value.Words) param {
	return param{name, w, text(),
		func(s string) error { return v.UnmarshalText([]byte(s)) },
		func() string { return v.String() }}
}

// instant is a parameter that names one: an RFC 3339 time, or a [domain.When],
// whose end it is. A day without a zone ends in the west, in Jakarta.
func instant(name string, v *time.Time, w value.Words) param {
	return param{name, w, text(),
		func(s string) (err error) { *v, err = ParseInstant(s); return err },
		func() string {
			if v.IsZero() {
				return ""
			}
			return v.Format(time.RFC3339Nano)
		}}
}

// ParseInstant reads the instant that as-of and known-at take: an RFC 3339
// time, or anything [domain.ParseWhen] reads, of which it is the end.
func ParseInstant(s string) (time.Time, error) {
	// An unencoded + in a query arrives as a space, which stands in no instant.
	if t, err := time.Parse(time.RFC3339Nano, strings.ReplaceAll(s, " ", "+")); err == nil {
		return t, nil
	}
	w, err := value.ParseWhen(s)
	if err != nil || w.IsZero() {
		if len(s) > 10 && strings.Contains(s, "T") && !strings.Contains(s, "[") {
			return time.Time{}, notAnInstant.With(clip(s))
		}
		if err == nil {
			err = notAnInstant.With("")
		}
		return time.Time{}, err
	}
	t, ok := w.Latest()
	if !ok {
		return time.Time{}, openInstant.With(clip(s))
	}
	return t, nil
}
