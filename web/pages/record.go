package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/projections/question"
	"mufakat/projections/records"
	"mufakat/web/wire"
)

// recordBody is one record and its neighbours in its file.
type recordBody struct {
	records.HistoryRow
	Before, After uint64                    // records of the same file; 0: none
	Late          string                    // how long after the event it was recorded, in words
	Signature     *projections.SignatureRow // where it tells one
}

func (a *site) recordPage(ctx context.Context, s *page, r *http.Request, _ struct{}) error {
	name := r.PathValue("record")
	if _, err := strconv.ParseUint(name, 10, 64); err != nil && !value.IsUUID(name) {
		return wire.NoSuchPage.With(value.Clip(r.URL.Path))
	}
	found, err := records.One.Ask(a.Views, s.Asked, records.OneFilter{Record: name})
	if err != nil {
		return err
	}
	s.take(found.Head)
	if len(found.Rows) == 0 {
		return wire.NoSuchPage.With(value.Clip(r.URL.Path))
	}
	b := recordBody{HistoryRow: found.Rows[0]}
	b.Late = s.late(b.HistoryRow)
	b.Details = slices.DeleteFunc(slices.Clone(b.Details), func(d records.Detail) bool {
		return d.Field == "occurred" || d.Field == "evidence" // told above and below
	})
	if err := a.signature(s, &b); err != nil {
		return err
	}
	if err := a.neighbours(ctx, s, &b); err != nil {
		return err
	}
	s.Title, s.Body = s.Tf("Catatan %d", "Record %d", b.Seq), b
	s.Section = pathOfKind[b.Ref.Kind]
	return nil
}

// signature adds by what right it was signed.
func (a *site) signature(s *page, b *recordBody) error {
	if !typeIs(b.HistoryRow, "signed-by-party") {
		return nil
	}
	f := projections.SignatureOfFilter{Instrument: value.InstrumentID(b.Ref.ID), Record: b.Record}
	found, err := projections.SignatureOf.Ask(a.Views, s.Asked, f)
	if err != nil || len(found.Rows) == 0 {
		return err
	}
	s.take(found.Head)
	b.Signature = &found.Rows[0]
	return nil
}

// late says how long after the event it was recorded, in working days.
func (s *page) late(r records.HistoryRow) string {
	w, ok := value.WorkingDaysSince(r.Occurred, value.At(r.Recorded))
	switch {
	case !ok:
		return ""
	case w.Days == 0 && w.Most == 0:
		return s.T("pada hari kejadiannya", "on the day it happened")
	}
	return s.Tf("%s sesudah kejadian", "%s after it happened", w.In(s.Lang))
}

// neighbours finds the records before and after it in its file.
func (a *site) neighbours(ctx context.Context, s *page, b *recordBody) error {
	q := s.Asked
	q.Limit = question.MaxRows
	file, err := records.History.Ask(a.Views, q, records.HistoryFilter{Ref: b.Ref})
	if err != nil {
		return err
	}
	for _, r := range file.Rows {
		switch {
		case r.Seq < b.Seq:
			b.Before = r.Seq
		case r.Seq > b.Seq && b.After == 0:
			b.After = r.Seq
		}
	}
	return nil
}
