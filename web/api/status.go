package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

// status asks the views and then the ledger, so that they are never beyond it.
func (a *API) status(r *http.Request) wire.Status {
	at := a.Views.Position()
	s := a.Ledger.Status(r.Context())
	s.Position, s.Version, s.Ready = at, a.Version, true
	if err := a.Views.Ready(); err != nil {
		p := wire.ProblemOf(err, value.Indonesian, a.Log)
		s.Ready, s.NotReady = false, &value.Refusal{Code: p.Code, Class: wire.ClassOf(p.Class), Field: p.Field, ID: p.ID, EN: p.EN}
	}
	return s
}

// states registers what says how things are.
func (a *API) states() {
	words := value.Words{ID: "Keadaan buku catatan", EN: "How the ledger is"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/api/status", OperationID: "status",
		Responses: answer("200", words, wire.JsonType, schemaOf[wire.Status](a.schemas))}, words,
		func(w http.ResponseWriter, r *http.Request) error {
			if err := wire.ReadParams(r, nil); err != nil {
				return err
			}
			return wire.Reply(w, http.StatusOK, a.status(r))
		})
	words = value.Words{ID: "Apakah prosesnya hidup", EN: "Whether the process is alive"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/healthz", OperationID: "healthz",
		Responses: answer("200", words, wire.JsonType, &huma.Schema{Type: huma.TypeObject})}, words,
		func(w http.ResponseWriter, _ *http.Request) error {
			return wire.Reply(w, http.StatusOK, struct {
				Alive bool `json:"alive"`
			}{true})
		})
	words = value.Words{ID: "Apakah siap menjawab dan mencatat", EN: "Whether it is ready to answer and to record"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/readyz", OperationID: "readyz",
		Responses: answer("200", words, wire.JsonType, schemaOf[wire.Status](a.schemas))}, words, a.readyz)
}

// readyz answers 503 with the reason, whatever class the reason has: whoever
// asks wants to know where to send requests.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) error {
	s := a.status(r)
	why := s.NotReady
	if why == nil && !s.Writable {
		why = s.Why
		if why == nil {
			why = wire.ReadOnly
		}
	}
	if why != nil {
		return wire.NotReady.With(why)
	}
	return wire.Reply(w, http.StatusOK, s)
}
