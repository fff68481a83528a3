package wire

import (
	"strconv"

	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/projections/question"
)

// Position is which records an answer must know: up to a sequence, or all that
// the ledger holds when it is asked.
type Position struct {
	Seq    uint64
	Latest bool
}

func (p *Position) param() question.Param {
	return question.Param{Name: "min_seq", Form: question.TextForm, Words: value.Words{
		ID: "jawab sesudah catatan ini terbaca: nomor urut, atau latest", EN: "answer once this record has been read: its number, or latest"},
		Set: func(s string) (err error) {
			if s == "latest" {
				p.Latest = true
				return nil
			}
			if p.Seq, err = strconv.ParseUint(s, 10, 64); err != nil {
				return NotAPosition.With(value.Clip(s))
			}
			return nil
		},
		Get: func() string {
			switch {
			case p.Latest:
				return "latest"
			case p.Seq > 0:
				return strconv.FormatUint(p.Seq, 10)
			}
			return ""
		}}
}

// Around are the parameters of every question.
func Around(at *engine.Asked, p *Position) []question.Param {
	ps := question.Params(at)
	return append([]question.Param{ps[0], ps[1], p.param()}, ps[2:]...)
}
