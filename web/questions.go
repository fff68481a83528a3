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

// questions registers an operation for every question.
func (a *api) questions() {
	for _, q := range projections.Queries {
		a.question(q)
	}
}

func (a *api) question(q projections.Question) {
	blank := q.Asking()
	path, words := blank.Route(), blank.About.Words
	a.handle(huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: operationID(path), Tags: []string{"baca"},
		Parameters: describe(append(blank.Params, around(new(projections.Asked), new(position))...)),
		Responses:  answer("200", words, jsonType, a.schemas.of(blank.About.Answer)),
	}, words, func(w http.ResponseWriter, r *http.Request) error {
		got, err := a.answer(r, q.Asking())
		if err != nil {
			return err
		}
		return reply(w, http.StatusOK, got.Whole)
	})
}

// answer puts a question as the request asks it.
func (a *api) answer(r *http.Request, x projections.Asking) (got projections.Answer, err error) {
	at, p := projections.Asked{Now: a.Now()}, position{}
	if err := readParams(r, append(inQuery(x.Params), around(&at, &p)...)); err != nil {
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
	if err := a.await(r.Context(), p); err != nil {
		return got, err
	}
	return x.Ask(a.Views, at)
}

// readPath reads a parameter that stands in the address.
func readPath(r *http.Request, p projections.Param) error {
	if p.Form != projections.ReferenceForm {
		return on(p.Name, p.Set(r.PathValue(p.Name)))
	}
	kind, err := kindIn(r)
	if err != nil {
		return err
	}
	ref, err := refIn(r, kind)
	if err != nil {
		return err
	}
	return p.Set(ref.String())
}

// position is which records an answer must know: up to a sequence, or all that
// the ledger holds when it is asked.
type position struct {
	seq    uint64
	latest bool
}

func (p *position) param() projections.Param {
	return projections.Param{Name: "min_seq", Form: projections.TextForm, Words: value.Words{
		ID: "jawab sesudah catatan ini terbaca: nomor urut, atau latest", EN: "answer once this record has been read: its number, or latest"},
		Set: func(s string) (err error) {
			if s == "latest" {
				p.latest = true
				return nil
			}
			if p.seq, err = strconv.ParseUint(s, 10, 64); err != nil {
				return NotAPosition.With(projections.Clip(s))
			}
			return nil
		},
		Get: func() string {
			switch {
			case p.latest:
				return "latest"
			case p.seq > 0:
				return strconv.FormatUint(p.seq, 10)
			}
			return ""
		}}
}

// around are the parameters of every question.
func around(at *projections.Asked, p *position) []projections.Param {
	ps := at.Params()
	return append([]projections.Param{ps[0], ps[1], p.param()}, ps[2:]...)
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
