package api

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

// descriptions registers what describes the API itself, and what answers where
// nothing else does.
func (a *API) descriptions() {
	words := value.Words{ID: "Apa yang dapat dicatat", EN: "What can be recorded"}
	a.Handle(huma.Operation{Method: http.MethodGet, Path: "/api/events", OperationID: "events",
		Responses: answer("200", words, wire.JsonType, schemaOf[wire.Table](a.schemas))}, words,
		func(w http.ResponseWriter, r *http.Request) error {
			if err := wire.ReadParams(r, nil); err != nil {
				return err
			}
			return wire.Reply(w, http.StatusOK, wire.TableOfEvents())
		})

	// huma would write this lazily and without a lock.
	openAPI := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) })
	a.Mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		b, err := openAPI()
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(b)
	})
	a.Mux.HandleFunc("/", a.NothingHere)
}
