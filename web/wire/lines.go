package wire

import (
	"mufakat/projections/engine"
)

// Line is one line of the stream that a rebuild or a verification answers with:
// progress, as often as there is some, and then either the end or a problem.
type Line struct {
	Progress *engine.Progress `json:"progress,omitempty"`
	Rebuilt  *engine.Rebuilt  `json:"rebuilt,omitempty"`
	Verified *engine.Verified `json:"verified,omitempty"`
	Problem  *Problem         `json:"problem,omitempty"`
}
