package question

import (
	"encoding"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Param is one thing by which a question is narrowed: what it is called, what it
// takes, and how it goes into and out of the question's filter. The server reads
// by it, the client writes by it, OpenAPI describes it, the command line makes a
// flag of it and the pages a field of their form.
type Param struct {
	Name    string
	Words   value.Words
	Form    ParamForm
	Choices []value.Choice // of a choice
	Least   int            // of an integer
	Most    int
	InPath  bool // stands in the address, and must be given
	Typed   bool // on the command line it is an argument and not a flag

	Set func(string) error
	Get func() string // "" where nothing is asked
}

// ParamForm is what a parameter takes.
type ParamForm string

const (
	TextForm      ParamForm = "text"
	IntegerForm   ParamForm = "integer"
	BooleanForm   ParamForm = "boolean"
	ChoiceForm    ParamForm = "choice"
	KindForm      ParamForm = "kind"
	IDForm        ParamForm = "id"
	ReferenceForm ParamForm = "reference" // <kind>/<id>
	DaysForm      ParamForm = "days"      // a [value.When]
	InstantForm   ParamForm = "instant"
)

// MaxRows is the most rows that one page may have.
const MaxRows = 500

const longestText = 200

// Params are the parameters of every question.
func Params(q *engine.Asked) []Param {
	return []Param{
		AsOfParam("as_of", &q.AsOf, value.Words{ID: "keadaan per hari atau saat ini", EN: "as of this day or instant"}),
		AsOfParam("as_published", &q.Published, value.Words{ID: "menurut yang sudah terbit pada hari ini", EN: "as the sources published by this day told it"}),
		InstantParam("known_at", &q.KnownAt, value.Words{ID: "menurut catatan sampai saat ini", EN: "as recorded by this instant"}),
		IntegerParam("limit", &q.Limit, 1, MaxRows, value.Words{ID: "banyaknya baris", EN: "how many rows"}),
		TextParam("cursor", &q.After, value.Words{ID: "penanda halaman berikutnya, dari head.next", EN: "the next page's mark, from head.next"}),
	}
}

// PartOfPath is the parameter as a part of the address.
func (p Param) PartOfPath() Param {
	p.InPath, p.Typed = true, true
	return p
}

// Argument is the parameter as an argument of the command.
func (p Param) Argument() Param {
	p.Typed = true
	return p
}

// IDParam names something: whatever reads itself from text.
func IDParam[T ~string, P interface {
	*T
	encoding.TextUnmarshaler
}](name string, v P, w value.Words) Param {
	return Param{Name: name, Words: w, Form: IDForm,
		Set: func(s string) error { return v.UnmarshalText([]byte(s)) },
		Get: func() string { return string(*v) }}
}

// ReferenceParam names an aggregate by its kind and its id.
func ReferenceParam(name string, v *value.Ref, w value.Words) Param {
	return Param{Name: name, Words: w, Form: ReferenceForm,
		Set: func(s string) error { return v.UnmarshalText([]byte(s)) },
		Get: func() string {
			if v.Kind == "" {
				return ""
			}
			return v.String()
		}}
}

// KindParam names a kind of aggregate.
func KindParam(name string, v *value.Kind, w value.Words) Param {
	return Param{Name: name, Words: w, Form: KindForm,
		Set: func(s string) error {
			if !value.Kind(s).Exists() {
				return fact.NoSuchKind.With(value.Clip(s), listed(v.Choices()))
			}
			*v = value.Kind(s)
			return nil
		},
		Get: func() string { return string(*v) }}
}

// TextParam is free text.
func TextParam[T ~string](name string, v *T, w value.Words) Param {
	return Param{Name: name, Words: w, Form: TextForm,
		Set: func(s string) error {
			if !Visible(s, longestText) {
				return badFilterText.With(longestText)
			}
			*v = T(s)
			return nil
		},
		Get: func() string { return string(*v) }}
}

// ChoiceParam is one of a closed list.
func ChoiceParam[T ~string](name string, v *T, choices []value.Choice, w value.Words) Param {
	return Param{Name: name, Words: w, Form: ChoiceForm, Choices: choices,
		Set: func(s string) error {
			if !slices.ContainsFunc(choices, func(c value.Choice) bool { return c.Value == s }) {
				return value.NotAChoice.With(value.Clip(s), listed(choices))
			}
			*v = T(s)
			return nil
		},
		Get: func() string { return string(*v) }}
}

func listed(choices []value.Choice) string {
	var values []string
	for _, c := range choices {
		values = append(values, c.Value)
	}
	return strings.Join(values, ", ")
}

// BooleanParam is true, or false where it is left out.
func BooleanParam(name string, v *bool, w value.Words) Param {
	return Param{Name: name, Words: w, Form: BooleanForm,
		Set: func(s string) error {
			if s != "true" && s != "false" {
				return notYesNo.With(value.Clip(s))
			}
			*v = s == "true"
			return nil
		},
		Get: func() string {
			if *v {
				return "true"
			}
			return ""
		}}
}

// IntegerParam is a whole number between two.
func IntegerParam(name string, v *int, least, most int, w value.Words) Param {
	return Param{Name: name, Words: w, Form: IntegerForm, Least: least, Most: most,
		Set: func(s string) error {
			n, err := strconv.Atoi(s)
			if err != nil || n < least || n > most {
				return notANumber.With(value.Clip(s), least, most)
			}
			*v = n
			return nil
		},
		Get: func() string {
			if *v == 0 {
				return ""
			}
			return strconv.Itoa(*v)
		}}
}

// DaysParam is a time as people state it.
func DaysParam(name string, v *value.When, w value.Words) Param {
	return Param{Name: name, Words: w, Form: DaysForm,
		Set: func(s string) error { return v.UnmarshalText([]byte(s)) },
		Get: func() string { return v.String() }}
}

// AsOfParam names a day or an instant; see [value.ParseAsOf].
func AsOfParam(name string, v *value.AsOf, w value.Words) Param {
	return Param{Name: name, Words: w, Form: InstantForm,
		Set: func(s string) error {
			a, err := value.ParseAsOf(s)
			if err == nil {
				*v = a
			}
			return err
		},
		Get: func() string { return v.String() }}
}

// InstantParam names an instant; see [value.ParseInstant].
func InstantParam(name string, v *time.Time, w value.Words) Param {
	return Param{Name: name, Words: w, Form: InstantForm,
		Set: func(s string) error {
			t, err := value.ParseInstant(s)
			if err == nil {
				*v = t
			}
			return err
		},
		Get: func() string {
			if v.IsZero() {
				return ""
			}
			return v.Format(time.RFC3339Nano)
		}}
}

// Visible reports whether s is UTF-8 of at most n characters in one line, each of
// which can be seen.
func Visible(s string, n int) bool {
	_, unseen := value.Unseen(s)
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= n && !unseen && !strings.ContainsAny(s, "\n\t")
}

var (
	notANumber = value.NewRefusal(value.Invalid, "not-a-number",
		"%q bukan bilangan yang dapat dipakai di sini. Tulis bilangan bulat dari %d sampai %d.",
		"%q is not a number that can stand here. Write a whole number from %d to %d.")
	notYesNo = value.NewRefusal(value.Invalid, "not-yes-no",
		"%q bukan true atau false. Tulis salah satunya.",
		"%q is not true or false. Write one of these.")
	badFilterText = value.NewRefusal(value.Invalid, "bad-filter-text",
		"Teks harus UTF-8, paling banyak %d huruf, tanpa tanda kendali atau tanda yang tidak terlihat. Ketik ulang.",
		"The text must be UTF-8, at most %d characters, without control or unseen characters. Type it again.")
)
