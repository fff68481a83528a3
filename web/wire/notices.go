package wire

import (
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/question"
)

// Resent is the answer to a wish to have a notice sent again.
type Resent struct {
	Key fact.NoticeKey `json:"key"`
}

func OfNotice(k *fact.NoticeKey) question.Param {
	return question.Param{Name: "key", Form: question.TextForm, Words: value.Words{ID: "kunci pemberitahuan", EN: "the notice's key"},
		Set: func(s string) error { return k.UnmarshalText([]byte(s)) },
		Get: func() string { return k.String() }}
}
