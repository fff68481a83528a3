package engine

import (
	"time"

	"mufakat/domain/value"
)

// Progress is how far a rebuild or a verification has come.
type Progress struct {
	Phase string `json:"phase"` // read, fold, write, check
	Done  uint64 `json:"done"`
	Total uint64 `json:"total"` // fixed at the start
	Took  Took   `json:"took"`
}

// Took is how long something took; in JSON it is written as Go writes a
// duration: 1.532s.
type Took time.Duration

// Since is how long it is since began.
func Since(began time.Time) Took { return Took(time.Since(began)) }

func (t Took) Seconds() float64             { return time.Duration(t).Seconds() }
func (t Took) MarshalText() ([]byte, error) { return []byte(time.Duration(t).String()), nil }
func (t *Took) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	*t = Took(d)
	return err
}

// Rate is records a second so far.
func (p Progress) Rate() float64 {
	if p.Took <= 0 {
		return 0
	}
	return float64(p.Done) / p.Took.Seconds()
}

// Rebuilt is the end of a rebuild.
type Rebuilt struct {
	Position uint64     `json:"position"`
	Digest   value.Hash `json:"digest,omitzero"`
	Took     Took       `json:"took"`
}

// Verified is what a verification found.
type Verified struct {
	Records  uint64           `json:"records"` // that were read and folded again
	Position uint64           `json:"position"`
	Digest   value.Hash       `json:"digest,omitzero"` // of the live views
	Afresh   value.Hash       `json:"afresh,omitzero"` // of views folded afresh at the same record
	Wrong    []*value.Refusal `json:"wrong,omitempty"`
	Unknown  []*value.Refusal `json:"unknown,omitempty"` // records that only a newer version can check
}
