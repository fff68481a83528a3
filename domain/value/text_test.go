package value

import (
	"errors"
	"strings"
	"testing"
)

// Indonesian comes first: it is what is read where no language is known.
func TestWordsInALanguage(t *testing.T) {
	w := Words{"kain", "cloth"}
	for l, want := range map[Lang]string{Indonesian: "kain", English: "cloth", "": "kain", "fr": "kain"} {
		if got := w.In(l); got != want {
			t.Errorf("%q: %s", l, got)
		}
	}
	two := Words{"%s ke %d", "%[2]d. %[1]s"}.With("kain", 2)
	if two != (Words{"kain ke 2", "2. kain"}) {
		t.Errorf("%+v", two)
	}
}

// goods is a closed list of a test's own.
type goods string

func (goods) Choices() []Choice {
	return []Choice{NewChoice(goods("cloth"), "kain", "cloth"), NewChoice(goods("timber"), "kayu", "timber")}
}

// Only the written values of a list are taken; what is refused is told with all
// that there is to choose from.
func TestChoosingFromAList(t *testing.T) {
	var g goods
	if err := Choose(&g, []byte("timber")); err != nil || g != "timber" {
		t.Errorf("%q, %v", g, err)
	}
	for _, s := range []string{"", "Timber", "kayu", " timber", "timber ", "spice", strings.Repeat("x", 500)} {
		g := goods("cloth")
		err := Choose(&g, []byte(s))
		var r *Refusal
		if !errors.Is(err, NotAChoice) || !errors.As(err, &r) || g != "cloth" {
			t.Errorf("%q: %v; it is %q", s, err, g)
			continue
		}
		for _, text := range []string{r.ID, r.EN} {
			if !strings.Contains(text, "cloth, timber") || len(text) > 300 {
				t.Errorf("%q: %s", s, text)
			}
		}
	}
	if id, en := LabelOf(goods("timber"), Indonesian), LabelOf(goods("timber"), English); id != "kayu" || en != "timber" {
		t.Errorf("%q, %q", id, en)
	}
	if got := LabelOf(goods("spice"), Indonesian); got != "spice" {
		t.Errorf("what a newer version wrote is called %q", got)
	}
}
