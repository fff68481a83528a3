package api

import (
	"context"
	"errors"
	"net/http"

	"mufakat/web/wire"
)

// refuse answers with err, in a form that the caller can read, unless the caller has gone away.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	if a.RefuseInstead != nil && a.RefuseInstead(w, r, err) {
		return
	}
	l := wire.Language(r.Header.Get("Accept-Language"))
	p := wire.ProblemOf(err, l, a.Log)
	b, err := wire.Encode(p)
	if err != nil {
		panic(err) // strings and numbers
	}
	h := w.Header()
	h.Set("Content-Type", wire.ProblemType)
	h.Set("Content-Language", string(l))
	h.Set("Vary", "Accept-Language")
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "2")
	}
	w.WriteHeader(p.Status)
	w.Write(append(b, '\n'))
}
