package engine

import (
	"mufakat/domain/value"
)

// Answers name aggregates by their ids. The names that people know them by come
// beside the rows, once each, in [Head.Names].

// words are what the aggregate was called at known.
func (r *Reader) words(ref value.Ref) (value.Words, bool) {
	if r.c.Name == nil {
		return value.Words{}, false
	}
	return r.c.Name(r, ref)
}

// Name is what people read for the aggregate.
func (r *Reader) Name(ref value.Ref, l value.Lang) string {
	w, ok := r.Head.Names[ref]
	if !ok {
		w, ok = r.words(ref)
	}
	if !ok {
		return ref.Name(l)
	}
	return w.In(l)
}

// Mention brings the name of an aggregate along with the answer.
func (r *Reader) Mention(ref value.Ref) {
	if _, there := r.Head.Names[ref]; there || ref.ID == "" {
		return
	}
	if w, ok := r.words(ref); ok {
		if r.Head.Names == nil {
			r.Head.Names = map[value.Ref]value.Words{}
		}
		r.Head.Names[ref] = w
	}
}

// referring is an identifier of an aggregate.
type referring interface {
	comparable
	Ref() value.Ref
}

func Mention[T referring](r *Reader, ids ...T) {
	for _, id := range ids {
		r.Mention(id.Ref())
	}
}

// MentionTold mentions everything that a value may be.
func MentionTold[T referring](r *Reader, t value.Stated[T]) { Mention(r, t.Candidates()...) }
