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

// unread are the refusals of what net/http could not read as a request.
var unread = map[int]error{
	http.StatusRequestTimeout:              wire.RequestTooSlow,
	http.StatusExpectationFailed:           wire.NoSuchExpectation,
	http.StatusRequestHeaderFieldsTooLarge: wire.HeadTooLarge,
	http.StatusNotImplemented:              wire.NoSuchCoding,
	http.StatusHTTPVersionNotSupported:     wire.NoSuchVersion,
}

// RefuseUnread answers where net/http would answer by itself, with a status.
func (a *API) RefuseUnread(w http.ResponseWriter, r *http.Request, status int) {
	guarded(w.Header())
	err := unread[status]
	if err == nil {
		err = wire.NotHTTP
	}
	a.refuse(w, r, err)
}
