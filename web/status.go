package web

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
)

// Status is how the ledger and its views are.
type Status struct {
	Ledger   string            `json:"ledger"`
	Created  time.Time         `json:"created"`
	Meta     map[string]string `json:"meta,omitempty"` // what init was given, such as demo
	Last     uint64            `json:"last"`           // sequence of the newest record
	Writable bool              `json:"writable"`
	Why      *value.Refusal    `json:"why,omitempty"`      // why it takes no commands
	NATS     string            `json:"nats,omitempty"`     // URL of the external server; empty: embedded
	Reader   string            `json:"reader,omitempty"`   // where other programs can read it
	Warnings []value.Words     `json:"warnings,omitempty"` // what an operator should know

	// What follows is filled in by this package.

	Position uint64         `json:"position"` // the last record the views hold
	Ready    bool           `json:"ready"`
	NotReady *value.Refusal `json:"notReady,omitempty"` // why not
	Version  string         `json:"version,omitempty"`  // of the program
}

// status asks the ledger and the views.
func (a *api) status(r *http.Request) Status {
	s := a.Ledger.Status(r.Context())
	s.Position, s.Version, s.Ready = a.Views.Position(), a.Version, true
	if err := a.Views.Ready(); err != nil {
		p := a.problemOf(err, value.Indonesian)
		s.Ready, s.NotReady = false, &value.Refusal{Code: p.Code, Class: classOf(p.Class), Field: p.Field, ID: p.ID, EN: p.EN}
	}
	return s
}

// states registers what says how things are.
func (a *api) states() {
	words := value.Words{ID: "Keadaan buku catatan", EN: "How the ledger is"}
	a.handle(huma.Operation{Method: http.MethodGet, Path: "/api/status", OperationID: "status",
		Responses: answer("200", words, jsonType, schemaOf[Status](a.schemas))}, words,
		func(w http.ResponseWriter, r *http.Request) error {
			if err := readParams(r, nil); err != nil {
				return err
			}
			return reply(w, http.StatusOK, a.status(r))
		})
	words = value.Words{ID: "Apakah prosesnya hidup", EN: "Whether the process is alive"}
	a.handle(huma.Operation{Method: http.MethodGet, Path: "/healthz", OperationID: "healthz",
		Responses: answer("200", words, jsonType, &huma.Schema{Type: huma.TypeObject})}, words,
		func(w http.ResponseWriter, _ *http.Request) error {
			return reply(w, http.StatusOK, struct {
				Alive bool `json:"alive"`
			}{true})
		})
	words = value.Words{ID: "Apakah siap menjawab dan mencatat", EN: "Whether it is ready to answer and to record"}
	a.handle(huma.Operation{Method: http.MethodGet, Path: "/readyz", OperationID: "readyz",
		Responses: answer("200", words, jsonType, schemaOf[Status](a.schemas))}, words, a.readyz)
}

// readyz answers 503 with the reason, whatever class the reason has: whoever
// asks wants to know where to send requests.
func (a *api) readyz(w http.ResponseWriter, r *http.Request) error {
	s := a.status(r)
	why := s.NotReady
	if why == nil && !s.Writable {
		why = s.Why
		if why == nil {
			why = readOnly
		}
	}
	if why != nil {
		return notReady.With(why)
	}
	return reply(w, http.StatusOK, s)
}
