package web

import (
	"context"
	"net/http"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
)

// agreementsBody is a list of documents and how it was narrowed.
type agreementsBody struct {
	Page    projections.Page[projections.InstrumentRow]
	Asked   projections.InstrumentsAsked
	Parties []projections.AggregateRow // to choose from
	States  []domain.InstrumentState
}

func (a *api) agreementsPage(ctx context.Context, s *sheet, _ *http.Request, q projections.InstrumentsAsked) (err error) {
	b := agreementsBody{States: instrumentStates[1:]}
	q.Asked = s.at(50)
	if b.Page, err = a.Views.Instruments(ctx, q); err != nil {
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

// parties are those that a list can be narrowed to.
func (a *api) parties(ctx context.Context, s *sheet) ([]projections.AggregateRow, error) {
	q := s.Asked
	q.Limit, q.After = MaxRows, ""
	found, err := a.Views.List(ctx, value.KindParty, q)
	s.take(found.Head)
	return found.Rows, err
}

// listPage lists everything of one kind.
func (a *api) listPage(kind value.Kind) func(context.Context, *sheet, *http.Request, struct{}) error {
	return func(ctx context.Context, s *sheet, _ *http.Request, _ struct{}) error {
		found, err := a.Views.List(ctx, kind, s.at(100))
		s.take(found.Head)
		s.Title, s.Body = s.Capital(kind.Word().In(s.Lang)), found
		return err
	}
}

// shownBody is everything about one aggregate that has no page of its own.
type shownBody struct {
	projections.Shown
	Word      value.Words
	Documents projections.Page[projections.InstrumentRow] // of a party
	Open      openBody                                    // of a party
}

// shownPage shows one aggregate of the kind.
func (a *api) shownPage(kind value.Kind) func(context.Context, *sheet, *http.Request, struct{}) error {
	return func(ctx context.Context, s *sheet, r *http.Request, _ struct{}) (err error) {
		b := shownBody{Word: kind.Word()}
		ref, err := pageOf(r, kind)
		if err != nil {
			return err
		}
		if b.Shown, err = a.Views.Show(ctx, ref, s.Asked); err != nil {
			return err
		}
		s.take(b.Shown.Head)
		if kind == value.KindParty {
			err = a.ofParty(ctx, s, &b)
		}
		s.Title, s.Body = s.name(ref, s.Lang), b
		return err
	}
}

// ofParty adds the party's documents and what it has yet to sign.
func (a *api) ofParty(ctx context.Context, s *sheet, b *shownBody) (err error) {
	party := value.PartyID(b.Ref.ID)
	if b.Documents, err = a.Views.Instruments(ctx, projections.InstrumentsAsked{Asked: s.at(50), Party: party}); err != nil {
		return err
	}
	s.take(b.Documents.Head)
	b.Open.Page, err = a.Views.Open(ctx, projections.OpenAsked{Asked: s.at(50), Party: party})
	s.take(b.Open.Page.Head)
	b.Open.Turns = turns(b.Open.Page.Rows)
	return err
}
