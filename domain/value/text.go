package value

import (
	"fmt"
	"strings"
)

// Lang is a language people read: Indonesian first, English second.
type Lang string

const (
	Indonesian Lang = "id"
	English    Lang = "en"
)

// Words are what people read, in both languages.
type Words struct {
	ID string `json:"id"`
	EN string `json:"en"`
}

// In is the text in the language, Indonesian unless English is asked for.
func (w Words) In(l Lang) string {
	if l == English {
		return w.EN
	}
	return w.ID
}

// With fills the verbs of both texts.
func (w Words) With(args ...any) Words {
	return Words{fmt.Sprintf(w.ID, args...), fmt.Sprintf(w.EN, args...)}
}

// In is the refusal's sentence in the language.
func (r *Refusal) In(l Lang) string { return Words{r.ID, r.EN}.In(l) }

// Choice is one value of a closed list, with its label.
type Choice struct {
	Value string `json:"value"`
	Words
}

// NewChoice is the constant of a closed list, with its label.
func NewChoice[T interface {
	~string
	Chosen
}](value T, id, en string) Choice {
	return Choice{string(value), Words{id, en}}
}

// Chosen is a string type with a closed list of values.
type Chosen interface{ Choices() []Choice }

// NotAChoice refuses what is no value of a closed list.
var NotAChoice = NewRefusal(Invalid, "not-a-choice",
	"%q tidak dikenal di sini. Pilih salah satu: %s.",
	"%q is not known here. Choose one of: %s.")

// Choose reads b as one of the values of T.
func Choose[T interface {
	~string
	Chosen
}](v *T, b []byte) error {
	var known []string
	for _, c := range (*v).Choices() {
		if c.Value == string(b) {
			*v = T(c.Value)
			return nil
		}
		known = append(known, c.Value)
	}
	list := strings.Join(known, ", ")
	return NotAChoice.With(Clip(string(b)), list)
}

// LabelOf is the label of a value in its list.
func LabelOf(v Chosen, l Lang) string {
	for _, c := range v.Choices() {
		if c.Value == fmt.Sprint(v) {
			return c.In(l)
		}
	}
	return fmt.Sprint(v)
}
