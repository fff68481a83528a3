package notify

import (
	"bytes"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
)

// Message is what a notice says to its subscriber.
type Message struct {
	Ledger   string
	Demo     bool
	Key      noticelog.Key
	Number   uint64
	About    value.Ref
	Source   value.Ref
	Planned  time.Time
	Language value.Lang
	Sentence string
	ToDo     string
	Link     string

	Moot noticelog.Trouble // why it is not to be sent any more; empty where it is
}

// event is the body of a webhook: a CloudEvents 1.0 event in structured mode.
// Its members are the format that subscribers read; see docs/webhooks.md.
type event struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"`
	Source          string    `json:"source"`
	Type            string    `json:"type"`
	Subject         string    `json:"subject"`
	Time            time.Time `json:"time"`
	DataContentType string    `json:"datacontenttype"`
	Data            data      `json:"data"`
}

type data struct {
	Key      noticelog.Key `json:"key"`
	Number   uint64        `json:"number"`
	Rule     fact.Rule     `json:"rule"`
	Record   uint64        `json:"record"`
	Source   value.Ref     `json:"source"`
	Language value.Lang    `json:"language"`
	Sentence string        `json:"sentence"`
	ToDo     string        `json:"toDo"`
	Link     string        `json:"link"`
	Demo     bool          `json:"demo,omitzero"`
}

const contentType = "application/cloudevents+json; charset=utf-8"

// body writes the message; each try of it is written alike.
func (m Message) body() ([]byte, error) {
	b, err := json.Marshal(event{
		SpecVersion: "1.0", ID: m.Key.WebhookID(), Source: "/ledgers/" + m.Ledger, Type: "id.mufakat.notice." + string(m.Key.Rule) + ".v1",
		Subject: m.About.String(), Time: m.Planned.UTC(), DataContentType: "application/json",
		Data: data{Key: m.Key, Number: m.Number, Rule: m.Key.Rule, Record: m.Key.Seq, Source: m.Source, Language: m.Language,
			Sentence: m.Sentence, ToDo: m.ToDo, Link: m.Link, Demo: m.Demo},
	}, json.Deterministic(true))
	return bytes.TrimSpace(b), err
}
