package pages

import (
	"context"
	"net/http"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/projections/records"
)

// agreementsBody is a list of documents and how it was narrowed.
type agreementsBody struct {
	Page    engine.Page[projections.InstrumentRow]
	Asked   projections.InstrumentFilter
	Parties []records.AggregateRow // to choose from
	States  []value.Choice
}

func (a *site) agreementsPage(ctx context.Context, s *page, _ *http.Request, q projections.InstrumentFilter) (err error) {
	b := agreementsBody{States: choicesOf(projections.Instruments, "state")[1:]}
	if b.Page, err = projections.Instruments.Ask(a.Views, s.at(50), q); err != nil {
		return err
	}
	s.take(b.Page.Head)
	if b.Parties, err = a.parties(ctx, s); err != nil {
		return err
	}
	b.Asked = q
	s.Title, s.Body = s.T("Naskah", "Documents"), b
	return nil
}

// choicesOf are the values that a parameter of a question takes.
func choicesOf(q question.Question, name string) []value.Choice {
	for _, p := range q.Asking().Params {
		if p.Name == name {
			return p.Choices
		}
	}
	return nil
}

// parties are those that a list can be narrowed to.
func (a *site) parties(ctx context.Context, s *page) ([]records.AggregateRow, error) {
	q := s.Asked
	q.Limit, q.After = question.MaxRows, ""
	found, err := records.List.Ask(a.Views, q, records.ListFilter{Kind: value.KindParty})
	s.take(found.Head)
	return found.Rows, err
}

// listPage lists everything of one kind.
func (a *site) listPage(kind value.Kind) func(context.Context, *page, *http.Request, struct{}) error {
	return func(ctx context.Context, s *page, _ *http.Request, _ struct{}) error {
		found, err := records.List.Ask(a.Views, s.at(100), records.ListFilter{Kind: kind})
		s.take(found.Head)
		s.Title, s.Body = s.Capital(kind.Plural().In(s.Lang)), found
		return err
	}
}

// shownBody is everything about one aggregate that has no page of its own.
type shownBody struct {
	projections.Shown
	Word      value.Words
	Documents engine.Page[projections.InstrumentRow] // of a party
	Open      openBody                               // of a party
	Power     [][]pageCell                           // a power of attorney: what each thing of it is called, and what it is
	Columns   []value.Words                          // of what was signed under it
	Signed    [][]pageCell
}

// shownPage shows one aggregate of the kind.
func (a *site) shownPage(kind value.Kind) func(context.Context, *page, *http.Request, struct{}) error {
	return func(ctx context.Context, s *page, r *http.Request, _ struct{}) (err error) {
		b := shownBody{Word: kind.Word()}
		ref, err := pageOf(r, kind)
		if err != nil {
			return err
		}
		if b.Shown, err = projections.Show.Ask(a.Views, s.Asked, projections.ShowFilter{Ref: ref}); err != nil {
			return err
		}
		s.take(b.Shown.Head)
		if kind == value.KindParty {
			err = a.ofParty(ctx, s, &b)
		}
		if b.Mandate != nil {
			s.ofMandate(&b)
		}
		s.Title, s.Body = s.name(ref, s.Lang), b
		return err
	}
}

// WordNotYet is said of what was not there yet on the day asked.
func (shownBody) WordNotYet() value.Words { return projections.WordNotYet }

// ofMandate adds what the power says, and what was signed under it, as the questions
// about them tell it.
func (s *page) ofMandate(b *shownBody) {
	l := question.LocaleFor(s.Head, s.Lang, zone)
	power := projections.Mandates.Cells([]projections.MandateRow{*b.Mandate}, l)[0]
	for i, c := range projections.Mandates.Columns {
		if i > 0 && power[i].Text != "" { // the first is the heading
			b.Power = append(b.Power, []pageCell{{Text: s.Capital(c.Words.In(s.Lang))}, {power[i].Text, s.hrefOf(power[i])}})
		}
	}
	b.Columns, b.Signed = s.cells(projections.Signatures.About().Columns, projections.Signatures.Cells(b.Under, l))
}

// ofParty adds the party's documents and what it has yet to sign.
func (a *site) ofParty(ctx context.Context, s *page, b *shownBody) (err error) {
	party := value.PartyID(b.Ref.ID)
	if b.Documents, err = projections.Instruments.Ask(a.Views, s.at(50), projections.InstrumentFilter{Party: party}); err != nil {
		return err
	}
	s.take(b.Documents.Head)
	b.Open.Page, err = projections.OpenSignatures.Ask(a.Views, s.at(50), projections.OpenFilter{Party: party})
	s.take(b.Open.Page.Head)
	b.Open.Turns = turns(b.Open.Page.Rows)
	return err
}
