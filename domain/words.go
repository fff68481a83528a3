package domain

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

// choice is the constant of a closed list, with its label.
func choice[T interface {
	~string
	chosen
}](value T, id, en string) Choice {
	return Choice{string(value), Words{id, en}}
}

// chosen is a string type with a closed list of values.
type chosen interface{ choices() []Choice }

// NotAChoice refuses what is no value of a closed list.
var NotAChoice = NewRefusal(Invalid, "not-a-choice",
	"%q tidak dikenal di sini. Pilih salah satu: %s.",
	"%q is not known here. Choose one of: %s.")

// choose reads b as one of the values of T.
func choose[T interface {
	~string
	chosen
}](v *T, b []byte) error {
	var known []string
	for _, c := range (*v).choices() {
		if c.Value == string(b) {
			*v = T(c.Value)
			return nil
		}
		known = append(known, c.Value)
	}
	list := strings.Join(known, ", ")
	return NotAChoice.With(clip(string(b)), list)
}

// labelOf is the label of a value in its list.
func labelOf(v chosen, l Lang) string {
	for _, c := range v.choices() {
		if c.Value == fmt.Sprint(v) {
			return c.In(l)
		}
	}
	return fmt.Sprint(v)
}
