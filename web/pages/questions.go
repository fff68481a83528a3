package pages

import (
	"context"
	"net/http"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// Every question has a plain page: its form and its rows. Some have a page with a
// layout of its own besides.

const questionsPath = "/tanya"

// questionPages registers the list of questions, and the page of each that is
// answered with rows.
func (a *site) questionPages() {
	register(a, questionsPath, "questions", nil, a.questionsPage)
	for _, q := range plainQuestions() {
		register(a, questionsPath+"/"+q.About().Name, "question", func(x *question.Asking) []question.Param {
			*x = q.Asking()
			return x.Params
		}, a.questionPage)
	}
}

func plainQuestions() (qs []question.Question) {
	for _, q := range projections.Queries {
		if len(q.About().Columns) > 0 {
			qs = append(qs, q)
		}
	}
	return qs
}

// questionLink is one question in their list.
type questionLink struct {
	Text    value.Words
	Href    string
	Command string // that asks it, too
}

func (a *site) questionsPage(ctx context.Context, s *page, _ *http.Request, _ struct{}) error {
	var links []questionLink
	for _, q := range plainQuestions() {
		about := q.About()
		links = append(links, questionLink{about.Words, s.Href(questionsPath + "/" + about.Name), "mufakat " + about.Command})
	}
	s.Head.Demo = a.demo(ctx)
	s.Title, s.Body = s.T("Pertanyaan", "Questions"), links
	return nil
}

// demo reports whether the ledger is a demonstration, for pages that ask
// nothing of the views.
func (a *site) demo(ctx context.Context) bool { return a.Ledger.Status(ctx).Meta["demo"] == "true" }

// questionBody is a question, what it was narrowed by, and its rows.
type questionBody struct {
	Fields   []formField
	Narrowed bool   // by one of them
	Plain    string // this page with none
	Asked    bool   // what must be given was given
	Columns  []value.Words
	Rows     [][]pageCell
	Note     string
	Head     engine.Head
}

// formField is a parameter as a field of the page's form.
type formField struct {
	question.Param
	Value   string // as asked
	Choices []value.Choice
}

// pageCell is what stands in a cell, and where it leads.
type pageCell struct{ Text, Href string }

func (a *site) questionPage(ctx context.Context, s *page, _ *http.Request, x question.Asking) error {
	b := questionBody{Asked: true}
	without := []string{"cursor", ""}
	for _, p := range x.Params {
		f := formField{p, p.Get(), p.Choices}
		if p.Form == question.KindForm {
			f.Choices = value.KindParty.Choices()
		}
		b.Fields, without = append(b.Fields, f), append(without, p.Name, "")
		b.Asked = b.Asked && (f.Value != "" || !p.InPath)
		b.Narrowed = b.Narrowed || f.Value != ""
	}
	b.Plain = s.Changed(without...)
	s.Title, s.Body = x.About.Words.In(s.Lang), &b
	if !b.Asked {
		s.Head.Demo = a.demo(ctx)
		return nil
	}
	got, err := x.Ask(a.Views, s.at(50))
	if err != nil {
		return err
	}
	s.take(got.Head)
	b.Head, b.Note = got.Head, got.Note.In(s.Lang)
	b.Columns, b.Rows = s.cells(x.About.Columns, got.Cells(question.LocaleFor(got.Head, s.Lang, zone)))
	return nil
}

// cells are the columns and rows without identifiers, which nobody reads.
func (s *page) cells(columns []question.ColumnInfo, rows [][]question.Cell) (words []value.Words, out [][]pageCell) {
	for _, c := range columns {
		if !c.Technical {
			words = append(words, c.Words)
		}
	}
	for _, r := range rows {
		var line []pageCell
		for i, c := range r {
			if !columns[i].Technical {
				line = append(line, pageCell{c.Text, s.hrefOf(c)})
			}
		}
		out = append(out, line)
	}
	return words, out
}

// hrefOf is the page about what a cell names, or of the record that it rests on.
func (s *page) hrefOf(c question.Cell) string {
	switch {
	case c.Seq > 0:
		return s.Record(c.Seq)
	case c.Ref.Kind != "":
		return s.to(c.Ref).Href
	}
	return ""
}
