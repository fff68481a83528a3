package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
	"mufakat/projections"
)

// reads registers one operation for each question.
func (a *api) reads() {
	read(a, "/api/instruments", value.Words{ID: "Naskah dan keadaannya", EN: "Documents and where they stand"},
		func(q *projections.InstrumentsAsked) (*projections.Asked, []param) { return &q.Asked, instruments(q) },
		func(ctx context.Context, _ *http.Request, q projections.InstrumentsAsked) (projections.Page[projections.InstrumentRow], error) {
			return a.Views.Instruments(ctx, q)
		})
	read(a, "/api/signatures", value.Words{ID: "Siapa menandatangani, kapan", EN: "Who signed when"},
		func(q *projections.SignaturesAsked) (*projections.Asked, []param) { return &q.Asked, signatures(q) },
		func(ctx context.Context, _ *http.Request, q projections.SignaturesAsked) (projections.Page[projections.SignatureRow], error) {
			return a.Views.Signatures(ctx, q)
		})
	read(a, "/api/open", value.Words{ID: "Yang belum ditandatangani", EN: "What is not yet signed"},
		func(q *projections.OpenAsked) (*projections.Asked, []param) { return &q.Asked, open(q) },
		func(ctx context.Context, _ *http.Request, q projections.OpenAsked) (projections.Page[projections.OpenRow], error) {
			return a.Views.Open(ctx, q)
		})
	read(a, "/api/deferrals", value.Words{ID: "Penandatanganan yang ditunda", EN: "Signings put off"},
		func(q *projections.DeferralsAsked) (*projections.Asked, []param) { return &q.Asked, deferrals(q) },
		func(ctx context.Context, _ *http.Request, q projections.DeferralsAsked) (projections.Page[projections.DeferralRow], error) {
			return a.Views.Deferrals(ctx, q)
		})
	read(a, "/api/copies", value.Words{ID: "Penyerahan naskah", EN: "Hand-overs of papers"},
		func(q *projections.CopiesAsked) (*projections.Asked, []param) { return &q.Asked, copies(q) },
		func(ctx context.Context, _ *http.Request, q projections.CopiesAsked) (projections.Page[projections.CopyRow], error) {
			return a.Views.Copies(ctx, q)
		})
	read(a, "/api/holders", value.Words{ID: "Pejabat dan masa jabatannya", EN: "Holders of offices and when"},
		func(q *projections.HoldersAsked) (*projections.Asked, []param) { return &q.Asked, holders(q) },
		func(ctx context.Context, _ *http.Request, q projections.HoldersAsked) (projections.Page[projections.HolderRow], error) {
			return a.Views.Holders(ctx, q)
		})
	read(a, "/api/accounts", value.Words{ID: "Keterangan yang berbeda", EN: "Where accounts differ"},
		func(q *projections.AccountsAsked) (*projections.Asked, []param) { return &q.Asked, accounts(q) },
		func(ctx context.Context, _ *http.Request, q projections.AccountsAsked) (projections.Page[projections.QuestionRow], error) {
			return a.Views.Accounts(ctx, q)
		})
	a.readsOfOne()
}

// readsOfOne registers the questions about what the path names.
func (a *api) readsOfOne() {
	read(a, "/api/list/{kind}", value.Words{ID: "Semua dari satu jenis", EN: "All of one kind"}, plain,
		func(ctx context.Context, r *http.Request, q projections.Asked) (p projections.Page[projections.AggregateRow], err error) {
			kind, err := kindIn(r)
			if err != nil {
				return p, err
			}
			return a.Views.List(ctx, kind, q)
		})
	read(a, "/api/show/{kind}/{id}", value.Words{ID: "Semua tentang satu berkas", EN: "Everything about one file"}, plain,
		func(ctx context.Context, r *http.Request, q projections.Asked) (s projections.Shown, err error) {
			ref, err := aggregateIn(r)
			if err != nil {
				return s, err
			}
			return a.Views.Show(ctx, ref, q)
		})
	read(a, "/api/history/{kind}/{id}", value.Words{ID: "Catatan satu berkas", EN: "The records of one file"},
		func(q *projections.HistoryAsked) (*projections.Asked, []param) { return &q.Asked, bodies(&q.Bodies) },
		func(ctx context.Context, r *http.Request, q projections.HistoryAsked) (p projections.Page[projections.HistoryRow], err error) {
			if q.Ref, err = aggregateIn(r); err != nil {
				return p, err
			}
			return a.Views.History(ctx, q)
		})
	read(a, "/api/records/{record}", value.Words{ID: "Satu catatan", EN: "One record"}, plain,
		func(ctx context.Context, r *http.Request, q projections.Asked) (p projections.Page[projections.HistoryRow], err error) {
			s := r.PathValue("record")
			if _, err := strconv.ParseUint(s, 10, 64); err != nil && !value.IsUUID(s) {
				return p, notARecord.With(clip(s))
			}
			return a.Views.Record(ctx, s, q)
		})
}

func plain(q *projections.Asked) (*projections.Asked, []param) { return q, nil }

// aggregateIn is the aggregate that kind and id in the path name.
func aggregateIn(r *http.Request) (ref value.Ref, err error) {
	kind, err := kindIn(r)
	if err != nil {
		return ref, err
	}
	return refIn(r, kind)
}

// read registers one question Q with its answer R.
func read[Q, R any](a *api, path string, w value.Words,
	params func(*Q) (*projections.Asked, []param),
	ask func(context.Context, *http.Request, Q) (R, error)) {
	parse := func(q *Q, p *position) (*projections.Asked, []param) {
		asked, own := params(q)
		return asked, append(own, asking(asked, p)...)
	}
	_, all := parse(new(Q), new(position))
	a.handle(huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: operationID(path), Tags: []string{"baca"},
		Parameters: append(inPath(path), describe(all)...),
		Responses:  answer("200", w, jsonType, schemaOf[R](a.schemas)),
	}, w, func(w http.ResponseWriter, r *http.Request) error {
		var q Q
		var p position
		asked, params := parse(&q, &p)
		if err := readParams(r, params); err != nil {
			return err
		}
		asked.Now = a.Now()
		if err := a.await(r.Context(), p); err != nil {
			return err
		}
		answer, err := ask(r.Context(), r, q)
		if err != nil {
			return err
		}
		return reply(w, http.StatusOK, answer)
	})
}

// patience is how long a question waits for the views to hold a record.
const patience = 10 * time.Second

// await waits until the views hold what the question must know. Who asks for
// the latest wants an answer even when the ledger cannot be read to its end:
// then the answer says up to which record it goes.
func (a *api) await(ctx context.Context, p position) error {
	if p.latest {
		p.seq = a.Ledger.Status(ctx).Last
	}
	if p.seq == 0 || a.Views.Position() >= p.seq {
		return nil
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := a.Views.Await(wait, p.seq)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case wait.Err() != nil:
		return notThereYet.With(p.seq, a.Views.Position())
	case p.latest:
		return nil
	}
	return err
}
