package wire

import (
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
