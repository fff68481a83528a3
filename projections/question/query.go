package question

import (
	"bytes"
	"encoding/base64"
	"iter"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// Query is a question as a value: a filter F narrows it, and it is answered with
// rows R. From it follow its route in the API and what OpenAPI says of it, the
// client's call, the command, the plain page, and its part of docs/questions.md
// ([Queries] lists them).
//
// What every question can say stands in [Asked] and is applied in one place,
// [Query.Ask]: true as of when, as recorded by when, which page and how long.
type Query[F, R any] struct {
	Name    string       // of the route, the command and the page
	Command string       // what is typed where that is not the name
	Alias   string       // the command in Indonesian
	Words   value.Words  // what it answers
	Example []string     // of what is typed behind the command
	Kinds   []value.Kind // whose files are named where they cannot be read
	Params  func(*F) []Param
	Columns []Column[R]
	Note    func(F) value.Words // to be read below the rows; may be nil

	// Keys says where the keys of the rows lie, which a page's mark must do, too.
	// Nil: the answer has one page.
	Keys func(F) Keys

	// Row makes a row of what the views hold under a key, and false where it does
	// not belong to the answer. A question whose rows do not stand under one
	// prefix of the views has Rows instead.
	Row  func(r *engine.Reader, f F, k, payload []byte) (R, bool)
	Rows func(r *engine.Reader, f F, in Range) iter.Seq2[[]byte, R]

	// Finish completes the rows of a page, with names and the like. It may be nil.
	Finish func(*engine.Reader, []R)

	// Total counts the rows of all pages, -1 where they are not counted. It may
	// be nil.
	Total func(*engine.Reader, F) int
}

// Asker puts questions to views: a [DB], or what stands before it.
type Asker interface {
	Ask(engine.Asked, func(*engine.Reader)) error
}

// Keys are where the keys of a question's rows lie: what they all begin with,
// and how many bytes follow it at least.
type Keys struct {
	Prefix []byte
	Tail   int
}

// Range is the part of them that a page is taken from: what comes after a key.
type Range struct {
	Prefix []byte
	After  []byte // nil: from the first
}

// Column is one column of a question's rows.
type Column[R any] struct {
	Name      string // fixed
	Words     value.Words
	Cell      func(R, Locale) string
	Ref       func(R) value.Ref // what the cell names, if it is one thing; may be nil
	Seq       func(R) uint64    // the record that the cell names; may be nil
	Technical bool              // an identifier: not on the pages
}

// Ask answers the question with one page.
func (q Query[F, R]) Ask(v Asker, at engine.Asked, f F) (p engine.Page[R], err error) {
	err = v.Ask(at, func(r *engine.Reader) {
		in := q.in(r, f)
		if r.Err != nil {
			return
		}
		p.Rows = engine.TakePage(r, q.rows(r, f, in))
		if q.Finish != nil {
			q.Finish(r, p.Rows)
		}
		if q.Total != nil && r.Err == nil {
			r.Head.Total = q.Total(r, f)
		}
		p.Head = r.Done(q.Kinds...)
	})
	return p, err
}

// in is where the rows are, after the page's mark, which must be one of them.
func (q Query[F, R]) in(r *engine.Reader, f F) (in Range) {
	var keys Keys
	if q.Keys != nil {
		keys = q.Keys(f)
	}
	in.Prefix = keys.Prefix
	if r.Asked.After == "" {
		return in
	}
	b, err := base64.RawURLEncoding.DecodeString(r.Asked.After)
	if err != nil || q.Keys == nil || !bytes.HasPrefix(b, keys.Prefix) || len(b) < len(keys.Prefix)+keys.Tail {
		r.Fail(engine.BadCursor)
	}
	in.After = b
	return in
}

func (q Query[F, R]) rows(r *engine.Reader, f F, in Range) iter.Seq2[[]byte, R] {
	if q.Rows != nil {
		return q.Rows(r, f, in)
	}
	return func(yield func([]byte, R) bool) {
		for k, b := range r.Scan(in.Prefix, in.After) {
			if row, ok := q.Row(r, f, k, b); ok && !yield(k, row) {
				return
			}
		}
	}
}
