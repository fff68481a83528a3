package wire

import (
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/question"
)

// Resent is the answer to a wish to have a notice sent again.
type Resent struct {
	Key noticelog.Key `json:"key"`
}

func OfNotice(k *noticelog.Key) question.Param {
	return question.Param{Name: "key", Form: question.TextForm, Words: value.Words{ID: "kunci pemberitahuan", EN: "the notice's key"},
		Set: func(s string) error { return k.UnmarshalText([]byte(s)) },
		Get: func() string { return k.String() }}
}
