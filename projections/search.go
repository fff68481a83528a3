package projections

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// A document is found by the words of its records, and by those of the names of
// the parties and offices that they name. A name is another aggregate's and may
// change; so a record keeps whom it names, and the names are looked for when it is
// asked.

// searchable is what can be searched of a record of a document: its text, folded,
// then after a zero byte the packed ids of whom it names. It is empty where there
// is nothing.
func searchable(e fact.Entry) []byte {
	if e.Retracted || e.Unreadable != nil {
		return nil
	}
	var texts []string
	switch f := e.Data.Fact.(type) {
	case domain.InstrumentDrafted:
		texts = append(append(texts, f.Title), f.Fields...)
	case domain.BundleItemised:
		for _, x := range f.Items {
			texts = append(texts, x.Title, x.Field)
		}
	case domain.SignedByParty:
		for _, name := range f.Signer.Candidates() {
			texts = append(texts, string(name))
		}
		texts = append(texts, f.Signer.Words())
	case fact.SourceAdded:
		return nil // its papers are those of the record that it adds them to
	case fact.StatementRecorded:
		texts = append(texts, f.About, f.Says, f.Words)
	}
	var b []byte
	line := func(folded string) {
		if folded != "" && len(b) > 0 {
			b = append(b, '\n')
		}
		b = append(b, folded...)
	}
	for _, s := range texts {
		line(value.Fold(s))
	}
	for _, number := range numbersIn(e) {
		line(value.Fold(number))
		if plain := value.FoldNumber(number); plain != value.Fold(number) {
			line(plain)
		}
	}
	return append(b, whomItNames(e)...)
}

// numbersIn are the numbers of the papers that a record rests on, each once.
func numbersIn(e fact.Entry) (numbers []string) {
	for _, x := range e.Evidence() {
		if x.Number != "" && !slices.Contains(numbers, x.Number) {
			numbers = append(numbers, x.Number)
		}
	}
	return numbers
}

// whomItNames are the packed ids of the parties and offices that a record names,
// other than who said it, each once and after a zero byte; nothing where it names
// none.
func whomItNames(e fact.Entry) []byte {
	var ids []byte
	seen := map[value.Ref]bool{}
	for field, ref := range e.Data.References() {
		id, ok := engine.Packed(ref.ID)
		if !ok || seen[ref] || strings.HasPrefix(field, "assertedBy") || !slices.Contains(searchedKinds, ref.Kind) {
			continue
		}
		seen[ref] = true
		if ids == nil {
			ids = []byte{0}
		}
		ids = append(ids, id[:]...)
	}
	return ids
}

var searchedKinds = []value.Kind{value.KindParty, value.KindAgency, value.KindOffice}

// written is what can be searched of one document.
type written struct {
	text []byte
	ids  []byte // packed, one after the other
}

func (w *written) add(payload []byte) {
	text, ids, _ := bytes.Cut(payload, []byte{0})
	w.text = append(append(w.text, text...), '\n')
	w.ids = append(w.ids, ids...)
}

func (w *written) holds(folded string) bool { return bytes.Contains(w.text, []byte(folded)) }

// allWritten goes through all documents with what can be searched of each. The mark
// of one is what all its rows begin with, and a page goes on behind all of them.
func allWritten(r *engine.Reader, in question.Range) iter.Seq2[[]byte, *written] {
	return func(yield func([]byte, *written) bool) {
		from := in.Prefix
		if in.After != nil {
			from = engine.Successor(in.After)
		}
		var of []byte
		w := &written{}
		for k, b := range r.ScanFrom(in.Prefix, from) {
			document := k[:len(in.Prefix)+16]
			if of != nil && !bytes.Equal(of, document) {
				if !yield(of, w) {
					return
				}
				w = &written{}
			}
			of = bytes.Clone(document)
			w.add(b)
		}
		if of != nil {
			yield(of, w)
		}
	}
}

// search is what is looked for: all the words of one way to read it, or the number
// that it is.
type search struct {
	ways   []words
	number string
}

// words are what is looked for, and for each the packed ids of who is called so.
type words struct {
	words  []string
	called []map[string]bool
}

// newSearch reads a text as words without titles, which not every source writes,
// and as a name whose abbreviations are written out.
func newSearch(r *engine.Reader, text string) (s search) {
	person, name := value.FoldPerson(text), value.FoldName(text)
	s.read(r, person)
	if name != person {
		s.read(r, name)
	}
	if plain := value.FoldNumber(text); strings.ContainsAny(plain, "0123456789") {
		s.number = plain
	}
	return s
}

func (s *search) read(r *engine.Reader, folded string) {
	way := words{words: strings.Fields(folded)}
	for _, w := range way.words {
		way.called = append(way.called, namedWith(r, w))
	}
	if len(way.words) > 0 {
		s.ways = append(s.ways, way)
	}
}

// finds reports whether each word stands in the document's text or in the name of
// somebody whom it names.
func (s search) finds(w *written) bool {
	return len(s.ways) == 0 && s.number == "" || s.number != "" && w.holds(s.number) ||
		slices.ContainsFunc(s.ways, func(way words) bool { return way.allIn(w) })
}

func (way words) allIn(w *written) bool {
	for i, word := range way.words {
		if !w.holds(word) && !w.names(way.called[i]) {
			return false
		}
	}
	return true
}

func (w *written) names(called map[string]bool) bool {
	for id := range slices.Chunk(w.ids, 16) {
		if called[string(id)] {
			return true
		}
	}
	return false
}
