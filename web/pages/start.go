package pages

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/engine"
)

// few is how many rows of each thing stand on the start page.
const few = 8

// accountsShown is how many of the accounts that differ are told there whole.
const accountsShown = 4

// startBody is what needs attention.
type startBody struct {
	Open      openBody
	Deferrals engine.Page[projections.DeferralRow]
	Copies    engine.Page[projections.DeliveryRow]
	Accounts  engine.Page[projections.QuestionRow]
	Questions []projections.QuestionRow // the first of them
}

func (a *site) startPage(ctx context.Context, s *page, _ *http.Request, _ struct{}) error {
	var b startBody
	var errs [4]error
	q := s.at(few)
	b.Open.Page, errs[0] = projections.OpenSignatures.Ask(a.Views, q, projections.OpenFilter{})
	b.Deferrals, errs[1] = projections.Deferrals.Ask(a.Views, q, projections.DeferralFilter{Open: true})
	b.Copies, errs[2] = projections.Deliveries.Ask(a.Views, q, projections.DeliveryFilter{Waiting: true})
	b.Accounts, errs[3] = projections.Accounts.Ask(a.Views, q, projections.AccountFilter{})
	b.Questions = b.Accounts.Rows[:min(accountsShown, len(b.Accounts.Rows))]
	b.Open.Turns = turns(b.Open.Page.Rows)
	for _, h := range []engine.Head{b.Open.Page.Head, b.Deferrals.Head, b.Copies.Head, b.Accounts.Head} {
		s.take(h)
	}
	if st := a.Ledger.Status(ctx); s.Warning == "" && !st.Writable && st.Why != nil {
		s.Warning = s.T("Perintah ditolak. ", "Commands are refused. ") + st.Why.In(s.Lang)
	}
	s.Title, s.Body = s.T("Yang perlu perhatian", "What needs attention"), b
	return errors.Join(errs[:]...)
}

// openBody is what is not yet signed, by whose turn it is.
type openBody struct {
	Page  engine.Page[projections.OpenRow]
	Turns []turn
	Party value.PartyID
	Whole bool // on a page of its own
}

// turn is what one party has yet to sign, the longest open first.
type turn struct {
	Party value.Stated[value.PartyID]
	Rows  []projections.OpenRow
}

func turns(rows []projections.OpenRow) (ts []turn) {
	at := map[string]int{}
	for _, r := range rows {
		party := fmt.Sprint(r.Signatory.Party.Candidates(), r.Signatory.Party.Words())
		i, there := at[party]
		if !there {
			i, at[party] = len(ts), len(ts)
			ts = append(ts, turn{Party: r.Signatory.Party})
		}
		ts[i].Rows = append(ts[i].Rows, r)
	}
	return ts
}

func (a *site) openPage(ctx context.Context, s *page, _ *http.Request, q projections.OpenFilter) error {
	found, err := projections.OpenSignatures.Ask(a.Views, s.at(50), q)
	s.take(found.Head)
	s.Title = s.T("Belum ditandatangani", "Not yet signed")
	s.Body = openBody{found, turns(found.Rows), q.Party, true}
	return err
}

func (a *site) deferralsPage(ctx context.Context, s *page, _ *http.Request, q projections.DeferralFilter) error {
	found, err := projections.Deferrals.Ask(a.Views, s.at(50), q)
	s.take(found.Head)
	s.Title, s.Body = s.T("Penandatanganan yang ditunda", "Signings put off"), found
	return err
}

func (a *site) copiesPage(ctx context.Context, s *page, _ *http.Request, q projections.DeliveryFilter) error {
	found, err := projections.Deliveries.Ask(a.Views, s.at(50), q)
	s.take(found.Head)
	s.Title, s.Body = s.T("Penyerahan naskah", "Hand-overs of documents"), found
	return err
}

func (a *site) accountsPage(ctx context.Context, s *page, _ *http.Request, q projections.AccountFilter) error {
	found, err := projections.Accounts.Ask(a.Views, s.at(20), q)
	s.take(found.Head)
	s.Title, s.Body = s.T("Keterangan yang berbeda", "Where accounts differ"), found
	return err
}
