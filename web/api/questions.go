package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/projections"
	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/web/wire"
)

// questions registers an operation for every question.
func (a *API) questions() {
	for _, q := range projections.Queries {
		a.question(q)
	}
}

func (a *API) question(q question.Question) {
	blank := q.Asking()
	path, words := blank.Route(), blank.About.Words
	a.Handle(huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: operationID(path), Tags: []string{"baca"},
		Parameters: describe(append(blank.Params, wire.Around(new(engine.Asked), new(wire.Position))...)),
		Responses:  answer("200", words, wire.JsonType, a.schemas.of(blank.About.Answer)),
	}, words, func(w http.ResponseWriter, r *http.Request) error {
		got, err := a.answer(r, q.Asking())
		if err != nil {
			return err
		}
		return wire.Reply(w, http.StatusOK, got.Whole)
	})
}

// answer puts a question as the request asks it.
func (a *API) answer(r *http.Request, x question.Asking) (got question.Answer, err error) {
	at, p := engine.Asked{Now: a.Now()}, wire.Position{}
	if err := wire.ReadParams(r, append(wire.InQuery(x.Params), wire.Around(&at, &p)...)); err != nil {
		return got, err
	}
	for _, own := range x.Params {
		if !own.InPath {
			continue
		}
		if err := readPath(r, own); err != nil {
			return got, err
		}
	}
	if err := a.Await(r.Context(), p); err != nil {
		return got, err
	}
	return x.Ask(a.Views, at)
}

// readPath reads a parameter that stands in the address.
func readPath(r *http.Request, p question.Param) error {
	if p.Form != question.ReferenceForm {
		return wire.On(p.Name, p.Set(r.PathValue(p.Name)))
	}
	kind, err := kindIn(r)
	if err != nil {
		return err
	}
	ref, err := RefIn(r, kind)
	if err != nil {
		return err
	}
	return p.Set(ref.String())
}

// patience is how long a question waits for the views to hold a record.
const patience = 10 * time.Second

// Await waits until the views hold what the question must know. Whoever asks for
// the latest wants an answer even when the ledger cannot be read to its end:
// then the answer says up to which record it goes.
func (a *API) Await(ctx context.Context, p wire.Position) error {
	if p.Latest {
		p.Seq = a.Ledger.Status(ctx).Last
	}
	if p.Seq == 0 || a.Views.Position() >= p.Seq {
		return nil
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := a.Views.Await(wait, p.Seq)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case wait.Err() != nil:
		return wire.NotThereYet.With(p.Seq, a.Views.Position())
	case p.Latest:
		return nil
	}
	return err
}
