package web

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// EventInfo is one row of the table of events: what can be recorded, and how it
// is stored and told. An older version has no command.
type EventInfo struct {
	Type    fact.Type   `json:"type"`
	Kind    value.Kind  `json:"kind"`
	Of      value.Words `json:"of"` // what people call the kind
	Command string      `json:"command,omitempty"`
	Words   value.Words `json:"words"` // the sentence, with {field} where fields go
	Fields  []FieldInfo `json:"fields,omitempty"`
}

// FieldInfo describes one field for help and forms.
type FieldInfo struct {
	Name    string         `json:"name"`
	Label   value.Words    `json:"label"`
	Form    fact.Form      `json:"form"`
	Kind    value.Kind     `json:"kind,omitempty"`    // of a reference: to what
	Choices []value.Choice `json:"choices,omitempty"` // of a choice
	Told    bool           `json:"told,omitempty"`    // may also be {"oneOf":[…]} or {"inWords":"…"}
	List    bool           `json:"list,omitempty"`
	Fields  []FieldInfo    `json:"fields,omitempty"` // of an object
}

// Table is what can be recorded: what may stand around every fact, and the
// facts.
type Table struct {
	Around []FieldInfo `json:"around"`
	Events []EventInfo `json:"events"`
}

// TableOfEvents is the table as this program knows it.
func TableOfEvents() (t Table) {
	t.Around = infos(fact.EnvelopeFields())
	for e := range domain.Events() {
		t.Events = append(t.Events, EventInfo{e.Type, e.Kind, e.Kind.Word(), e.Command, e.Words, infos(e.Fields)})
	}
	return t
}

func infos(fs []fact.Field) (out []FieldInfo) {
	for _, f := range fs {
		out = append(out, FieldInfo{f.Name, f.Label, f.Form, f.Kind, f.Choices, f.Stated, f.List, infos(f.Fields)})
	}
	return out
}

// descriptions registers what describes the API itself, and what answers where
// nothing else does.
func (a *api) descriptions() {
	words := value.Words{ID: "Apa yang dapat dicatat", EN: "What can be recorded"}
	a.handle(huma.Operation{Method: http.MethodGet, Path: "/api/events", OperationID: "events",
		Responses: answer("200", words, jsonType, schemaOf[Table](a.schemas))}, words,
		func(w http.ResponseWriter, r *http.Request) error {
			if err := readParams(r, nil); err != nil {
				return err
			}
			return reply(w, http.StatusOK, TableOfEvents())
		})

	// huma would write this lazily and without a lock.
	openAPI := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) })
	a.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		b, err := openAPI()
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(b)
	})
	a.mux.HandleFunc("/", a.nothingHere)
}
