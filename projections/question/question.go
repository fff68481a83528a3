package question

import (
	"reflect"
	"strings"
	"time"

	"mufakat/domain/value"
	"mufakat/projections/engine"
)

// A question without its types: what the loops over [Queries] need.

// One is a question that is answered with one thing, and not with rows.
type One[F, A any] struct {
	Name    string
	Alias   string
	Words   value.Words
	Example []string
	Params  func(*F) []Param
	Answer  func(*engine.Reader, F) A
	Head    func(*A) *engine.Head
	Lines   func(A) []any // what a form of a line for each takes
}

// Ask answers the question.
func (q One[F, A]) Ask(v Asker, at engine.Asked, f F) (a A, err error) {
	err = v.Ask(at, func(r *engine.Reader) {
		if r.Asked.After != "" {
			r.Fail(engine.BadCursor)
		}
		if a = q.Answer(r, f); r.Err == nil {
			*q.Head(&a) = r.Done()
		}
	})
	return a, err
}

// About is what a question is called and what it answers, and the command that
// asks it.
type About struct {
	Name    string
	Command string
	Alias   string
	Words   value.Words
	Example []string
	Columns []ColumnInfo // none: it is answered with one thing
	Answer  reflect.Type // what it is answered with
}

// ColumnInfo is a column without what fills it.
type ColumnInfo struct {
	Name      string
	Words     value.Words
	Technical bool
}

// Question is a [Query] or a [One] without its types.
type Question interface {
	About() About

	// Asking is the question with nothing asked yet.
	Asking() Asking
}

// Asking is a question with its filter: the parameters are set, and then it is
// asked, of views or of whoever answers in JSON.
type Asking struct {
	About  About
	Params []Param
	Ask    func(Asker, engine.Asked) (Answer, error)
	Read   func(decode func(any) error) (Answer, error)
}

// Answer is an answer without its type.
type Answer struct {
	Head  engine.Head
	Whole any         // as it is written
	Rows  []any       // one by one
	Note  value.Words // to be read below the rows
	cells func(Locale) [][]Cell
}

// Cells are the rows as people read them, column by column.
func (a Answer) Cells(l Locale) [][]Cell { return a.cells(l) }

// Cell is what stands in one column of one row, and what it names.
type Cell struct {
	Text string
	Ref  value.Ref
	Seq  uint64
}

// About says what the question is called.
func (q Query[F, R]) About() About {
	a := About{Name: q.Name, Command: q.Command, Alias: q.Alias, Words: q.Words, Example: q.Example, Answer: reflect.TypeFor[engine.Page[R]]()}
	if a.Command == "" {
		a.Command = q.Name
	}
	for _, c := range q.Columns {
		a.Columns = append(a.Columns, ColumnInfo{c.Name, c.Words, c.Technical})
	}
	return a
}

// Asking is the question with nothing asked yet.
func (q Query[F, R]) Asking() Asking {
	var f F
	return q.With(f)
}

// With is the question as a filter asks it.
func (q Query[F, R]) With(f F) Asking {
	x := Asking{About: q.About(),
		Ask: func(v Asker, at engine.Asked) (Answer, error) {
			p, err := q.Ask(v, at, f)
			return q.answer(f, p), err
		},
		Read: func(decode func(any) error) (Answer, error) {
			var p engine.Page[R]
			err := decode(&p)
			return q.answer(f, p), err
		}}
	if q.Params != nil {
		x.Params = q.Params(&f)
	}
	return x
}

// Typed is the answer with its type.
func (q Query[F, R]) Typed(a Answer) engine.Page[R] {
	p, _ := a.Whole.(engine.Page[R])
	return p
}

func (q Query[F, R]) answer(f F, p engine.Page[R]) Answer {
	a := Answer{Head: p.Head, Whole: p, cells: func(l Locale) [][]Cell { return cells(q.Columns, p.Rows, l) }}
	for _, r := range p.Rows {
		a.Rows = append(a.Rows, r)
	}
	if q.Note != nil {
		a.Note = q.Note(f)
	}
	return a
}

// Cells are rows of the question as people read them.
func (q Query[F, R]) Cells(rows []R, l Locale) [][]Cell { return cells(q.Columns, rows, l) }

func cells[R any](columns []Column[R], rows []R, l Locale) (out [][]Cell) {
	for _, r := range rows {
		line := make([]Cell, len(columns))
		for i, c := range columns {
			line[i].Text = c.Cell(r, l)
			if c.Ref != nil {
				line[i].Ref = c.Ref(r)
			}
			if c.Seq != nil {
				line[i].Seq = c.Seq(r)
			}
		}
		out = append(out, line)
	}
	return out
}

// About says what the question is called.
func (q One[F, A]) About() About {
	return About{Name: q.Name, Command: q.Name, Alias: q.Alias, Words: q.Words, Example: q.Example, Answer: reflect.TypeFor[A]()}
}

// Asking is the question with nothing asked yet.
func (q One[F, A]) Asking() Asking {
	var f F
	return q.With(f)
}

// With is the question as a filter asks it.
func (q One[F, A]) With(f F) Asking {
	return Asking{About: q.About(), Params: q.Params(&f),
		Ask: func(v Asker, at engine.Asked) (Answer, error) {
			a, err := q.Ask(v, at, f)
			return q.answer(a), err
		},
		Read: func(decode func(any) error) (Answer, error) {
			var a A
			err := decode(&a)
			return q.answer(a), err
		}}
}

// Typed is the answer with its type.
func (q One[F, A]) Typed(a Answer) A {
	t, _ := a.Whole.(A)
	return t
}

func (q One[F, A]) answer(a A) Answer {
	return Answer{Head: *q.Head(&a), Whole: a, Rows: q.Lines(a), cells: func(Locale) [][]Cell { return nil }}
}

// Route is the path under which the API answers the question, its parameters in
// braces.
func (x Asking) Route() string {
	path := "/api/" + x.About.Name
	for _, p := range x.Params {
		switch {
		case p.InPath && p.Form == ReferenceForm:
			path += "/{kind}/{id}"
		case p.InPath:
			path += "/{" + p.Name + "}"
		}
	}
	return path
}

// Parts are the parts of the path of this question, as it asks.
func (x Asking) Parts() []string {
	parts := []string{x.About.Name}
	for _, p := range x.Params {
		if p.InPath {
			parts = append(parts, strings.SplitN(p.Get(), "/", 2)...)
		}
	}
	return parts
}

// Locale is for whom something is told: the language, the zone of times, and
// the names by which people know things.
type Locale struct {
	Lang  value.Lang
	Zone  *time.Location
	Names value.Names
}

// LocaleFor is the locale of somebody who reads this answer.
func LocaleFor(h engine.Head, l value.Lang, zone *time.Location) Locale {
	return Locale{l, zone, h.Name}
}
